/// What a journal file holds.
public struct JournalContents: Sendable {
    public internal(set) var lines: [JournalLine] = []
    /// Numbers, from 1, of the lines without a checksum: edited by hand, or written by another program.
    public internal(set) var uncheckedLines: [Int] = []
    /// Bytes after the last line end: a line that a power cut tore.
    public internal(set) var torn: [UInt8] = []
    /// Bytes of the whole lines.
    public internal(set) var length = 0

    /// How many lines have no checksum.
    public var uncheckedCount: Int { uncheckedLines.count }

    /// The first session line: what the journal was made for. Nothing but lost lines may stand before it.
    public var session: SessionEvent? {
        for line in lines {
            switch line.event {
            case .session(let event): return event
            case .lost: continue
            default: return nil
            }
        }
        return nil
    }

    /// Whether the journal begins as one should: with a session, or with the place of one that was lost.
    var hasBeginning: Bool {
        if case .lost? = lines.first?.event { return true }
        return session != nil
    }

    /// Damage of one line, with its number from 1.
    public struct Damage: Sendable, Hashable {
        public let line: Int
        public let reason: String
    }

    /// Reads all lines, and goes on behind damaged ones.
    ///
    /// - Complexity: O(bytes).
    public static func examine(_ bytes: [UInt8]) -> (contents: JournalContents, damage: [Damage]) {
        var contents = JournalContents()
        var damage: [Damage] = []
        contents.lines.reserveCapacity(bytes.count { $0 == 0x0A })
        var start = 0
        var number = 1
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            do throws(LineDamage) {
                let line = try JournalLine(decoding: bytes[start..<end])
                if line.sequence != number - 1 {
                    damage.append(Damage(line: number, reason: "found seq \(line.sequence), expected \(number - 1)"))
                }
                contents.lines.append(line)
                if !line.isChecked { contents.uncheckedLines.append(number) }
            } catch {
                damage.append(Damage(line: number, reason: error.description))
            }
            start = end + 1
            number += 1
        }
        contents.torn = Array(bytes[start...])
        contents.length = start
        return (contents, damage)
    }

    /// Reads a whole, undamaged journal; a torn tail is allowed.
    ///
    /// - Throws: ``JournalError`` for the first damage, and for a journal that does not begin with a session line.
    public init(_ bytes: [UInt8], path: String) throws(JournalError) {
        let (contents, damage) = Self.examine(bytes)
        if let first = damage.first { throw .damaged(path: path, line: first.line, reason: first.reason) }
        if !contents.lines.isEmpty, !contents.hasBeginning { throw .noSession(path: path) }
        self = contents
    }

    private init() {}
}
