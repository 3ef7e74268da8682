import Journal
import Learning
import Messages
import Testing

@testable import Annotation

private let pool: MessagePool = {
    var pool = MessagePool()
    for number in 0..<24 { pool.append(id: "m\(number)", text: "message number \(number) says \(number * number)") }
    return pool
}()

/// A random sitting: labels, second labels, undos and changes of the labels; and what it amounts to, found by looking at each line
/// by itself.
private struct RandomSitting {
    private(set) var events: [JournalEvent]
    private(set) var names: [String]
    private var gone: [String] = []
    private var fresh = 0
    /// Lines that can be undone, the newest last, as an annotator would keep them on paper.
    private var open: [Int] = []
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed, stream: "scheme test", 0)
        names = ["a", "b", "c"]
        events = [
            .session(
                SessionEvent(
                    tool: "0.4.0", task: "t", labels: ["a", "b", "c"], poolCount: 24, poolDigest: pool.digest, seed: 1,
                    annotator: "ana"))
        ]
        for _ in 0..<60 {
            switch random.below(10) {
            case 0...5: label()
            case 6, 7: undo()
            default: changeLabels()
            }
        }
    }

    private mutating func label() {
        open.append(events.count)
        let name = names[random.below(names.count)]
        events.append(
            .label(
                LabelEvent(
                    id: "m\(random.below(12))", label: name, set: random.below(4) == 0 ? .evaluation : .training,
                    round: 0, strategy: "random")))
    }

    private mutating func undo() {
        guard let last = open.popLast() else { return }
        events.append(.undo(of: last))
    }

    private mutating func newName() -> String {
        if !gone.isEmpty, random.below(3) == 0 { return gone.remove(at: random.below(gone.count)) }
        fresh += 1
        return "n\(fresh)"
    }

    private mutating func changeLabels() {
        let (first, second) = (names[0], names[1])
        let changes: [SchemeEvent.Change]
        switch random.below(7) {
        case 0:
            let new = newName()
            changes = [.rename(first, to: new)]
            names[0] = new
            gone.append(first)
        case 1: changes = [.rename(first, to: second), .rename(second, to: first)]
        case 2:
            // A chain: the first takes the second's name, which gets a new one.
            let new = newName()
            changes = [.rename(first, to: second), .rename(second, to: new)]
            names.removeFirst()
            names.append(new)
            gone.append(first)
        case 3 where names.count > 2:
            changes = [.merge([first, second], to: second)]
            names.removeFirst()
            gone.append(first)
        case 4:
            let (one, other) = (newName(), newName())
            if random.below(2) == 0 {
                changes = [.split(first, into: [first, one])]
                names.append(one)
                gone.append(other)
            } else {
                changes = [.split(first, into: [one, other])]
                names.removeFirst()
                names += [one, other]
                gone.append(first)
            }
        case 5 where names.count > 2:
            changes = [.retire(first)]
            names.removeFirst()
            gone.append(first)
        default:
            let new = newName()
            changes = [.add(new)]
            names.append(new)
        }
        names.shuffle(using: &random)
        events.append(.scheme(SchemeEvent(changes: changes)))
    }

    var lines: [JournalLine] {
        events.enumerated().map {
            JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
        }
    }

    /// What each message's label is called at the end, and whether somebody should look at it again.
    func outcome() -> [String: (name: String, isDoubted: Bool)] {
        let undone = Set(events.compactMap { if case .undo(let event) = $0 { event.line } else { nil } })
        var outcome: [String: (name: String, isDoubted: Bool)] = [:]
        for (line, event) in events.enumerated() {
            guard case .label(let label) = event, !undone.contains(line) else { continue }
            var (name, isDoubted) = (label.label, false)
            // Whether the label is one of the scheme's, or a name that is left of one.
            var isThere = true
            for case .scheme(let scheme) in events[line...] {
                let before = name
                var keeps = isThere
                for change in scheme.changes {
                    switch change {
                    case .rename(let old, let new) where old == before && isThere: name = new
                    case .merge(let old, let new) where old.contains(before) && isThere: name = new
                    case .split(let old, let parts) where old == before && isThere:
                        isDoubted = true
                        keeps = parts.contains(old)
                    case .retire(let old) where old == before: keeps = false
                    case .add(let new) where new == before: keeps = true
                    case .rename(_, let new) where new == before && !isThere,
                        .merge(_, let new) where new == before && !isThere:
                        (isDoubted, keeps) = (true, true)
                    case .split(_, let parts) where parts.contains(before) && !isThere:
                        (isDoubted, keeps) = (true, true)
                    default: break
                    }
                }
                isThere = keeps
            }
            outcome[label.id] = (name, isDoubted || !isThere)
        }
        return outcome
    }
}

@Test("labels read through random changes of the scheme are those that hand would write", arguments: 0..<300)
func readByHand(seed: Int) throws {
    let sitting = RandomSitting(seed: UInt64(seed))
    let expected = sitting.outcome()
    let scheme = try LabelScheme(
        task: "t",
        labels: sitting.names.enumerated().map {
            LabelScheme.Label(name: $1, key: Array("1234567890abdiptvwyz")[$0 % 20])
        },
        positive: nil, guidelines: "")
    let corpus = Corpus(scheme: scheme, pool: pool)
    let settings = SessionSettings(seed: 1, repeatShare: 0.2)
    let lines = sitting.lines
    let state = try SessionState(corpus: corpus, settings: settings, lines: lines)
    #expect(state.history.labels.mapValues(\.event.label) == expected.mapValues(\.name))
    #expect(state.secondLook == Set(expected.filter { $0.value.isDoubted }.keys))
    #expect(state.history.labelNames.map(Set.init) == Set(sitting.names))
    #expect(state.holdsInvariants)

    let training = state.history.labels.values.filter { $0.event.set == .training }
    for (index, name) in sitting.names.enumerated() {
        #expect(state.trainingCounts[index] == training.count { expected[$0.event.id]?.name == name }, "\(name)")
    }
    for row in pool.indices { #expect(state.isOpen(row) == (expected[pool.id(at: row)] == nil)) }

    // Line by line, as while somebody labels.
    var live = try SessionState(corpus: corpus, settings: settings)
    for line in lines {
        try live.apply(line)
        #expect(live.holdsInvariants)
    }
    #expect(live.history.labels == state.history.labels && live.secondLook == state.secondLook)

    // With the names of the end written into each line.
    var rewritten = LabelHistory()
    for line in lines.withLatestLabelNames { try rewritten.apply(line) }
    #expect(rewritten.labels.mapValues(\.event.label) == expected.mapValues(\.name))
}

private func lines(_ events: [JournalEvent]) -> [JournalLine] {
    events.enumerated().map { JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element) }
}

private func session(_ labels: [String]) -> JournalEvent {
    .session(
        SessionEvent(
            tool: "0.4.0", task: "t", labels: labels, poolCount: 24, poolDigest: pool.digest, seed: 1, annotator: "ana")
    )
}

private func label(_ id: String, _ name: String, isRepeat: Bool = false) -> JournalEvent {
    .label(LabelEvent(id: id, label: name, set: .training, round: 0, strategy: "random", isRepeat: isRepeat))
}

private func corpus(_ names: [String]) throws -> Corpus {
    Corpus(
        scheme: try LabelScheme(
            task: "t", labels: names.enumerated().map { LabelScheme.Label(name: $1, key: Array("123456")[$0]) },
            positive: nil, guidelines: ""), pool: pool)
}

@Test("an undo behind a new name brings back the label of before under the name of now, and checks have it as well")
func undoAcrossRename() throws {
    let events = [
        session(["a", "b"]), label("m1", "a"), label("m1", "b"), label("m2", "a"), label("m2", "b", isRepeat: true),
        .scheme(SchemeEvent(changes: [.rename("a", to: "x")])), .undo(of: 4), .undo(of: 3), .undo(of: 2),
    ]
    let settings = SessionSettings(seed: 1)
    let state = try SessionState(corpus: try corpus(["x", "b"]), settings: settings, lines: lines(events))
    #expect(state.history.labels.mapValues(\.event.label) == ["m1": "x"])
    #expect(state.history.returned.map(\.label?.label) == ["x"])
    let earlier = try SessionState(
        corpus: try corpus(["x", "b"]), settings: settings, lines: lines(Array(events.prefix(6))))
    #expect(earlier.history.repeatChecks.map(\.first) == ["x"])
    #expect(earlier.history.recent(2).map { $0.answer?.text } == ["b", "b"])
}

@Test("a name is taken where it was one of the labels when its line was written, and nowhere else")
func namesOfTheirTime() throws {
    let settings = SessionSettings(seed: 1)
    let retired = SchemeEvent(changes: [.retire("c")])
    let sound = [session(["a", "b", "c"]), label("m1", "c"), .scheme(retired), label("m2", "a")]
    let state = try SessionState(corpus: try corpus(["a", "b"]), settings: settings, lines: lines(sound))
    #expect(state.trainingCounts == [1, 0])
    #expect(state.secondLook == ["m1"])
    #expect(!state.isOpen(1))
    #expect(throws: SessionError.unknownLabel("c", line: 5, known: ["a", "b"])) {
        try SessionState(
            corpus: try corpus(["a", "b"]), settings: settings, lines: lines(sound + [label("m3", "c")]))
    }
}

@Test(
    "a label that is given again, the same or another, waits for a second look no more, and does again behind an undo")
func secondLook() throws {
    var events = [
        session(["help", "b"]), label("m1", "help"), label("m2", "help"),
        .scheme(SchemeEvent(changes: [.split("help", into: ["help", "water"])])),
    ]
    let corpus = try corpus(["help", "b", "water"])
    func waiting() throws -> Set<String> {
        try SessionState(corpus: corpus, settings: SessionSettings(seed: 1), lines: lines(events)).secondLook
    }
    #expect(try waiting() == ["m1", "m2"])
    events.append(label("m1", "help"))
    #expect(try waiting() == ["m2"])
    events.append(label("m2", "water"))
    #expect(try waiting() == [])
    events.append(.undo(of: 5))
    #expect(try waiting() == ["m2"])
}

@Test(
    "a round's queue is computed from the labels of then under their names of now; where one label is left, another is due"
)
func queueBehindTheChange() throws {
    let round = JournalEvent.round(
        RoundEvent(round: 1, through: 2, training: 2, evaluation: 0, f1: nil, auc: nil, seconds: 0))
    func state(_ change: SchemeEvent.Change, _ names: [String]) throws -> SessionState {
        try SessionState(
            corpus: try corpus(names), settings: SessionSettings(seed: 1, evaluationItems: 0, seedItems: 0),
            lines: lines([
                session(["a", "b"]), label("m1", "a"), label("m2", "b"), round, .scheme(SchemeEvent(changes: [change])),
            ]))
    }
    let renamed = try state(.rename("a", to: "x"), ["x", "b"])
    #expect(
        try #require(renamed.restoration).learntFrom.labels.mapValues(\.event.label) == ["m1": "x", "m2": "b"])
    let merged = try state(.merge(["a", "b"], to: "a"), ["a", "c"])
    #expect(merged.restoration == nil && !merged.isRoundDue)
    #expect(merged.current != nil, "random items come until there is something to tell apart")
}
