/// The journals of several annotators of the same messages, as one.
///
/// Of format 2, whatever they are, with an id and a chain of its own. One behind the other, with new numbers: so every undo still undoes what its annotator did last. Where two gave a
/// message different labels both lines stay, the one of the later journal holds, and the difference is reported.
public struct JournalMerge: Sendable {
    /// A message with different labels.
    public struct Conflict: Sendable, Hashable {
        /// Id of the message.
        public let id: String
        /// What holds in each journal that has a label for it, in the order of the journals.
        public let labels: [Opinion]
    }

    /// The label that holds in one of the journals.
    public struct Opinion: Sendable, Hashable {
        /// Who began that journal.
        public let annotator: String
        /// Name of the label.
        public let label: String
        /// The set that it was given for.
        public let set: LabelSet
    }

    /// The journal of all.
    public private(set) var bytes: [UInt8] = []
    /// Messages that the journals differ on, in the order of their first labels.
    public private(set) var conflicts: [Conflict] = []
    /// Messages that more than one journal has a label for.
    public private(set) var sharedCount = 0
    /// Lines of the journal of all.
    public private(set) var lineCount = 0

    private var chain: LineChain
    /// Whether a line of one of the journals changes the labels.
    private var hasNewLabels = false

    /// As the other one, with the machine's random numbers.
    public init(_ journals: [(path: String, bytes: [UInt8])]) throws(JournalError) {
        var random = MachineRandomness()
        try self.init(journals, using: &random)
    }

    /// - Parameters:
    ///   - journals: names and bytes of sound journals.
    ///   - random: what the new journal's id is made from.
    /// - Throws: ``JournalError`` for a damaged journal, or for one of other messages, labels or another task. Messages are the same
    ///   where they were so when the journals were begun, or are now.
    /// - Complexity: O(bytes).
    public init(
        _ journals: [(path: String, bytes: [UInt8])], using random: inout some RandomNumberGenerator
    ) throws(JournalError) {
        chain = LineChain(identity: JournalIdentity(using: &random))
        var last: JournalLine?
        var first: SessionEvent?
        var firstPools: [PoolOrigin] = []
        var opinions: [String: [Opinion]] = [:]
        var order: [String] = []
        /// Messages that somebody has judged, where others are copies that a label went to.
        var judged: Set<String> = []
        for (path, journal) in journals {
            let contents = try JournalContents(journal, path: path)
            if !contents.torn.isEmpty {
                throw .damaged(path: path, line: contents.lines.count + 1, reason: "found no line end")
            }
            guard let session = contents.session else { throw .noSession(path: path) }
            var own = Self.latest(of: contents, session)
            let pools = [session.pool, contents.lastPool ?? session.pool]
            if let first {
                if pools.contains(where: { pool in firstPools.contains { $0.isSame(as: pool) } }) {
                    own.pool = first.pool
                }
                try Self.check(own, against: first, path: path)
            } else {
                (first, firstPools) = (own, pools)
            }
            let history = try append(contents, journal, path: path)
            last = contents.lines.last
            for (id, record) in history.labels.sorted(by: { $0.value.sequence < $1.value.sequence }) {
                if opinions[id] == nil { order.append(id) }
                if !record.event.isSpread { judged.insert(id) }
                opinions[id, default: []].append(
                    Opinion(annotator: session.annotator, label: record.event.label, set: record.event.set))
            }
        }
        if let last { end(behind: last) }
        if hasNewLabels { try checkLabels(opinions, of: journals.map(\.path)) }
        for id in order {
            guard judged.contains(id), let labels = opinions[id], labels.count > 1 else { continue }
            sharedCount += 1
            if Set(labels.map(\.label)).count > 1 || Set(labels.map(\.set)).count > 1 {
                conflicts.append(Conflict(id: id, labels: labels))
            }
        }
    }

    /// Nothing more comes.
    private mutating func end(behind last: JournalLine) {
        if case .end = last.event { return }
        bytes += chain.encoded(
            JournalLine(sequence: lineCount, at: last.at, event: .end(EndEvent(lines: lineCount + 1))))
        lineCount += 1
    }

    /// A journal's session with the task and the labels of its end; in the order of their names where they have changed, which
    /// they need not have in one order.
    private static func latest(of contents: JournalContents, _ session: SessionEvent) -> SessionEvent {
        guard let scheme = contents.scheme else { return session }
        var latest = session
        (latest.task, latest.labels) = (scheme.task, scheme.names.sorted())
        return latest
    }

    /// A change of the labels is read by all lines before it, those of other journals as well. Mostly that changes nothing, since
    /// they have the new names already; where it does, the journals cannot be one.
    private func checkLabels(_ opinions: [String: [Opinion]], of paths: [String]) throws(JournalError) {
        let path = paths.last ?? ""
        let merged = try JournalContents(bytes, path: path)
        var history = LabelHistory(expecting: merged.lines.count)
        for line in merged.lines {
            do throws(ReplayError) { try history.apply(line) } catch {
                throw .damaged(path: path, line: error.line, reason: error.reason)
            }
        }
        for (id, labels) in opinions.sorted(by: { $0.key < $1.key }) {
            guard let holds = labels.last?.label, let found = history.labels[id]?.event.label, found != holds else {
                continue
            }
            throw .notMergeable(
                path: path,
                reason:
                    "message '\(id)' is \(holds) there and would be \(found), since the labels' names have changed in both "
                    + "journals and mean something else before and after; merge such journals before their labels change, or "
                    + "label in one of them with names that neither has had")
        }
    }

    /// Seeds and annotators may differ; everything else is one task.
    private static func check(
        _ session: SessionEvent, against first: SessionEvent, path: String
    ) throws(JournalError) {
        var same = first
        same.seed = session.seed
        same.transfer = session.transfer
        let differences = session.differences(to: same)
        if let difference = differences.first {
            let hint =
                session.labels == first.labels
                ? "" : "; where the labels of one of them have changed since, open the other with its task file first"
            throw .damaged(path: path, line: 1, reason: "it does not belong to the first one: \(difference)\(hint)")
        }
    }

    /// - Returns: the history of this journal alone.
    private mutating func append(
        _ contents: JournalContents, _ journal: [UInt8], path: String
    ) throws(JournalError) -> LabelHistory {
        let shift = lineCount
        var history = LabelHistory()
        for (line, cut) in zip(contents.lines, LineCuts(journal)) {
            if case .scheme = line.event { hasNewLabels = true }
            do throws(ReplayError) { try history.apply(line) } catch {
                throw .damaged(path: path, line: error.line, reason: error.reason)
            }
            bytes += chain.encoded(line, from: journal[cut.range], contents.format, shift: shift)
        }
        lineCount += contents.lines.count
        return history
    }
}
