import Notation

/// Labels of a message in one cell, as ``MessageReader`` reads them again.
struct LabelList: Sendable {
    /// Whether lists are written as JSON has them, because a label's name or other spelling has in it what divides labels.
    private let isJSON: Bool
    /// What stands for no label known, where an empty cell would say that none holds.
    static let unknown = "null"
    /// What says that no label holds, whatever the column is called.
    static let none = "[]"

    /// - Parameter spellings: all that labels can be called.
    init(spellings: some Sequence<String>) {
        isJSON = spellings.contains { spelling in
            spelling.hasPrefix("[") || spelling.contains { LabelSpellings.separators.contains($0) }
        }
    }

    /// `water;food`, or `["water","food"]`; `[]` for none.
    func text(_ names: [String]) -> String {
        if names.isEmpty { return Self.none }
        return isJSON ? "[\(names.map(JSONText.quoted).joined(separator: ","))]" : names.joined(separator: ";")
    }
}
