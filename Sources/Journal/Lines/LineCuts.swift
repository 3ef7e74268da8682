/// Where the lines of a journal stand in its bytes, one after the other: the one place that cuts them.
struct LineCuts: Sequence, IteratorProtocol {
    /// A line without its end, and whether it has one.
    typealias Cut = (range: Range<Int>, hasEnd: Bool)

    static let lineFeed: UInt8 = 0x0A

    private let bytes: [UInt8]
    private var start: Int
    private let end: Int

    /// - Parameter range: where they stand; nil for all bytes.
    init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
        self.bytes = bytes
        start = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    /// The next line; nil behind the last, and for the nothing behind the last line end.
    ///
    /// - Complexity: O(bytes of the line).
    mutating func next() -> Cut? {
        guard start < end else { return nil }
        let feed = bytes[start..<end].firstIndex(of: Self.lineFeed)
        let range = start..<(feed ?? end)
        start = range.upperBound + 1
        return (range, feed != nil)
    }
}
