/// What a journal file holds.
public struct JournalContents: Sendable {
    /// The lines that can be read, in their order.
    public internal(set) var lines: [JournalLine] = []
    /// Numbers, from 1, of the lines without a checksum: edited by hand, or written by another program.
    public internal(set) var uncheckedLines: [Int] = []
    /// Bytes after the last line end: a line that a power cut tore.
    public internal(set) var torn: [UInt8] = []
    /// Bytes of the whole lines.
    public internal(set) var length = 0
    /// How its lines are written.
    public internal(set) var format = JournalFormat.newest
    /// What its first line names it; nil in format 1, and for an empty one.
    public internal(set) var identity: JournalIdentity?
    /// Whether the last line is right but has no line end, or another byte in its place.
    public internal(set) var lacksLineEnd = false
    /// Checksum of the last line, which the next one goes on from.
    var lastChecksum: UInt32 = 0

    /// Whether nothing was cut off: the last line is the end of a sitting. Of format 1, which has no such lines, and of
    /// nothing this is not asked.
    public var isEnded: Bool {
        guard format == .two, let last = lines.last else { return true }
        if case .end = last.event { return true }
        return false
    }

    /// Whether nobody has written a line of it yet: it is nobody's.
    public var isEmpty: Bool { lines.isEmpty }

    /// How many lines have no checksum.
    public var uncheckedCount: Int { uncheckedLines.count }

    /// The first session line: what the journal was made for. Nothing but lost lines may stand before it.
    public var session: SessionEvent? {
        for line in lines {
            if case .session(let event) = line.event { return event }
            guard case .lost = line.event else { return nil }
        }
        return nil
    }

    /// The settings that hold at the end of the journal, as far as they were chosen.
    public var chosenSettings: ChosenSettings {
        sessions.first { _ in true }?.chosen ?? ChosenSettings()
    }

    /// The task that the models start from, as the last session that starts from one has it.
    public var transferOrigin: TransferOrigin? {
        sessions.lazy.compactMap(\.transfer).first { _ in true }
    }

    /// The encoder of the last session; nil where it learnt from words alone.
    public var encoderOrigin: EncoderOrigin? { sessions.first { _ in true }?.encoder }

    /// The sets of the last session that wrote them down; nil where none did.
    public var givenSets: GivenSets? {
        sessions.lazy.compactMap(\.given).first { _ in true }
    }

    /// All session lines, the last first.
    private var sessions: some Sequence<SessionEvent> {
        lines.lazy.reversed().compactMap { line in
            if case .session(let event) = line.event { event } else { nil }
        }
    }

    /// Version of the program that the journal was begun with, as far as lines say so: of its first session line, wherever that
    /// stands.
    public var firstTool: String? {
        for line in lines {
            if case .session(let event) = line.event { return event.tool }
        }
        return nil
    }

    /// The messages that the journal was used with last; nil where no line says so.
    public var lastPool: PoolOrigin? {
        for line in lines.reversed() {
            switch line.event {
            case .session(let event): return event.pool
            case .messages(let event): return event.pool
            default: continue
            }
        }
        return nil
    }

    /// Version of the program that wrote the journal last; nil where no line says so.
    public var lastTool: String? {
        for line in lines.reversed() {
            if case .session(let event) = line.event { return event.tool }
        }
        return nil
    }

    /// Whether a model has been learnt.
    public var hasRound: Bool {
        lines.contains { if case .round = $0.event { true } else { false } }
    }

    /// Whether the journal begins as one should: with a session, or with the place of one that was lost. An empty file is a journal
    /// in which nothing stands yet, and so is one whose only line was torn as it was written.
    public var hasBeginning: Bool {
        if lines.isEmpty { return Self.mayBeTorn(torn) }
        if case .lost? = lines.first?.event { return true }
        return session != nil
    }

    /// Damage of one line, with its number from 1.
    public struct Damage: Sendable, Hashable {
        /// Number of the line.
        public let line: Int
        /// What was found and what was expected.
        public let reason: String
    }

    /// Reads all lines, and goes on behind damaged ones.
    ///
    /// A long journal is read by several threads, each a piece of whole lines; the result does not depend on it.
    /// - Complexity: O(bytes).
    public static func examine(_ bytes: [UInt8]) -> (contents: JournalContents, damage: [Damage]) {
        let pieces = JournalPiece.pieces(of: bytes)
        var contents = JournalContents()
        contents.format = JournalFormat(of: bytes)
        switch contents.format {
        case .one:
            var damage: [Damage] = []
            for piece in JournalPiece.examined(pieces) {
                contents.append(piece.contents)
                damage += piece.damage
            }
            contents.torn = Array(bytes[contents.length...])
            return (contents, damage)
        case .two:
            let read = JournalPiece.chained(pieces)
            guard read.count == pieces.count else {
                let examination = ChainExamination(of: bytes)
                return (examination.contents, examination.damage)
            }
            for piece in read {
                contents.append(piece)
                if piece.identity != nil { contents.identity = piece.identity }
                if !piece.lines.isEmpty { contents.lastChecksum = piece.lastChecksum }
            }
            contents.takeUnended(bytes[contents.length...])
            return (contents, [])
        }
    }

    /// Takes what stands behind the last line end of format 2: a line that is right but for its end, or torn bytes.
    private mutating func takeUnended(_ rest: ArraySlice<UInt8>) {
        torn = Array(rest)
        // Without the end, or with another byte in its place.
        for line in [rest, rest.dropLast()] {
            guard let tail = LineTail(line), tail.checksum == LineTail.checksum(of: line, after: lastChecksum),
                let (read, first) = try? JournalLine.read(chained: line), read.sequence == lines.count
            else { continue }
            lines.append(read)
            if !read.isChecked { uncheckedLines.append(lines.count) }
            if let first { identity = first }
            (lastChecksum, length, lacksLineEnd) = (tail.checksum, line.endIndex, true)
            torn = Array(rest[line.endIndex...])
            return
        }
    }

    /// The same with more lines, at the time of the last: as they would read if they were written now.
    public func followed(by events: [JournalEvent]) -> JournalContents {
        var contents = self
        for event in events {
            let at = contents.lines.last?.at ?? Timestamp(milliseconds: 0)
            contents.lines.append(JournalLine(sequence: contents.lines.count, at: at, event: event))
        }
        return contents
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
        guard contents.hasBeginning else { throw .noSession(path: path) }
        self = contents
    }

    init() {}

    /// The chain of format 2 that goes on behind these lines.
    func chain(of identity: JournalIdentity) -> LineChain {
        LineChain(identity: self.identity ?? identity, after: lastChecksum)
    }

    private static let mark = Array("{\"v\":".utf8)

    /// Whether bytes without a line end can be what is left of a first line: its beginning, or the zeros of a disk.
    private static func mayBeTorn(_ bytes: [UInt8]) -> Bool {
        zip(bytes, mark).allSatisfy { $0 == $1 } || bytes.allSatisfy { $0 == 0 }
    }

    /// Whether a file that begins with these bytes is a journal, sound or not: one of its first lines reads like one.
    ///
    /// - Complexity: O(bytes of five lines).
    public static func isBeginning(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: 0x0A, maxSplits: 5).prefix(5).contains { line in
            if line.starts(with: mark), String(decoding: line.prefix(256), as: UTF8.self).contains("\"seq\":") {
                return true
            }
            return (try? JournalLine(decoding: line)) != nil
        }
    }
}
