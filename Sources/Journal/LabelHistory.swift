/// A label that holds now, or held once.
///
/// A class, so that the tables of a million of them are small, and quickly copied when a round learns from a moment of
/// the session while the session goes on.
public final class LabelRecord: Sendable, Hashable {
    /// Line that gave it.
    public let sequence: Int
    public let at: Timestamp
    public let event: LabelEvent

    init(sequence: Int, at: Timestamp, event: LabelEvent) {
        self.sequence = sequence
        self.at = at
        self.event = event
    }

    public static func == (one: LabelRecord, other: LabelRecord) -> Bool {
        one === other || (one.sequence, one.at, one.event) == (other.sequence, other.at, other.event)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(sequence) }
}

/// Lines that contradict those before them.
public struct ReplayError: Error, Hashable, CustomStringConvertible {
    /// Line of the file, from 1.
    public let line: Int
    public let reason: String

    public var description: String { "journal line \(line): \(reason)" }
}

/// What the lines of a journal amount to: the labels that hold, what was skipped, what can be undone.
public struct LabelHistory: Sendable {
    /// Something that can be undone, with what it put aside.
    private struct Step: Sendable {
        let sequence: Int
        let id: String
        /// Name of the label; nil for a skip.
        let label: String?
        let round: Int
        /// The label that the message had before.
        let previous: LabelRecord?
        let wasSkipped: Bool
        var isRepeat = false
    }

    /// A message that was labelled a second time to see whether it gets the same label.
    public struct RepeatCheck: Sendable, Hashable {
        public let sequence: Int
        public let id: String
        /// The label that holds, and the one given at the check.
        public let first: String
        public let again: String
    }

    /// A message that an undo brought back and that is not labelled or skipped again yet.
    public struct Returned: Sendable, Hashable {
        public let id: String
        /// The label taken back; nil for a skip.
        public let label: LabelEvent?
        public let round: Int
    }

    /// The labels that hold, by message id.
    public private(set) var labels: [String: LabelRecord] = [:]
    /// Ids of skipped messages.
    public private(set) var skipped: Set<String> = []
    /// Messages that undo brought back, the latest last.
    public private(set) var returned: [Returned] = []
    /// Checks of the annotator against themselves, in order.
    public private(set) var repeatChecks: [RepeatCheck] = []
    /// Labels given and not undone, checks not counted.
    public private(set) var givenCount = 0
    /// Messages that are marked for a second look.
    public private(set) var flagged: Set<String> = []
    /// The last note on each message.
    public private(set) var notes: [String: String] = [:]
    /// All rounds so far.
    public private(set) var rounds: [RoundEvent] = []
    /// Sequence of the last line; −1 for none.
    public private(set) var lastSequence = -1
    private var steps: [Step] = []
    /// Sequences of lost lines.
    private var lost: [Int] = []

    /// - Parameter expected: lines that are known to follow.
    public init(expecting expected: Int = 0) {
        labels.reserveCapacity(expected)
        steps.reserveCapacity(expected)
    }

    /// What a line did to the label of a message.
    public struct Change: Sendable, Hashable {
        public let id: String
        /// The label that held before; nil for none.
        public let before: LabelRecord?
        /// The label that holds now; nil for none.
        public let after: LabelRecord?
    }

    /// Applies the next line.
    ///
    /// - Returns: the labels that the line gave, replaced or took back.
    /// - Throws: ``ReplayError`` for an undo of anything but the newest label or skip.
    /// - Complexity: O(1) amortised.
    @discardableResult
    public mutating func apply(_ line: JournalLine) throws(ReplayError) -> [Change] {
        switch line.event {
        case .label(let event) where event.isRepeat:
            var step = Step(
                sequence: line.sequence, id: event.id, label: event.label, round: event.round, previous: nil,
                wasSkipped: false)
            step.isRepeat = true
            steps.append(step)
            repeatChecks.append(
                RepeatCheck(
                    sequence: line.sequence, id: event.id, first: labels[event.id]?.event.label ?? event.label,
                    again: event.label))
            returned.removeAll { $0.id == event.id }
        case .label(let event):
            givenCount += 1
            let record = LabelRecord(sequence: line.sequence, at: line.at, event: event)
            let previous = labels.updateValue(record, forKey: event.id)
            let wasSkipped = !skipped.isEmpty && skipped.remove(event.id) != nil
            steps.append(
                Step(
                    sequence: line.sequence, id: event.id, label: event.label, round: event.round,
                    previous: previous, wasSkipped: wasSkipped))
            if !returned.isEmpty { returned.removeAll { $0.id == event.id } }
            lastSequence = line.sequence
            return [Change(id: event.id, before: previous, after: record)]
        case .skip(let id, let round):
            let wasSkipped = !skipped.insert(id).inserted
            steps.append(
                Step(
                    sequence: line.sequence, id: id, label: nil, round: round, previous: labels[id],
                    wasSkipped: wasSkipped))
            if !returned.isEmpty { returned.removeAll { $0.id == id } }
        case .undo(let sequence):
            let changes = try undo(sequence, line: line.sequence + 1)
            lastSequence = line.sequence
            return changes
        case .unskip(let id):
            guard skipped.remove(id) != nil else { break }
            returned.removeAll { $0.id == id }
            returned.append(Returned(id: id, label: nil, round: 0))
        case .note(let id, let text): notes[id] = text.isEmpty ? nil : text
        case .flag(let id, let isSet): if isSet { flagged.insert(id) } else { flagged.remove(id) }
        case .round(let event): rounds.append(event)
        case .lost: lost.append(line.sequence)
        case .session, .strategy: break
        }
        lastSequence = line.sequence
        return []
    }

    private mutating func undo(_ sequence: Int, line: Int) throws(ReplayError) -> [Change] {
        if steps.last?.sequence == sequence { return takeBackNewest().map { [$0] } ?? [] }
        if (steps.last?.sequence ?? -1) < sequence, lost.contains(sequence) {
            // What was undone is a line that was lost: nothing is left to take back.
            return []
        }
        let newer = steps.reversed().prefix { $0.sequence > sequence }.count
        if newer <= lost.count(where: { $0 > sequence }), steps.dropLast(newer).last?.sequence == sequence {
            // Only the newest can be undone, so the newer ones had been: by lines that were lost.
            return (0...newer).compactMap { _ in takeBackNewest() }
        }
        let newest = steps.last.map { "the newest is \($0.sequence)" } ?? "there is none left"
        throw ReplayError(
            line: line,
            reason: "it undoes \(sequence), but only the newest label or skip can be undone; \(newest)")
    }

    private mutating func takeBackNewest() -> Change? {
        guard let step = steps.popLast() else { return nil }
        returned.removeAll { $0.id == step.id }
        let before = labels[step.id]
        var taken = step.label == nil ? nil : before?.event
        var change: Change?
        if step.isRepeat {
            repeatChecks.removeAll { $0.sequence == step.sequence }
            taken?.isRepeat = true
        } else {
            labels[step.id] = step.previous
            if step.label != nil {
                givenCount -= 1
                change = Change(id: step.id, before: before, after: step.previous)
            }
            if step.wasSkipped { skipped.insert(step.id) } else { skipped.remove(step.id) }
            // What has an earlier label, or was skipped before, is as it was; it need not be asked for again.
            guard step.previous == nil, !step.wasSkipped else { return change }
        }
        returned.append(Returned(id: step.id, label: taken, round: step.round))
        return change
    }

    /// Sequence and message of the newest label or skip that is not undone.
    public var lastUndoable: (sequence: Int, id: String)? { steps.last.map { ($0.sequence, $0.id) } }

    /// The newest labels and skips that are not undone, newest first, at most `count`; a skip has no label.
    public func recent(_ count: Int) -> [(id: String, label: String?)] {
        steps.suffix(count).reversed().map { ($0.id, $0.label) }
    }

    /// Everything that the annotator has done and not undone, newest first: labels, checks and skips.
    public var done: some Sequence<(sequence: Int, id: String, label: String?)> {
        steps.lazy.reversed().map { (sequence: $0.sequence, id: $0.id, label: $0.label) }
    }

    /// Training labels given after a line and still holding.
    ///
    /// - Complexity: O(labels after the line).
    public func trainingLabelCount(after sequence: Int) -> Int {
        var ids: Set<String> = []
        for step in steps.reversed() {
            if step.sequence <= sequence { break }
            if let record = labels[step.id], record.event.set == .training, record.sequence > sequence {
                ids.insert(step.id)
            }
        }
        return ids.count
    }
}
