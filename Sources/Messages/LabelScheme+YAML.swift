import Foundation
import Notation
import Yams

extension LabelScheme {
    private static let topFields = ["task", "question", "several", "positive", "labels", "guidelines"]
    private static let labelFields = [
        "name", "title", "key", "color", "description", "also", "was", "implies", "group",
    ]

    /// Reads a scheme from a YAML file of at most 1 MiB.
    ///
    /// - Parameter reserved: keys that the program uses itself, and what for; none where no keys are pressed.
    public init(contentsOf path: String, reserved: [Character: String] = [:]) throws(LabelSchemeError) {
        let data: [UInt8]
        do throws(ReadingError) {
            data = try InputFile.bytes(of: path, limit: 1 << 20, patience: 60)
        } catch {
            let prefix = "\(path): "
            let text = error.description
            throw .notReadable(path: path, reason: text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw .notReadable(path: path, reason: "it is not UTF-8")
        }
        try self.init(yaml: text, path: path, reserved: reserved)
    }

    /// Reads a scheme from YAML.
    ///
    /// - Parameters:
    ///   - path: names the file in errors.
    ///   - reserved: keys that the program uses itself, and what for; none where no keys are pressed.
    public init(yaml: String, path: String, reserved: [Character: String] = [:]) throws(LabelSchemeError) {
        if let name = Self.alias(in: yaml) {
            let line = yaml.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
                $0.contains("*\(name)")
            }
            throw .notYAML(
                path: path, line: line.map { $0 + 1 },
                reason: "'*\(name.shortened)' repeats a part of the file; write it out instead")
        }
        if let line = Self.structuredKeys(in: yaml) {
            throw .notYAML(path: path, line: line, reason: "there are keys that are lists or have keys themselves")
        }
        let node: Node?
        do {
            node = try Parser(yaml: yaml).singleRoot()
        } catch let error as YamlError {
            throw .notYAML(path: path, line: Self.line(of: error), reason: Self.shortened("\(error)"))
        } catch {
            throw .notYAML(path: path, line: nil, reason: Self.shortened("\(error)"))
        }
        guard let top = node?.mapping else {
            throw .notYAML(path: path, line: node?.mark?.line, reason: "there are no fields 'task' and 'labels'")
        }
        try Self.check(top, known: Self.topFields, path: path)
        guard let entries = top["labels"] else { throw .at(path: path, line: node?.mark?.line, .missing("labels")) }
        guard let list = entries.sequence else {
            throw .at(path: path, line: entries.mark?.line, .wrongType("labels", expected: "a list of labels"))
        }
        var given: [Character?] = []
        for (position, entry) in list.enumerated() {
            given.append(try Self.key(of: entry, position: position, path: path))
        }
        let keys = LabelKeys.filled(given)
        var labels: [Label] = []
        var without: [String] = []
        for (position, entry) in list.enumerated() {
            let label = try Self.label(entry, key: keys[position] ?? " ", position: position, path: path)
            labels.append(label)
            if keys[position] == nil { without.append(label.name.shortened) }
        }
        guard without.isEmpty else {
            throw .tooFewKeys(
                path: path, labels: labels.count, without: without,
                free: LabelKeys.plain.filter { reserved[$0] == nil && !keys.contains($0) })
        }
        let texts = (
            task: try Self.text(top, "task", path: path), positive: try Self.text(top, "positive", path: path),
            guidelines: try Self.text(top, "guidelines", path: path),
            question: try Self.text(top, "question", path: path)
        )
        let isSeveral = try Self.truth(top, "several", path: path) ?? false
        do throws(LabelSchemeError) {
            self = try LabelScheme(
                task: texts.task ?? "labels", labels: labels, positive: texts.positive,
                guidelines: texts.guidelines ?? "", question: texts.question, isSeveral: isSeveral,
                reserved: reserved)
        } catch {
            let place = error.labelIndex(in: labels).map { list[list.index(list.startIndex, offsetBy: $0)] }
            let field = if case .unknownPositive = error { top["positive"] } else { entries }
            throw .at(path: path, line: (place ?? field)?.mark?.line, error)
        }
    }

    /// The key that a label is given; nil for none.
    private static func key(of node: Node, position: Int, path: String) throws(LabelSchemeError) -> Character? {
        guard let mapping = node.mapping, let given = try text(mapping, "key", path: path) else { return nil }
        // As a keyboard gives it: an accent of its own becomes part of its letter.
        let composed = given.precomposedStringWithCanonicalMapping
        guard composed.count == 1, let key = composed.first else {
            let name = try text(mapping, "name", path: path) ?? "\(position + 1)"
            throw .at(
                path: path, line: node.mark?.line,
                .badKey(given.shortened, label: name, .isNoKey, free: LabelKeys.plain))
        }
        return key
    }

    private static func label(
        _ node: Node, key: Character, position: Int, path: String
    ) throws(LabelSchemeError) -> Label {
        if let name = node.scalar?.string { return Label(name: name, key: key) }
        guard let mapping = node.mapping else {
            throw .at(
                path: path, line: node.mark?.line,
                .wrongType("labels", expected: "a list of names, or of fields name, key, …"))
        }
        try check(mapping, known: labelFields, path: path)
        guard let name = try text(mapping, "name", path: path) else {
            throw .at(path: path, line: node.mark?.line, .missing("name of label \(position + 1)"))
        }
        var color: LabelColor?
        if let given = try text(mapping, "color", path: path) {
            guard let known = LabelColor(rawValue: given) else {
                let known = LabelColor.allCases.map(\.rawValue)
                throw .at(
                    path: path, line: mapping["color"]?.mark?.line,
                    .wrongType(
                        "color",
                        expected: "one of " + known.joined(separator: ", ") + NearName.hint(for: given, among: known)))
            }
            color = known
        }
        return Label(
            name: name, title: try text(mapping, "title", path: path), key: key, color: color,
            description: try text(mapping, "description", path: path) ?? "",
            also: try texts(mapping, "also", path: path, expected: "a list of spellings") ?? [],
            was: try texts(mapping, "was", path: path, expected: "a name that the label had before, or a list of them"),
            implies: try texts(
                mapping, "implies", path: path, expected: "a label that holds wherever this one does, or a list of them"
            )
                ?? [],
            group: try text(mapping, "group", path: path))
    }

    /// A list of texts, or one; nil where the field is not there.
    private static func texts(
        _ mapping: Node.Mapping, _ field: String, path: String, expected: String
    ) throws(LabelSchemeError) -> [String]? {
        guard let list = mapping[Node(field)] else { return nil }
        var texts: [String] = []
        for item in list.sequence.map(Array.init) ?? [list] {
            guard let text = item.scalar?.string else {
                throw .at(path: path, line: item.mark?.line, .wrongType(field, expected: expected))
            }
            texts.append(text)
        }
        return texts
    }

    private static func text(_ mapping: Node.Mapping, _ field: String, path: String) throws(LabelSchemeError) -> String?
    {
        guard let node = mapping[Node(field)] else { return nil }
        guard let scalar = node.scalar else {
            throw .at(path: path, line: node.mark?.line, .wrongType(field, expected: "a text"))
        }
        return scalar.string
    }

    private static func truth(_ mapping: Node.Mapping, _ field: String, path: String) throws(LabelSchemeError) -> Bool?
    {
        guard let node = mapping[Node(field)] else { return nil }
        switch node.scalar?.string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: throw .at(path: path, line: node.mark?.line, .wrongType(field, expected: "true or false"))
        }
    }

    private static func check(_ mapping: Node.Mapping, known: [String], path: String) throws(LabelSchemeError) {
        for (key, _) in mapping {
            let name = key.scalar?.string ?? "?"
            guard known.contains(name) else {
                throw .at(path: path, line: key.mark?.line, .unknownField(name, known: known))
            }
        }
    }

    /// The name of an alias (`*name`) whose anchor (`&name`) is there, too.
    ///
    /// A few lines of aliases of aliases stand for more than any memory holds. No label scheme needs them.
    private static func alias(in yaml: String) -> String? {
        var anchors: Set<String> = []
        var aliases: Set<String> = []
        let before = Set<UInt8>(" \t\n\r[]{},:?-".utf8)
        let ends = Set<UInt8>(" \t\n\r[]{},".utf8)
        let bytes = Array(yaml.utf8)
        for position in bytes.indices where bytes[position] == 0x26 || bytes[position] == 0x2A {
            guard position == 0 || before.contains(bytes[position - 1]) || bytes[position - 1] >= 0x80 else { continue }
            let name = bytes[(position + 1)...].prefix { !ends.contains($0) }
            guard !name.isEmpty else { continue }
            let text = String(decoding: name, as: UTF8.self)
            if bytes[position] == 0x26 { anchors.insert(text) } else { aliases.insert(text) }
        }
        return anchors.intersection(aliases).min()
    }

    /// The line on which keys become too many that are lists or have keys themselves.
    ///
    /// Where two pairs of equal keys stand in one place, the parser compares them in a time that doubles with every level
    /// of such a key. No label scheme needs one. Three are let through, which cannot be two pairs, and those of a few
    /// levels, so that nothing is refused for a sentence.
    private static func structuredKeys(in yaml: String) -> Int? {
        var count = 0
        for (number, line) in yaml.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        {
            // `[a, b]: c` stands on one line, with a bracket for each level.
            var brackets = 0
            var bracketedKeys = 0
            var last: Unicode.Scalar?
            var isBehindBlank = false
            for scalar in line {
                switch scalar {
                case " ", "\t", "\u{FEFF}":
                    isBehindBlank = true
                    continue
                case "\r", "\u{85}", "\u{2028}", "\u{2029}":
                    last = nil
                    continue
                // `? a` begins a line, a part in brackets, or a part of a list or mapping that itself begins so.
                case "?" where last.map { "-:{[,".unicodeScalars.contains($0) || $0 == "?" && isBehindBlank } ?? true:
                    count += 1
                case "[", "{": brackets += 1
                case ":" where last == "]" || last == "}": bracketedKeys += 1
                default: break
                }
                last = scalar
                isBehindBlank = false
            }
            if brackets >= 8 { count += bracketedKeys }
            if count > 3 { return number + 1 }
        }
        return nil
    }

    /// Lines cut to a length that fits a screen: an error repeats the line it is about.
    private static func shortened(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).prefix(4).map { String($0).shortened }
            .joined(separator: "\n")
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }
}

extension LabelSchemeError {
    /// The label that an error is about, of several the last; nil for what concerns no single one.
    fileprivate func labelIndex(in labels: [LabelScheme.Label]) -> Int? {
        switch self {
        case .emptyName:
            labels.firstIndex { ([$0.name] + $0.also).contains { LabelScheme.folded($0).isEmpty } }
        case .repeatedName(let name):
            labels.lastIndex {
                ([$0.name] + $0.also).contains { LabelScheme.folded($0) == LabelScheme.folded(name) }
            }
        case .emptyFormerName(let name), .repeatedFormerName(_, let name), .badKey(_, let name, _, _),
            .impliesInTaskOfOne(let name), .unknownImplied(_, let name, _):
            labels.firstIndex { $0.name == name }
        case .repeatedKey(let key, _, _): labels.lastIndex { $0.key == key }
        case .impliesInCircle(let names): labels.firstIndex { $0.name == names.first }
        case .notReadable, .notYAML, .missing, .unknownField, .wrongType, .tooFewLabels, .tooManyLabels, .tooFewKeys,
            .unknownPositive, .at:
            nil
        }
    }
}
