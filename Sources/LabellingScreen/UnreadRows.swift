/// Rows of the files that could not be taken as they stood.
public struct UnreadRows: Sendable, Hashable {
    /// The first of them, in words.
    public var texts: [String]
    /// How many there were.
    public var count: Int

    public init(texts: [String] = [], count: Int = 0) {
        self.texts = texts
        self.count = count
    }
}
