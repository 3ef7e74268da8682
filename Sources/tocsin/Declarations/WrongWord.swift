import Foundation
import Notation

/// The first word of a command line that names a command, an option or a value of an option that there is not, and what was
/// likely meant.
struct WrongWord: CustomStringConvertible {
    let description: String

    /// What others call it: words for each command and option that has one here.
    private static let otherWords: [(word: String, others: [String])] = [
        ("label", ["annotate", "tag", "start", "open", "continue"]), ("rank", ["next", "queue", "select"]),
        ("score", ["predict", "classify", "filter"]), ("report", ["status", "progress", "stop"]),
        ("simulate", ["compare", "benchmark"]), ("verify", ["check", "validate"]), ("repair", ["fix", "mend"]),
        ("merge", ["join", "team"]), ("show", ["print", "cat"]), ("save", ["train"]),
        ("sync", ["synchronise", "synchronize", "push", "pull", "share"]),
        ("--count", ["--size", "--top", "--number", "--limit", "--first", "--max"]), ("--output", ["--out"]),
        ("--annotator", ["--name", "--user"]), ("--labels", ["--budget"]), ("--strategies", ["--recipes"]),
        ("--strategy", ["--recipe"]),
    ]

    /// - Parameter arguments: the words behind the program's name.
    /// - Returns: nil where all such words are known, and something else is wrong.
    init?(in arguments: [String], of program: CommandDeclaration) {
        var command = program
        var words = arguments[...]
        while !command.commands.isEmpty, let word = words.first, !word.hasPrefix("-") {
            guard let next = (command.subcommands ?? []).first(where: { $0.commandName == word }) else {
                description = Self.text(ofCommand: word, in: command, isFirst: words.count == arguments.count)
                return
            }
            command = next
            words.removeFirst()
        }
        let known = command.optionNames
        words = words.prefix { $0 != "--" }
        for (place, word) in zip(words.indices, words) where word.hasPrefix("-") && Double(word) == nil {
            let name = String(word.prefix { $0 != "=" })
            let isJoined = !name.hasPrefix("--") && known.contains(String(name.prefix(2)))
            guard name != "-", !known.contains(name), !isJoined else {
                let value = word.contains("=") ? String(word.dropFirst(name.count + 1)) : words[(place + 1)...].first
                guard let text = value.flatMap({ Self.text(ofValue: $0, of: name, in: command) }) else { continue }
                description = text
                return
            }
            description = "there is no option '\(name)'" + Self.hint(for: name, among: known.filter { $0.count > 2 })
            return
        }
        return nil
    }

    private static func text(ofCommand word: String, in command: CommandDeclaration, isFirst: Bool) -> String {
        if isFirst, FileManager.default.fileExists(atPath: word) {
            return "'\(word)' is a file and no command; to label its messages: "
                + "\(ShellCommand(words: ["tocsin", "label", word]))"
        }
        let text = "there is no command '\(word)'"
        let own = hint(for: word, among: command.commands.map(\.commandName))
        guard own.isEmpty else { return text + own }
        for group in command.commands {
            let names = group.commands.map(\.commandName)
            if let name = names.first(where: { $0 == word }) ?? meant(by: word, among: names) {
                return text + " (did you mean '\(group.commandName) \(name)'?)"
            }
        }
        return text
    }

    /// nil where the option takes the value, or others than a few words.
    private static func text(ofValue value: String, of name: String, in command: CommandDeclaration) -> String? {
        let option = (command.arguments ?? []).first { ($0.names ?? []).contains { $0.written == name } }
        guard let values = option?.allValues, let last = values.last, !values.contains(value) else { return nil }
        let list = values.count == 1 ? last : "\(values.dropLast().joined(separator: ", ")) or \(last)"
        return "\(name) takes \(list), not '\(value)'" + NearName.hint(for: value, among: values)
    }

    private static func hint(for word: String, among names: [String]) -> String {
        meant(by: word, among: names).map { " (did you mean '\($0)'?)" } ?? ""
    }

    /// A word of others first: who writes `--size` for a number of messages means no `--seed`.
    private static func meant(by word: String, among names: [String]) -> String? {
        let others = otherWords.filter { names.contains($0.word) }
        if let other = others.first(where: { $0.others.contains(word) }) { return other.word }
        if let name = NearName.nearest(to: word, among: names) { return name }
        let near = NearName.nearest(to: word, among: others.flatMap(\.others))
        return near.flatMap { near in others.first { $0.others.contains(near) }?.word }
    }
}
