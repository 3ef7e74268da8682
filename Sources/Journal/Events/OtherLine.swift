/// A line of somebody else's journal.
public struct OtherLine: Sendable, Hashable {
    /// Whose journal: its name in the team's folder.
    public var annotator: String
    /// Sequence of the line there.
    public var sequence: Int

    public init(annotator: String, sequence: Int) {
        self.annotator = annotator
        self.sequence = sequence
    }
}

/// How many lines of each other journal have been read, by its name; what is missing counts 0.
public typealias SeenLines = [String: Int]

extension MemberList {
    /// `["A",57]`: the numbers of other journals do not move when this one is merged with others.
    mutating func add(_ name: String, line: OtherLine?) {
        add(name, raw: line.map(Self.text))
    }

    mutating func add(_ name: String, lines: [OtherLine]) {
        add(name, raw: "[" + lines.map(Self.text).joined(separator: ",") + "]")
    }

    /// `{"A":57}`, by names.
    ///
    /// - Parameter ifEmpty: whether it is there where nothing was read.
    mutating func add(_ name: String, seen: SeenLines, ifEmpty: Bool = false) {
        guard !seen.isEmpty || ifEmpty else { return }
        var list = MemberList()
        for (annotator, count) in seen.sorted(by: { $0.key < $1.key }) { list.add(annotator, count) }
        add(name, list)
    }

    private static func text(_ line: OtherLine) -> String {
        "[\(quoted(line.annotator)),\(line.sequence)]"
    }
}

extension JSONMembers {
    /// A line of another journal; nil where there is none, or none that can be.
    func line(_ name: String) -> OtherLine? { value(name).flatMap(Self.line) }

    /// Lines of other journals, without what is none.
    func lines(_ name: String) -> [OtherLine] { (value(name) as? [Any])?.compactMap(Self.line) ?? [] }

    /// Counts of lines; those that cannot be are left out.
    func seen(_ name: String) -> SeenLines {
        guard let counts = value(name) as? [String: Any] else { return [:] }
        return counts.compactMapValues(Int.value).filter { $0.value >= 0 }
    }

    private static func line(_ value: Any) -> OtherLine? {
        guard let parts = value as? [Any], parts.count == 2, let annotator = parts[0] as? String,
            let sequence = Int.value(parts[1]), sequence >= 0
        else { return nil }
        return OtherLine(annotator: annotator, sequence: sequence)
    }
}
