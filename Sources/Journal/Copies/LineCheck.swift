/// Checks lines of a journal of format 2 as they come, one behind the other: what a copy of the journal may hold.
public struct LineCheck: Sendable, Hashable {
    /// How many lines have passed: the number that the next one has to have.
    public private(set) var count = 0
    private var checksum: UInt32 = 0

    /// Before the first line.
    public init() {}

    /// Takes the next line, given without its line end.
    ///
    /// - Throws: what is wrong with it; nothing is taken then.
    public mutating func take(_ line: ArraySlice<UInt8>) throws(LineDamage) {
        // JSON allows it between its words; in a file it would make two lines of one.
        guard !line.contains(LineCuts.lineFeed) else { throw LineDamage("found a line end within the line") }
        let (read, _) = try JournalLine.read(chained: line)
        guard read.sequence == count else { throw LineDamage("found seq \(read.sequence), expected \(count)") }
        guard let tail = LineTail(line) else {
            throw LineDamage("found no checksum at the end of the line; every line of format 2 has one")
        }
        let expected = LineTail.checksum(of: line, after: checksum)
        guard tail.checksum == expected else {
            throw LineDamage(
                "found checksum \(LineTail.digits(line)), the line's bytes give \(CRC32C.text(expected)) behind the line "
                    + "before")
        }
        (count, checksum) = (count + 1, tail.checksum)
    }
}
