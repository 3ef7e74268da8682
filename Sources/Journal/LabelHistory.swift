/// A label that holds now, or held once.
///
/// A class, so that the tables of a million of them are small, and quickly copied when a round learns from a moment of
/// the session while the session goes on.
public final class LabelRecord: Sendable, Hashable {
    /// Line that gave it.
    public let sequence: Int
    /// When it was given.
    public let at: Timestamp
    /// What was given, with the name that the label has now.
    public let event: LabelEvent
    /// Whether the label was split since, or another label has its name: it waits for a second look.
    public let isDoubted: Bool

    public init(sequence: Int, at: Timestamp, event: LabelEvent, isDoubted: Bool = false) {
        self.sequence = sequence
        self.at = at
        self.event = event
        self.isDoubted = isDoubted
    }

    public static func == (one: LabelRecord, other: LabelRecord) -> Bool {
        one === other
            || (one.sequence, one.at, one.event, one.isDoubted)
                == (other.sequence, other.at, other.event, other.isDoubted)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(sequence) }
}

/// Lines that contradict those before them.
public struct ReplayError: Error, Hashable, CustomStringConvertible {
    /// Line of the file, from 1.
    public let line: Int
    /// What it contradicts.
    public let reason: String

    public var description: String { "journal line \(line): \(reason)" }
}

/// What the lines of a journal amount to: the labels that hold, what was skipped, what can be undone.
///
/// Whatever the annotator does is one step, or several that share an action, and is undone from the newest on. A label
/// can also be taken back out of its turn, which is a step of its own.
public struct LabelHistory: Sendable {
    /// A message that was labelled a second time to see whether it gets the same label.
    public struct RepeatCheck: Sendable, Hashable {
        /// Line of the check.
        public let sequence: Int
        /// Id of the message.
        public let id: String
        /// What it is labelled as.
        public let first: NamedAnswer
        /// What it was labelled as at the check.
        public let again: NamedAnswer
    }

    /// A message that was brought back and that is not labelled or skipped again yet.
    public struct Returned: Sendable, Hashable {
        /// Id of the message.
        public let id: String
        /// The label taken back; nil for a skip.
        public let label: LabelEvent?
        /// Round of the queue that it came from.
        public let round: Int
        /// Whether it had its label by an action that labelled several: the annotator did not have it in front of them, and
        /// need not have it there now.
        public let isOneOfSeveral: Bool
    }

    /// The labels that hold, by message id.
    public private(set) var labels: [String: LabelRecord] = [:]
    /// Ids of skipped messages.
    public private(set) var skipped: Set<String> = []
    /// Messages that were brought back, the latest last.
    public private(set) var returned: [Returned] = []
    /// Checks of the annotator against themselves, in order.
    public private(set) var repeatChecks: [RepeatCheck] = []
    /// How many of the labels that hold went to copies of a labelled text.
    public private(set) var spreadCount = 0
    /// Labels given and not taken back, checks and copies not counted.
    public private(set) var givenCount = 0
    /// Messages that are marked for a second look.
    public private(set) var flagged: Set<String> = []
    /// The last note on each message.
    public private(set) var notes: [String: String] = [:]
    /// Where each of those was written, and what it answers.
    public private(set) var noteLines: [String: NoteLine] = [:]
    /// The recipe that is wanted; nil where no line names one.
    public private(set) var recipe: String?
    /// All rounds so far.
    public private(set) var rounds: [RoundEvent] = []
    /// The decisions that hold, by message id.
    public private(set) var decisions: [String: DecisionRecord] = [:]
    /// Messages that were claimed and not given back, by the line that claimed them last.
    public private(set) var claims: [String: Int] = [:]
    /// What lines say of a team.
    public private(set) var teams: [TeamEvent] = []
    /// How many lines of each other journal were read.
    public private(set) var seen: SeenLines = [:]
    /// Sequence of the last line of its own that says what was read of others, between rounds; −1 for none.
    public private(set) var lastSeenLine = -1
    /// Who sat there from which line on, the first first.
    private var annotators: [(sequence: Int, name: String)] = []
    /// The names of all labels; nil where no line says so.
    public internal(set) var labelNames: [String]?
    /// Names that labels have which were given before another session began with other names: those of journals that were merged
    /// with it, each of which begins with the names of its own beginning and ends with those that all have.
    var otherNames: Set<String> = []
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

    /// What a line did to the label of a message; the same before and after where it was skipped or brought back.
    public struct Change: Sendable, Hashable {
        /// Id of the message.
        public let id: String
        /// The label that held before; nil for none.
        public let before: LabelRecord?
        /// The label that holds now; nil for none.
        public let after: LabelRecord?
    }

    /// Applies the next line.
    ///
    /// - Returns: the labels that the line gave, replaced or took back, and the messages that it skipped or brought back.
    /// - Throws: ``ReplayError`` for an undo of anything but the newest step, and for an `unlabel` of a label that does
    ///   not hold.
    /// - Complexity: O(1) amortised; O(steps) for an `unlabel` and its undo, and for a change of the labels.
    @discardableResult
    public mutating func apply(_ line: JournalLine) throws(ReplayError) -> [Change] {
        defer { lastSequence = line.sequence }
        func step(_ id: String, _ kind: Step.Kind) -> Step { Step(sequence: line.sequence, id: id, kind: kind) }
        switch line.event {
        case .label(let event) where event.isRepeat:
            steps.append(step(event.id, .check(event)))
            repeatChecks.append(
                RepeatCheck(
                    sequence: line.sequence, id: event.id, first: labels[event.id]?.event.answer ?? event.answer,
                    again: event.answer))
            forgetReturn(of: event.id)
        case .label(let event):
            let record = LabelRecord(sequence: line.sequence, at: line.at, event: event)
            if !event.isSpread { givenCount += 1 }
            let previous = hold(record, on: event.id)
            let wasSkipped = !skipped.isEmpty && skipped.remove(event.id) != nil
            steps.append(step(event.id, .label(record, previous: previous, wasSkipped: wasSkipped)))
            forgetReturn(of: event.id)
            return [Change(id: event.id, before: previous, after: record)]
        case .skip(let event):
            let wasSkipped = !skipped.insert(event.id).inserted
            steps.append(step(event.id, .skip(round: event.round, wasSkipped: wasSkipped)))
            forgetReturn(of: event.id)
            return [unchanged(event.id)]
        case .unskip(let event):
            guard skipped.remove(event.id) != nil else { break }
            let round = roundOfSkip(event.id)
            steps.append(step(event.id, .unskip))
            bringBack(event.id, label: nil, round: round)
            return [unchanged(event.id)]
        case .unlabel(let event): return try unlabel(event, at: line.sequence)
        case .undo(let event): return try undo(event.line, line: line.sequence + 1)
        case .note(let event):
            steps.append(step(event.id, .note(previous: notes[event.id], noteLines[event.id])))
            notes[event.id] = event.text.isEmpty ? nil : event.text
            noteLines[event.id] =
                event.text.isEmpty ? nil : NoteLine(sequence: line.sequence, answered: event.answered)
        case .flag(let event):
            steps.append(step(event.id, .flag(wasSet: flagged.contains(event.id))))
            if event.isSet { flagged.insert(event.id) } else { flagged.remove(event.id) }
        case .strategy(let event):
            if event.keepsQueue { steps.append(step("", .strategy(previous: recipe))) }
            recipe = event.recipe
        case .round(let event):
            rounds.append(event)
            note(event.seen)
        case .lost: lost.append(line.sequence)
        case .session(let event):
            if annotators.last?.name != event.annotator { annotators.append((line.sequence, event.annotator)) }
            begin(with: event.labels)
            note(event.seen)
        case .scheme(let event): read(through: event)
        case .team(let event): teams.append(event)
        case .seen(let event):
            note(event.seen)
            lastSeenLine = line.sequence
        case .claim(let event): for id in event.ids { claims[id] = line.sequence }
        case .release(let event): for id in event.ids { claims[id] = nil }
        case .decide(let event):
            steps.append(step(event.id, .decision(previous: decisions[event.id])))
            decisions[event.id] = DecisionRecord(sequence: line.sequence, at: line.at, event: event)
        case .reopen(let event):
            guard let decision = decisions.removeValue(forKey: event.id) else { break }
            steps.append(step(event.id, .decision(previous: decision)))
        case .messages, .queue, .end: break
        }
        return []
    }

    /// What was read of others never becomes less.
    private mutating func note(_ lines: SeenLines) { seen.merge(lines) { max($0, $1) } }

    /// Behind lost lines nobody knows what became of names that a session does not have: such labels have no place any more.
    private mutating func begin(with names: [String]) {
        if lost.isEmpty { otherNames.formUnion(labelNames ?? []) }
        otherNames.subtract(names)
        labelNames = names
    }

    /// Who wrote a line; nil where no line says so.
    ///
    /// - Complexity: O(changes of who sits there).
    public func annotator(ofLine sequence: Int) -> String? { annotators.last { $0.sequence <= sequence }?.name }

    /// Whether a line was lost: what the others say may follow from what nobody knows any more.
    public var hasLostLines: Bool { !lost.isEmpty }

    /// - Returns: the label that held before.
    private mutating func hold(_ record: LabelRecord?, on id: String) -> LabelRecord? {
        let before = labels[id]
        if before?.event.isSpread == true { spreadCount -= 1 }
        if record?.event.isSpread == true { spreadCount += 1 }
        labels[id] = record
        return before
    }

    private func unchanged(_ id: String) -> Change { Change(id: id, before: labels[id], after: labels[id]) }

    /// The message need not be asked for any more.
    private mutating func forgetReturn(of id: String) {
        if !returned.isEmpty { returned.removeAll { $0.id == id } }
    }

    /// The round of the queue that a message came from when it was skipped last.
    ///
    /// - Complexity: O(steps since).
    private func roundOfSkip(_ id: String) -> Int {
        for step in steps.reversed() where step.id == id {
            if case .skip(let round, _) = step.kind { return round }
        }
        return 0
    }

    private mutating func bringBack(_ id: String, label: LabelEvent?, round: Int, isOneOfSeveral: Bool = false) {
        forgetReturn(of: id)
        returned.append(Returned(id: id, label: label, round: round, isOneOfSeveral: isOneOfSeveral))
    }
}

// MARK: Taking back

extension LabelHistory {
    /// Something that can be undone, with what it put aside.
    private struct Step: Sendable {
        enum Kind: Sendable {
            case label(LabelRecord, previous: LabelRecord?, wasSkipped: Bool)
            indirect case check(LabelEvent)
            case skip(round: Int, wasSkipped: Bool)
            case unskip
            /// The step that was taken out of its turn; `skipsAgain` where its message is skipped again by that.
            indirect case unlabel(Step, skipsAgain: Bool, with: Int?)
            indirect case note(previous: String?, NoteLine?)
            case flag(wasSet: Bool)
            case strategy(previous: String?)
            /// A message was decided on, or the decision taken back.
            indirect case decision(previous: DecisionRecord?)
        }

        let sequence: Int
        let id: String
        let kind: Kind

        func replacingLabels(_ records: (LabelRecord) -> LabelRecord, _ names: (String) -> String) -> Step {
            let new: Kind
            switch kind {
            case .label(let record, let previous, let wasSkipped):
                new = .label(records(record), previous: previous.map(records), wasSkipped: wasSkipped)
            case .check(var event):
                event.answer = event.answer.renamed(names)
                new = .check(event)
            case .unlabel(let taken, let skipsAgain, let first):
                new = .unlabel(taken.replacingLabels(records, names), skipsAgain: skipsAgain, with: first)
            case .decision(var previous):
                if let answer = previous?.event.answer { previous?.event.answer = answer.renamed(names) }
                new = .decision(previous: previous)
            case .skip, .unskip, .note, .flag, .strategy: return self
            }
            return Step(sequence: sequence, id: id, kind: new)
        }

        /// Programs before 0.2 undid labels, checks and skips alone, and passed over these.
        var mayBePassedOver: Bool {
            switch kind {
            case .label, .check, .skip, .unlabel, .strategy, .decision: false
            case .unskip, .note, .flag: true
            }
        }

        /// What the message was labelled as; nil for a skip, and for what is neither.
        var answer: NamedAnswer? {
            switch kind {
            case .label(let record, _, _): record.event.answer
            case .check(let event): event.answer
            case .skip, .unskip, .unlabel, .note, .flag, .strategy, .decision: nil
            }
        }

        /// Whether a message was labelled or skipped by itself, and not as the copy of another.
        var givesLabelOrSkips: Bool {
            switch kind {
            case .label(let record, _, _): !record.event.isSpread
            case .check, .skip: true
            case .unskip, .unlabel, .note, .flag, .strategy, .decision: false
            }
        }

        /// Sequence of the first line of the action.
        var action: Int {
            switch kind {
            case .label(let record, _, _): record.event.with ?? sequence
            case .unlabel(_, _, let first): first ?? sequence
            case .check, .skip, .unskip, .note, .flag, .strategy, .decision: sequence
            }
        }
    }

    private mutating func undo(_ sequence: Int, line: Int) throws(ReplayError) -> [Change] {
        // The steps that an undo of a program before 0.2 passed over; they stay where it turns out not to be one.
        let passed =
            steps.last?.sequence == sequence
            ? 0 : steps.reversed().prefix { $0.mayBePassedOver && $0.sequence > sequence }.count
        let newer = steps.dropLast(passed).reversed().prefix { $0.sequence > sequence }.count
        let place = steps.count - passed - newer - 1
        if steps.indices.contains(place), steps[place].sequence == sequence {
            // Only the newest can be undone, so the newer ones had been: by lines that were lost.
            if newer == 0 || newer <= lost.count(where: { $0 > sequence }) {
                steps.removeLast(passed)
                return (0...newer).flatMap { _ in takeBackNewest() }
            }
        } else if newer == 0, lost.contains(sequence) {
            // What was undone is a line that was lost: nothing is left to take back.
            steps.removeLast(passed)
            return []
        }
        let newest = steps.last.map { "the newest is \($0.sequence)" } ?? "there is none left"
        throw ReplayError(
            line: line,
            reason: "it undoes \(sequence), but only the newest of what was done can be undone; \(newest)")
    }

    private mutating func takeBackNewest() -> [Change] {
        guard let step = steps.popLast() else { return [] }
        let id = step.id
        switch step.kind {
        case .label(let record, let previous, let wasSkipped):
            return [takeBack(record, previous: previous, wasSkipped: wasSkipped, isChosen: false)]
        case .check(let event):
            repeatChecks.removeAll { $0.sequence == step.sequence }
            var taken = labels[id]?.event
            taken?.isRepeat = true
            bringBack(id, label: taken, round: event.round)
        case .skip(let round, let wasSkipped):
            forgetReturn(of: id)
            // What was skipped before is as it was; it need not be asked for again.
            guard !wasSkipped else { break }
            skipped.remove(id)
            if labels[id] == nil { bringBack(id, label: nil, round: round) }
            return [unchanged(id)]
        case .unskip:
            forgetReturn(of: id)
            skipped.insert(id)
            return [unchanged(id)]
        case .unlabel(let taken, let skipsAgain, _):
            guard case .label(let record, let previous, _) = taken.kind else { break }
            steps.insert(taken, at: firstPlace(from: taken.sequence))
            _ = hold(record, on: id)
            if !record.event.isSpread { givenCount += 1 }
            if skipsAgain { skipped.remove(id) }
            forgetReturn(of: id)
            return [Change(id: id, before: previous, after: record)]
        case .note(let previous, let line): (notes[id], noteLines[id]) = (previous, line)
        case .flag(let wasSet): if wasSet { flagged.insert(id) } else { flagged.remove(id) }
        case .strategy(let previous): recipe = previous
        case .decision(let previous): decisions[id] = previous
        }
        return []
    }

    /// Puts what held before a label in its place.
    ///
    /// - Parameter isChosen: whether the annotator chose this very label to be taken back.
    private mutating func takeBack(
        _ record: LabelRecord, previous: LabelRecord?, wasSkipped: Bool, isChosen: Bool
    ) -> Change {
        let id = record.event.id
        forgetReturn(of: id)
        _ = hold(previous, on: id)
        if !record.event.isSpread { givenCount -= 1 }
        if wasSkipped { skipped.insert(id) }
        // What has an earlier label, or was skipped before or since, is as it was; it need not be asked for again, and no more
        // need a copy, for which another message is asked.
        if previous == nil, !skipped.contains(id), !record.event.isSpread {
            // The first line of several is taken back behind the others, which name it.
            let isOneOfSeveral =
                !isChosen && (record.event.with != nil || returned.last?.label?.with == record.sequence)
            bringBack(id, label: record.event, round: record.event.round, isOneOfSeveral: isOneOfSeveral)
        }
        return Change(id: id, before: record, after: previous)
    }

    private mutating func unlabel(_ event: UnlabelEvent, at line: Int) throws(ReplayError) -> [Change] {
        let (id, sequence) = (event.id, event.line)
        guard let record = labels[id], record.sequence == sequence,
            let place = place(of: sequence), case .label(_, let previous, let wasSkipped) = steps[place].kind
        else {
            // The label may have been given by a line that was lost.
            if lost.contains(sequence) { return [] }
            throw ReplayError(
                line: line + 1, reason: "it takes back the label that line \(sequence + 1) gave, which does not hold")
        }
        let taken = steps.remove(at: place)
        let skipsAgain = wasSkipped && !skipped.contains(id)
        steps.append(Step(sequence: line, id: id, kind: .unlabel(taken, skipsAgain: skipsAgain, with: event.with)))
        return [takeBack(record, previous: previous, wasSkipped: wasSkipped, isChosen: true)]
    }

    mutating func replaceLabels(by labels: [String: LabelRecord]) { self.labels = labels }

    /// Puts other records in the place of all, those put aside as well, and other names where a name alone is kept.
    mutating func replaceLabels(records: (LabelRecord) -> LabelRecord, names: (String) -> String) {
        for place in labels.values.indices { labels.values[place] = records(labels.values[place]) }
        for place in steps.indices { steps[place] = steps[place].replacingLabels(records, names) }
        for place in returned.indices {
            let before = returned[place]
            guard var label = before.label else { continue }
            label.answer = label.answer.renamed(names)
            returned[place] = Returned(
                id: before.id, label: label, round: before.round, isOneOfSeveral: before.isOneOfSeveral)
        }
        for id in decisions.keys {
            if let answer = decisions[id]?.event.answer { decisions[id]?.event.answer = answer.renamed(names) }
        }
        for place in repeatChecks.indices {
            let check = repeatChecks[place]
            repeatChecks[place] = RepeatCheck(
                sequence: check.sequence, id: check.id, first: check.first.renamed(names),
                again: check.again.renamed(names))
        }
    }

    /// Where the step of a sequence stands; nil where there is none.
    private func place(of sequence: Int) -> Int? {
        let place = firstPlace(from: sequence)
        return place < steps.count && steps[place].sequence == sequence ? place : nil
    }

    /// Where the first step stands whose sequence is not below another: they rise.
    private func firstPlace(from sequence: Int) -> Int {
        var range = steps.startIndex..<steps.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = steps[middle].sequence < sequence ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    // MARK: What was done

    /// Something that the annotator did and has not taken back.
    public struct Action: Sendable, Hashable {
        /// What can be done, and taken back.
        public enum Kind: Sendable, Hashable {
            /// A message got an answer, or each of several the same.
            case label(NamedAnswer)
            case skip
            /// A skipped message was brought back.
            case unskip
            /// A label was taken back out of its turn.
            case unlabel(NamedAnswer?)
            case note
            case flag(isSet: Bool)
            /// Another recipe was asked for; `before` is the one that a line had named, nil for none.
            case strategy(String, before: String?)
            /// A message was decided on, or a decision taken back.
            case decision
        }

        /// What was done.
        public let kind: Kind
        /// The message concerned, or the last of several; empty for a strategy.
        public let id: String
        /// The lines that it is made of, the newest first: to be undone in this order.
        public let sequences: [Int]
    }

    /// The newest action that is not taken back; nil for none.
    ///
    /// - Complexity: O(lines of the action).
    public var lastAction: Action? {
        guard let last = steps.last else { return nil }
        let lines = steps.reversed().prefix { $0.action == last.action }
        return Action(kind: kind(of: last), id: last.id, sequences: lines.map(\.sequence))
    }

    /// Whether there is anything to take back.
    public var hasAction: Bool { !steps.isEmpty }

    /// The message that the newest action that is not taken back concerns, or its last; nil where there is none.
    public var lastMessage: String? { steps.last.flatMap { $0.id.isEmpty ? nil : $0.id } }

    private func kind(of step: Step) -> Action.Kind {
        switch step.kind {
        case .label(let record, _, _): .label(record.event.answer)
        case .check(let event): .label(event.answer)
        case .skip: .skip
        case .unskip: .unskip
        case .unlabel(let taken, _, _): .unlabel(taken.answer)
        case .note: .note
        case .flag(let wasSet): .flag(isSet: !wasSet)
        case .strategy(let before): .strategy(recipe ?? "", before: before)
        case .decision: .decision
        }
    }

    /// How many of the newest actions are skips: so many times `u` brings a skipped message back before it takes back
    /// anything else.
    public var skipsToUndo: Int {
        steps.reversed().prefix { if case .skip = $0.kind { true } else { false } }.count
    }

    /// The labels that hold, without those that went to copies of a labelled text: how often the annotator has judged.
    public var judgedCount: Int { labels.count - spreadCount }

    /// The messages labelled or skipped last, newest first and each once, at most `count`; a skip has no label.
    public func recent(_ count: Int) -> [(id: String, answer: NamedAnswer?)] {
        var seen: Set<String> = []
        var recent: [(id: String, answer: NamedAnswer?)] = []
        for step in steps.reversed() where step.givesLabelOrSkips {
            if recent.count == count { break }
            if seen.insert(step.id).inserted { recent.append((step.id, step.answer)) }
        }
        return recent
    }

    /// Everything that the annotator has done and not taken back, newest first: labels, checks and skips. A label that went to
    /// copies as well is one of them.
    public var done: some Sequence<(sequence: Int, id: String, answer: NamedAnswer?)> {
        steps.lazy.reversed().filter(\.givesLabelOrSkips).map { (sequence: $0.sequence, id: $0.id, answer: $0.answer) }
    }

    /// The label that a line gave, if it has not been taken back.
    ///
    /// - Complexity: O(log steps).
    public func label(givenBy sequence: Int) -> LabelRecord? {
        guard let place = place(of: sequence), case .label(let record, _, _) = steps[place].kind else { return nil }
        return record
    }

    /// Training labels given after a line and still holding, copies not counted.
    ///
    /// - Complexity: O(labels after the line).
    public func trainingLabelCount(after sequence: Int) -> Int {
        var ids: Set<String> = []
        for step in steps.reversed() {
            if step.sequence <= sequence { break }
            if let record = labels[step.id], record.event.set == .training, !record.event.isSpread,
                record.sequence > sequence
            {
                ids.insert(step.id)
            }
        }
        return ids.count
    }
}
