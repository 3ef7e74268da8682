/// The formats that a journal may have; each is read for ever, the newest is written.
public enum JournalFormat: Int, Sendable, Hashable {
    /// Each line by itself: with a checksum of its own, or none.
    case one = 1
    /// Each line's checksum goes on from the one before; the first line has an id, a sitting that ended has an `end`.
    case two

    static let newest = JournalFormat.two

    /// The format that most of the first lines have, so that a damaged one does not decide; of nothing the newest.
    ///
    /// - Complexity: O(bytes of 64 lines).
    init(of journal: [UInt8]) {
        guard !journal.isEmpty else {
            self = .newest
            return
        }
        // The first line goes before one other, and what has no end says nothing where there are whole lines.
        var balance = journal.starts(with: Self.beginningOfTwo) ? 0.5 : 0
        var start = 0
        for number in 0..<64 where start < journal.count {
            let line = journal[start...]
            let end = line.firstIndex(of: 0x0A)
            if end != nil || number == 0 {
                if line.starts(with: Self.beginningOfTwo) { balance += 1 }
                if line.starts(with: Self.beginningOfOne) { balance -= 1 }
            }
            start = end.map { $0 + 1 } ?? journal.count
        }
        self = balance > 0 ? .two : .one
    }

    /// Where the number of the format stands in a line.
    static let placeOfNumber = 5
    static let beginningOfTwo = Array("{\"v\":2,\"seq\":".utf8)
    static let beginningOfOne = Array("{\"v\":1,\"seq\":".utf8)
}
