/// Which columns or fields of a file were taken for what.
public struct TakenColumns: Sendable, Hashable {
    private var names: [ColumnRole: [String]] = [:]
    /// Whether the id is missing, so that lines or objects are counted.
    public var isCounted = false
    /// Whether a message can have several labels, which a column of lists is expected to hold.
    var isList = false

    /// Rows of one file may have it in different fields; as many as that are named.
    private static let limit = 4

    public init() {}

    public mutating func take(_ name: String, for role: ColumnRole) {
        if names[role]?.contains(name) == true { return }
        names[role, default: []].append(name)
    }

    /// The names that a role was found under, in the order of the file.
    public subscript(role: ColumnRole) -> [String] { names[role] ?? [] }

    /// In words, what was taken; nil where it is what the names say to everybody, or where there are no columns.
    public var description: String? {
        let isPlain = ColumnRole.allCases.allSatisfy { role in
            self[role].allSatisfy { $0 == role.rawValue || isList && role == .label && $0 == ColumnRole.listName }
        }
        guard !names.isEmpty, !isPlain else { return nil }
        var parts = [ColumnRole.text, .id, .label].compactMap { role in
            self[role].isEmpty ? nil : "\(role.rawValue) from \(list(role))"
        }
        if isCounted { parts.append("no id, so that \(self[.id].isEmpty ? "" : "some ")rows are counted") }
        return parts.joined(separator: ", ")
    }

    private func list(_ role: ColumnRole) -> String {
        let names = self[role].prefix(Self.limit).map { "'\($0.shortened)'" }.joined(separator: " or ")
        return self[role].count > Self.limit ? "\(names) or others" : names
    }
}
