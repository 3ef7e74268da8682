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

    /// The settings that hold at the end of the journal, as far as they were chosen.
    public var chosenSettings: ChosenSettings {
        for line in lines.reversed() {
            if case .session(let event) = line.event { return event.chosen }
        }
        return ChosenSettings()
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
    /// A long journal is read by several threads, each a piece of whole lines; the result does not depend on it.
    /// - Complexity: O(bytes).
    public static func examine(_ bytes: [UInt8]) -> (contents: JournalContents, damage: [Damage]) {
        var contents = JournalContents()
        var damage: [Damage] = []
        for piece in JournalPiece.examined(JournalPiece.pieces(of: bytes)) {
            contents.append(piece.contents)
            damage += piece.damage
        }
        contents.torn = Array(bytes[contents.length...])
        return (contents, damage)
    }

    typealias Examined = (contents: JournalContents, damage: [Damage])

    private mutating func append(_ piece: JournalContents) {
        if lines.isEmpty { lines = piece.lines } else { lines += piece.lines }
        uncheckedLines += piece.uncheckedLines
        length += piece.length
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

    init() {}
}
