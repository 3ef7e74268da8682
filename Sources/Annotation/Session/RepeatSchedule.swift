import Journal
import Learning

/// Which labelled message is to be shown once more, unmarked, to see whether it gets the same label.
///
/// Kept line by line: to look through all labels for each check would take most of a resume.
struct RepeatSchedule: Sendable {
    /// Labels that the annotator still remembers.
    private static let remembered = 20

    private let share: Double
    private let seed: UInt64
    /// Messages that have been checked, in order, and the same to look them up.
    private var checks: [String] = []
    private var checked: Set<String> = []
    /// Lines of the labels that hold on the others, but for those that went to copies of a labelled text.
    private var candidates = SequenceSet()
    /// The message that is due; nil for none.
    private(set) var due: LabelRecord?

    /// - Parameter share: of the labels after which a check follows; 0 for none.
    init(share: Double, seed: UInt64) {
        self.share = share
        self.seed = seed
    }

    /// Takes note of a line that has been applied.
    ///
    /// - Parameters:
    ///   - mayCheck: whether a check could be shown now.
    ///   - doubted: messages whose labels wait for a second look: there is no use in checking those.
    ///   - isThere: whether the message of a label is there with the text that it was given for.
    /// - Complexity: O(log lines) amortised; O(checks) for the undo of a check.
    mutating func apply(
        _ changes: [LabelHistory.Change], to history: LabelHistory, mayCheck: Bool, doubted: Set<String>,
        where isThere: (LabelRecord) -> Bool
    ) {
        guard share > 0 else { return }
        for change in changes {
            if let before = change.before { candidates.remove(before.sequence) }
            if let after = change.after, !after.event.isSpread, !checked.contains(change.id),
                !doubted.contains(change.id)
            {
                candidates.insert(after.sequence)
            }
        }
        if history.repeatChecks.count > checks.count, let check = history.repeatChecks.last {
            checks.append(check.id)
            checked.insert(check.id)
            if let record = history.labels[check.id] { candidates.remove(record.sequence) }
        }
        while checks.count > history.repeatChecks.count, let id = checks.popLast() {
            guard !checks.contains(id) else { continue }
            checked.remove(id)
            if let record = history.labels[id], !record.event.isSpread, !doubted.contains(id) {
                candidates.insert(record.sequence)
            }
        }
        draw(from: history, mayCheck: mayCheck, doubted: doubted, where: isThere)
    }

    private mutating func draw(
        from history: LabelHistory, mayCheck: Bool, doubted: Set<String>, where isThere: (LabelRecord) -> Bool
    ) {
        let checks = history.repeatChecks.count
        guard mayCheck, Double(checks + 1) <= share * Double(history.givenCount) else {
            due = nil
            return
        }
        // What is due stays so until it is checked or skipped, or its label is taken back.
        if let due, !checked.contains(due.event.id), !history.skipped.contains(due.event.id),
            !doubted.contains(due.event.id), let holds = history.labels[due.event.id]
        {
            self.due = holds
            return
        }
        let count = candidates.count - Self.remembered
        guard count > 0 else {
            due = nil
            return
        }
        var random = SeededRandom(seed: seed, stream: "repeat", checks)
        let drawn = random.below(count)
        due = nil
        for offset in 0..<count {
            guard let record = candidates[(drawn + offset) % count].flatMap({ history.label(givenBy: $0) }) else {
                continue
            }
            // A message that was skipped with its label on is not shown again: the next one is.
            if history.skipped.contains(record.event.id) || !isThere(record) { continue }
            due = record
            return
        }
    }

    /// Looks through all labels, behind a change of their scheme.
    mutating func recount(_ history: LabelHistory, doubted: Set<String>) {
        checks = history.repeatChecks.map(\.id)
        checked = Set(checks)
        candidates = SequenceSet()
        for record in history.labels.values.sorted(by: { $0.sequence < $1.sequence })
        where !checked.contains(record.event.id) && !record.event.isSpread && !doubted.contains(record.event.id) {
            candidates.insert(record.sequence)
        }
    }

    /// Whether what is kept is what the history says.
    func holds(for history: LabelHistory, doubted: Set<String>) -> Bool {
        guard share > 0 else { return true }
        var other = self
        other.recount(history, doubted: doubted)
        return other.checks == checks && other.checked == checked && other.candidates.count == candidates.count
            && (0..<candidates.count).allSatisfy { other.candidates[$0] == candidates[$0] }
    }
}
