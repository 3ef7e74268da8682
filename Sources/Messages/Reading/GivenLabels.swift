/// What a row says of its labels, as its file has it.
enum GivenLabels: Sendable, Hashable {
    /// A label, or a list of them in one text, such as `water;food`.
    case text(String)
    /// Labels one by one. That there are none is an answer where a message can have several.
    case list([String])
    /// Columns that stand for a label each.
    case marks([Mark])
    /// What several annotators say, who do not say the same.
    case differing([[String]])

    /// What stands in the column of one label.
    struct Mark: Sendable, Hashable {
        /// The label's index.
        let label: Int
        /// The column, as the file calls it.
        let column: String
        let value: String

        /// Whether the label holds; nil where nothing is said of it.
        ///
        /// - Throws: ``Strange``.
        func truth() throws(Strange) -> Bool? {
            let text = LabelSpellings.trimmed(value[...]).lowercased()
            switch text {
            case "", "null": return nil
            case "1", "1.0", "true", "yes", "x", "y", "t": return true
            case "0", "0.0", "false", "no", "n", "f": return false
            default: throw Strange()
            }
        }
    }

    /// A value that says neither yes nor no.
    struct Strange: Error {}
}
