import Foundation

/// A damaged journal put right: sound lines stay, bad ones are taken out and kept.
///
/// Of format 1 sound lines stay byte for byte; of format 2 their checksums are new behind the first that is not right, lines
/// that stood in another's place are in their own again, and those that nothing shows to be unchanged are marked so.
///
/// Where a line is gone a `lost` line takes its number, so that what points to other lines still does, and so that
/// everybody who opens the journal can see that something is missing.
public struct JournalRepair: Sendable {
    /// A line that was taken out.
    public struct Removed: Sendable, Hashable {
        /// Number in the damaged journal, from 1.
        public let line: Int
        /// What was wrong with it.
        public let reason: String
        /// The line without its end.
        public let bytes: [UInt8]
    }

    /// The journal as it should be.
    public private(set) var bytes: [UInt8] = []
    /// Lines that were taken out, in their order.
    public private(set) var removed: [Removed] = []
    /// How many `lost` lines stand in it now that did not before.
    public private(set) var lostCount = 0
    /// Whether the line that says what the journal was made for is gone.
    public private(set) var hasLostSession = false
    /// Whether there was anything to put right.
    public var isNeeded: Bool { !removed.isEmpty || lostCount > 0 || hasOtherDamage }

    /// How many lines are sound.
    private(set) var soundCount = 0

    private var nextSequence = 0
    private var history = LabelHistory()
    /// Whole lines since the last sound one that could not be understood.
    private var unreadableAtEnd = 0
    private var lastTime = Timestamp(milliseconds: 0)
    /// What goes through no line: line ends, the order.
    private var hasOtherDamage = false
    /// Of format 2.
    private var chain: LineChain?

    /// Works out the repair; changes no file.
    ///
    /// - Complexity: O(bytes).
    public init(of damaged: [UInt8]) {
        self.init(of: damaged, .random())
    }

    /// - Parameter identity: of the journal, where the line that named it is lost.
    init(of damaged: [UInt8], _ identity: JournalIdentity) {
        switch JournalFormat(of: damaged) {
        case .one: mendLines(of: damaged)
        case .two: mendChain(of: damaged, identity)
        }
    }

    private mutating func mendChain(of damaged: [UInt8], _ identity: JournalIdentity) {
        let examination = ChainExamination(of: damaged)
        chain = LineChain(identity: examination.contents.identity ?? identity)
        hasOtherDamage = !examination.damage.isEmpty || examination.contents.lacksLineEnd
        removed = examination.removed.map { line in
            Removed(line: line.number, reason: line.reason, bytes: Array(damaged[line.range]))
        }
        for item in examination.sound {
            let line = item.line
            fill(through: line.sequence)
            let bytes = damaged[item.range]
            do throws(ReplayError) { try history.apply(line) } catch {
                removed.append(Removed(line: item.number, reason: error.reason, bytes: Array(bytes)))
                continue
            }
            self.bytes += chain?.encoded(line, from: bytes, .two) ?? []
            nextSequence += 1
            soundCount += 1
            lastTime = line.at
        }
        // Bad lines at the end had their numbers, too.
        let last = examination.sound.last
        fill(through: (last?.line.sequence ?? -1) + 1)
        fill(through: nextSequence + examination.removed.count { $0.isOfOwnNumber && $0.number > last?.number ?? 0 })
        if !examination.torn.isEmpty {
            removed.append(
                Removed(
                    line: damaged.count { $0 == LineCuts.lineFeed } + 1, reason: "found no line end",
                    bytes: Array(damaged[examination.torn])))
        }
        removed.sort { $0.line < $1.line }
    }

    private mutating func mendLines(of damaged: [UInt8]) {
        for (place, line) in LineCuts(damaged).enumerated() {
            add(damaged[line.range], number: place + 1, isTorn: !line.hasEnd)
        }
        // Bad lines at the end had their numbers, too.
        fill(through: nextSequence + unreadableAtEnd)
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, number: Int, isTorn: Bool) {
        if isTorn {
            removed.append(Removed(line: number, reason: "found no line end", bytes: Array(bytes)))
            return
        }
        unreadableAtEnd += 1
        do throws(LineDamage) {
            let line = try JournalLine(decoding: bytes)
            if line.sequence < nextSequence {
                unreadableAtEnd -= 1
                throw LineDamage("found seq \(line.sequence), which an earlier line has or which is out of order")
            }
            // More numbers than lines can have been lost: the number itself is wrong.
            if line.sequence - nextSequence > 1_000 + removed.count {
                throw LineDamage("found seq \(line.sequence), expected \(nextSequence)")
            }
            if line.sequence == 0, !line.event.beginsJournal {
                // Nobody opens a journal that begins with it.
                throw LineDamage("found a first line that is no session")
            }
            fill(through: line.sequence)
            do throws(ReplayError) { try history.apply(line) } catch { throw LineDamage(error.reason) }
            self.bytes += bytes
            self.bytes.append(LineCuts.lineFeed)
            nextSequence += 1
            soundCount += 1
            unreadableAtEnd = 0
            lastTime = line.at
        } catch {
            removed.append(Removed(line: number, reason: error.description, bytes: Array(bytes)))
        }
    }

    /// Puts `lost` lines up to a sequence.
    private mutating func fill(through sequence: Int) {
        while nextSequence < sequence {
            if nextSequence == 0 { hasLostSession = true }
            let line = JournalLine(
                sequence: nextSequence, at: lastTime, event: .lost(reason: "the line was damaged and taken out"))
            _ = try? history.apply(line)
            bytes += chain?.encoded(line) ?? line.encoded
            nextSequence += 1
            lostCount += 1
        }
    }
}

extension JournalFile {
    /// Repairs a journal in its place, under its lock.
    ///
    /// The bad lines are on the disk in `PATH.bad` before the repaired journal takes the old one's name; the old one
    /// stays as `PATH.before-repair` (with a number where there is one already).
    /// - Returns: what was done, and where the old journal is; nil where nothing was wrong.
    /// - Throws: ``JournalError``, also for a file of which no line is one of a journal; then all is as it was.
    public static func repair(_ path: String) throws(JournalError) -> (repair: JournalRepair, kept: String)? {
        try repair(path, in: Disk())
    }

    static func repair(
        _ path: String, in files: any FileSystem
    ) throws(JournalError) -> (repair: JournalRepair, kept: String)? {
        let file = try opened(path, .appending, in: files)
        defer { file.close() }
        try lock(file, path: path, in: files)
        let place = files.resolved(path)
        let bytes = try contents(of: file, path: path)
        let repair = JournalRepair(of: bytes)
        guard repair.isNeeded else { return nil }
        guard repair.soundCount > 0 || JournalContents.isBeginning(bytes) else { throw .noSession(path: path) }
        var step = place + ".bad"
        do throws(SystemError) {
            let bad = try files.open(step, .appendingBeside)
            defer { bad.close() }
            for line in repair.removed { try bad.appendAll((line.bytes + [LineCuts.lineFeed])[...]) }
            try bad.sync()
            step = place + ".new"
            let (fresh, name) = try files.createBeside(place)
            step = name
            defer { fresh.close() }
            try fresh.appendAll(repair.bytes[...])
            try fresh.sync()
            let kept = try files.keepOld(place) { number in
                place + ".before-repair" + (number == 1 ? "" : "-\(number)")
            }
            step = place
            try files.replace(place, by: name)
            try files.syncFolder(of: place)
            return (repair, kept)
        } catch {
            throw .notOpened(path: step, reason: error.description)
        }
    }
}
