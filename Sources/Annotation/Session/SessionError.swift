/// Why a journal cannot be taken up with these messages.
public enum SessionError: Error, Hashable, CustomStringConvertible {
    /// A line names a label that the scheme does not have.
    case unknownLabel(String, line: Int, known: [String])
    /// A line names a recipe that cannot be parsed.
    case badRecipe(String, line: Int, reason: String)

    public var description: String {
        switch self {
        case .unknownLabel(let label, let line, let known):
            "journal line \(line): label '\(label)' is not in the label scheme (\(known.joined(separator: ", "))); "
                + "open the journal with the scheme it was made for"
        case .badRecipe(let recipe, let line, let reason):
            "journal line \(line): the recipe '\(recipe)' cannot be used: \(reason)"
        }
    }
}
