/// Columns of 0 and 1 that stand for a label each.
public enum LabelColumns: Sendable, Hashable {
    /// All whose names are labels of the scheme.
    case all
    /// These.
    case named([String])

    /// Reads names with commas between, or `all`.
    public init(parsing text: String) {
        let names = text.split(separator: ",").map { LabelSpellings.trimmed($0) }.filter { !$0.isEmpty }
        self = names == ["all"] ? .all : .named(names)
    }

    /// The option that names them.
    static let option = "--label-columns"
}
