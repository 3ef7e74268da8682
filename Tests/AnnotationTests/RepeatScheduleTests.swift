import Journal
import Learning
import SessionFixture
import Testing

@testable import Annotation

@Test("the k-th of a set of lines is the k-th, whatever was put in and taken out", arguments: 0..<6)
func kthSequence(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed), stream: "sequences")
    var set = SequenceSet()
    var known: Set<Int> = []
    for _ in 0..<400 {
        let sequence = random.below(300)
        if random.below(3) == 0 {
            set.remove(sequence)
            known.remove(sequence)
        } else {
            set.insert(sequence)
            known.insert(sequence)
        }
        let sorted = known.sorted()
        #expect(set.count == sorted.count)
        for position in [0, sorted.count / 2, sorted.count - 1] where sorted.indices.contains(position) {
            #expect(set[position] == sorted[position])
        }
        #expect(set[-1] == nil && set[sorted.count] == nil)
    }
}

@Test(
    "what a session keeps line by line is what its history amounts to, whatever is done", .tooSlowForThreadSanitizer,
    arguments: 0..<8)
func invariants(seed: Int) throws {
    let fixture = try Fixture(
        evaluationItems: 4, seedItems: 4, roundSize: 6, repeatShare: 0.3,
        pool: Fixture.pool(60) { Fixture.text($0 % 45) })
    var random = SeededRandom(seed: UInt64(seed), stream: "invariants")
    for _ in 0..<120 {
        let row = random.below(60)
        switch random.below(10) {
        case 0: fixture.session.undo()
        case 1: fixture.session.skip()
        case 2: fixture.session.label(rows: [row, (row + 45) % 60], .one(random.below(2)))
        case 3: _ = fixture.session.takeBack(row)
        case 4: fixture.session.show(row)
        case 5: try fixture.learn()
        default: fixture.session.label(random.below(2), afterMilliseconds: nil)
        }
        #expect(fixture.session.state.holdsInvariants)
    }
    #expect(!fixture.session.state.history.repeatChecks.isEmpty)
}

@Test("a check comes with the words of messages that have no label yet, before there is a model and after")
func checksAreUnmarked() throws {
    let fixture = try Fixture(evaluationItems: 4, seedItems: 30, roundSize: 6, repeatShare: 0.3)
    var reasons: [Bool: Set<QueueReason>] = [:]
    for number in 0..<60 {
        try fixture.learn()
        let state = fixture.session.state
        if let item = state.current, item.isRepeat, item.strategy == "random" {
            reasons[state.queue != nil, default: []].insert(item.reason)
        }
        fixture.session.label(number % 2, afterMilliseconds: nil)
    }
    #expect(reasons == [false: [.firstItem], true: [.chosen(.random)]])
}
