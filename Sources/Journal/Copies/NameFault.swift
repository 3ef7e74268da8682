/// Why a text is no name of an annotator or of a team.
public struct NameFault: Error, Hashable, CustomStringConvertible {
    /// In words.
    public let description: String

    public init(_ description: String) { self.description = description }
}
