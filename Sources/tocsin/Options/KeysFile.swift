import Foundation
import Messages
import Notation
import Sampling
import TerminalUI
import Yams

/// A file with the annotator's own keys: a mapping from what a binding is called to a key's name.
enum KeysFile {
    /// Keys that never come as such, in words of what comes instead.
    private static let otherMeanings: [Key: String] = Dictionary(
        uniqueKeysWithValues: "czsq".map { (Key.control($0), "would be the terminal's own") }
            + [("h", Key.backspace), ("i", .tab), ("j", .enter), ("m", .enter)].map {
                (Key.control($0.0), "is '\($0.1.name)' to a terminal")
            })

    /// Reads a file and puts its keys into a table; those of another table do no harm there.
    ///
    /// - Throws: ``KeysFileError`` that names the file, and the line where it can.
    static func keyMap(contentsOf path: String, into table: KeyMap = .standard) throws(KeysFileError) -> KeyMap {
        guard let data = FileManager.default.contents(atPath: path) else { throw .notRead(path: path) }
        guard data.count <= 100_000 else { throw .tooLarge(path: path, bytes: data.count) }
        guard let text = String(data: data, encoding: .utf8) else { throw .noText(path: path) }
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw .noYAML(path: path, reason: "\(error)")
        }
        guard let node else { return table }
        guard let mapping = node.mapping else { throw .noMapping(path: path) }
        var keys: [String: Key] = [:]
        let known = Self.names
        for (name, value) in mapping {
            let line = name.mark?.line ?? 1
            guard let id = name.scalar?.string, known.contains(id) else {
                throw .unknownBinding(path: path, line: line, found: name.scalar?.string ?? "", known: known)
            }
            guard let text = value.scalar?.string, let key = Key(name: text) else {
                throw .unknownKey(path: path, line: line, found: value.scalar?.string ?? "")
            }
            if let other = otherMeanings[key] { throw .notItsOwn(path: path, key: key.name, name: id, use: other) }
            keys[id] = key
        }
        let map = table.rebound(keys)
        if let conflict = map.conflicts.first {
            throw .sharedKey(path: path, key: conflict.key.name, names: conflict.ids)
        }
        return map
    }

    /// What a file of keys can give a key to.
    static let names =
        KeyMap.bindingNames
        + StrategyCatalogue.standard.declarations.map { KeyMap.strategyPrefix + $0.id }

    /// Whether each key of a table, as a file has made it, means one thing with a task's labels and the strategies.
    ///
    /// - Throws: ``KeysFileError`` that names the file.
    static func check(_ map: KeyMap, from path: String, against scheme: LabelScheme) throws(KeysFileError) {
        let given =
            map.bindings.map { (id: $0.id, key: $0.key) }
            + map.strategyKeys.sorted { $0.key < $1.key }.map { (id: KeyMap.strategyPrefix + $0.key, key: $0.value) }
        for (id, key) in given {
            guard case .character(let character) = key else { continue }
            if let label = scheme.labels.first(where: { $0.key == character }) {
                throw .hides(path: path, key: key.name, name: id, use: "label '\(label.name)'")
            }
            let strategy = StrategyCatalogue.standard.declarations.first {
                $0.hotkey == character && map.strategyKeys[$0.id] == nil
            }
            if let strategy { throw .hides(path: path, key: key.name, name: id, use: "strategy '\(strategy.id)'") }
        }
    }
}

/// What is wrong with a file of keys.
enum KeysFileError: Error, CustomStringConvertible {
    case notRead(path: String)
    case tooLarge(path: String, bytes: Int)
    case noText(path: String)
    case noYAML(path: String, reason: String)
    case noMapping(path: String)
    case unknownBinding(path: String, line: Int, found: String, known: [String])
    case unknownKey(path: String, line: Int, found: String)
    case sharedKey(path: String, key: String, names: [String])
    /// A key that the terminal takes for itself, or does not tell from another.
    case notItsOwn(path: String, key: String, name: String, use: String)
    /// A key of the program's that is also one of the task's or a strategy's.
    case hides(path: String, key: String, name: String, use: String)

    var description: String {
        switch self {
        case .notRead(let path): "\(path): there is no such file, or it cannot be read"
        case .tooLarge(let path, let bytes):
            "\(path): found \(CountText.text(bytes, "byte")); a file of keys has a few lines"
        case .noText(let path): "\(path): found bytes that are not UTF-8"
        case .noYAML(let path, let reason): "\(path): found no YAML: \(reason)"
        case .noMapping(let path): "\(path): found no lines of the form name: key, such as undo: z"
        case .unknownBinding(let path, let line, let found, let known):
            "\(path), line \(line): found '\(found)'\(NearName.hint(for: found, among: known)); the names are \(known.joined(separator: ", "))"
        case .unknownKey(let path, let line, let found):
            "\(path), line \(line): found the key '\(found)'; expected one character (in quotes where YAML needs them), "
                + "ctrl-a to ctrl-z, space, enter, esc, tab, up, down, page up, page down, home or end"
        case .sharedKey(let path, let key, let names):
            "\(path): the key '\(key)' would mean \(names.joined(separator: " and ")); give one of them another key"
        case .notItsOwn(let path, let key, let name, let use):
            "\(path): the key '\(key)' of \(name) \(use); give \(name) another key"
        case .hides(let path, let key, let name, let use):
            "\(path): the key '\(key)' would mean \(name) and \(use); give \(name) another key"
        }
    }
}
