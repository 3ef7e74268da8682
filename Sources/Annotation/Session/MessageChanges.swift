import Journal
import Messages

/// What has become of the messages of a journal since it was used last, and of all that it knows of them.
///
/// A label is never taken away by it: that of a message which is gone stays in the journal, that of a changed text holds.
public struct MessageChanges: Sendable, Hashable {
    /// How the messages are to those of before.
    public enum Arrangement: Sendable, Hashable {
        /// The same in the same order.
        case same
        /// The same in the same order, and so many behind them.
        case extended(by: Int)
        /// The same in another order.
        case reordered
        /// None of these, or nobody can tell.
        case other
    }

    /// What has become of one message.
    public enum Change: String, Sendable, Hashable {
        /// It is not there any more.
        case gone
        /// Its text is not the one that it was labelled for.
        case changed
    }

    /// What a journal knows of a message.
    public enum Known: Sendable, Hashable {
        case label(String)
        case skip, flag, note
    }

    /// A message that the journal knows and that is not as it was.
    public struct Touched: Sendable, Hashable {
        /// Id of the message.
        public let id: String
        /// What was done with it: its label, else one of the others.
        public let known: Known
        /// What has become of it.
        public let change: Change
        /// The text that it has now, and its hash; nil where it is gone.
        public let text: String?
        public let textHash: UInt64?
    }

    /// The messages of the journal's last use.
    public let before: PoolOrigin
    /// Those that there are now.
    public let now: PoolOrigin
    public let arrangement: Arrangement
    /// Messages that are not as they were, and of which no line of the journal says so yet: labelled ones in the order of their
    /// labels, then others in that of their ids.
    public private(set) var touched: [Touched] = []
    /// Labels that hold, and those of them whose messages are gone, and whose texts have changed, whenever that was.
    public private(set) var labelled = 0
    public private(set) var gone = 0
    public private(set) var changed = 0
    /// Labels of which cannot be told whether they were given for the texts that are there: nobody wrote down what those were.
    public private(set) var untold = 0

    /// Whether somebody has to know before work goes on.
    public var needsAnswer: Bool { !touched.isEmpty || untold > 0 }

    /// Whether no label is of a message that is there as it was.
    public var isAnotherFile: Bool { labelled > 0 && gone + changed == labelled && !touched.isEmpty }

    /// The line that records them; nil where the messages are those on record, and have no other name.
    ///
    /// - Parameter isRenamed: whether the file is known to have got another name, though no line names the one of before.
    public func event(isRenamed: Bool) -> JournalEvent? {
        let hasOtherName = isRenamed || before.file != nil && now.file != nil && before.file != now.file
        guard arrangement != .same || hasOtherName else { return nil }
        var added: Int?
        if case .extended(let count) = arrangement { added = count }
        return .messages(
            MessagesEvent(
                pool: now, added: added, gone: touched.filter { $0.change == .gone }.map(\.id),
                changed: touched.compactMap { touched in
                    touched.textHash.map { MessagesEvent.Changed(id: touched.id, textHash: $0) }
                }))
    }

    /// - Parameters:
    ///   - contents: the journal.
    ///   - now: the messages, as a line of the journal would name them.
    /// - Returns: nil where the journal says of no messages.
    /// - Throws: a `ReplayError` for lines that contradict each other.
    /// - Complexity: O(bytes of the messages of before) where there are others behind them; O(lines) where they are neither the
    ///   same, nor in another order.
    public init?(since contents: JournalContents, pool: MessagePool, now: PoolOrigin) throws(ReplayError) {
        guard let before = contents.lastPool else { return nil }
        try self.init(before, now, pool, contents.lines)
    }

    private init(
        _ before: PoolOrigin, _ now: PoolOrigin, _ pool: MessagePool, _ lines: [JournalLine]
    ) throws(ReplayError) {
        self.before = before
        self.now = now
        arrangement = Self.arrangement(of: pool, since: before)
        guard arrangement == .other else { return }
        var history = LabelHistory(expecting: lines.count)
        var knownAsGone: Set<String> = []
        var knownTexts: [String: UInt64] = [:]
        for line in lines {
            try history.apply(line)
            guard case .messages(let event) = line.event else { continue }
            knownAsGone.formUnion(event.gone)
            for changed in event.changed { knownTexts[changed.id] = changed.textHash }
        }
        labelled = history.labels.count
        for record in history.labels.values.sorted(by: { $0.sequence < $1.sequence }) {
            let (id, known) = (record.event.id, Known.label(record.event.label))
            guard let row = pool.index(ofID: id) else {
                gone += 1
                if !knownAsGone.contains(id) { takeGone(id, known) }
                continue
            }
            guard let textHash = record.event.textHash else {
                untold += 1
                continue
            }
            let hash = pool.textHash(at: row)
            guard textHash != hash else { continue }
            changed += 1
            guard knownTexts[id] != hash else { continue }
            touched.append(
                Touched(id: id, known: known, change: .changed, text: pool.text(at: row), textHash: hash))
        }
        let others = history.skipped.union(history.flagged).union(history.notes.keys)
        for id in others.sorted()
        where history.labels[id] == nil && !knownAsGone.contains(id) && pool.index(ofID: id) == nil {
            takeGone(id, history.skipped.contains(id) ? .skip : history.flagged.contains(id) ? .flag : .note)
        }
    }

    private mutating func takeGone(_ id: String, _ known: Known) {
        touched.append(Touched(id: id, known: known, change: .gone, text: nil, textHash: nil))
    }

    /// How messages are to those that a journal was used with.
    public static func arrangement(of pool: MessagePool, since before: PoolOrigin) -> Arrangement {
        if pool.count == before.count {
            if pool.digest == before.digest { return .same }
            return pool.rowDigest == before.rows ? .reordered : .other
        }
        return pool.begins(with: before.count, digest: before.digest)
            ? .extended(by: pool.count - before.count) : .other
    }
}

extension SessionState {
    /// Whether a label was given for another text than its message has now. Where nobody wrote that down it counts as the same.
    public static func isChanged(_ record: LabelRecord, row: Int, in pool: MessagePool) -> Bool {
        record.event.textHash.map { $0 != pool.textHash(at: row) } ?? false
    }

    /// Whether a pool row has a label that was given for another text than it has now.
    public func isChanged(_ row: Int) -> Bool {
        history.labels[corpus.pool.id(at: row)].map { Self.isChanged($0, row: row, in: corpus.pool) } ?? false
    }

    /// The labels that hold on messages that are there, without those that went to copies of a labelled text.
    public var judgedCount: Int { history.judgedCount - goneLabelCount }

    /// Skipped messages that are there.
    public var skippedCount: Int { history.skipped.count - goneSkips.count }

    /// Labels that hold on messages with another text than they were given for.
    ///
    /// - Complexity: O(labels).
    public var changedLabelCount: Int {
        history.labels.values.count { record in
            corpus.pool.index(ofID: record.event.id).map { Self.isChanged(record, row: $0, in: corpus.pool) } ?? false
        }
    }
}
