/// Why labels cannot be written as columns of 0 and 1.
public enum LabelColumnsError: Error, Hashable, CustomStringConvertible {
    /// A message has one label.
    case taskOfOne
    /// A label is called as another column is.
    case taken(label: String)

    public var description: String {
        switch self {
        case .taskOfOne:
            "a column of 0 and 1 for each label is for tasks in which a message can have several; here a message has one label, "
                + "in the column 'label'"
        case .taken(let label):
            "label '\(label.shortened)' has the name of another column, so that who reads the file would take it for that; "
                + "write lists of labels instead, without --as-label-columns"
        }
    }
}
