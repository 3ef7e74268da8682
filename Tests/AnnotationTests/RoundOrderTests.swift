import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

/// The rows of a round of thirty messages by least confidence, on the labels of a session.
private func round(
    _ fixture: Fixture, number: Int? = nil, ranked: Bool
) throws -> [(row: Int, score: Double)] {
    var settings = fixture.settings
    settings.ranked = ranked
    let next = fixture.session.state.nextRound
    let request = RankingRequest(
        purpose: .newRound, round: number ?? next.round, through: next.through, recipe: next.recipe, vectors: .none,
        learntFrom: next.learntFrom, candidatesFrom: next.candidatesFrom)
    return try Ranker(corpus: fixture.corpus, settings: settings, threads: 1)
        .rank(request, size: 30, reserve: 0, monitor: WorkMonitor())
        .selections.map { ($0.row, try #require($0.score)) }
}

private func fixture() throws -> Fixture {
    let fixture = try Fixture(recipe: try Recipe(parsing: "least-confidence"))
    try fixture.work(12)
    return fixture
}

@Test("a round comes shuffled, unless it is to come in the order of its scores")
func shuffledRound() throws {
    let fixture = try fixture()
    let (ranked, shuffled) = (try round(fixture, ranked: true), try round(fixture, ranked: false))
    #expect(ranked.map(\.score) == ranked.map(\.score).sorted(by: >))
    #expect(Set(shuffled.map(\.row)) == Set(ranked.map(\.row)))
    // Thirty in the same order by chance: once in 30! ≈ 2.7 × 10^32 seeds.
    #expect(shuffled.map(\.row) != ranked.map(\.row))
}

@Test("each round of a session is shuffled in its own way")
func shuffledOtherwise() throws {
    let fixture = try fixture()
    let (one, two) = (try round(fixture, number: 1, ranked: false), try round(fixture, number: 2, ranked: false))
    #expect(Set(one.map(\.row)) == Set(two.map(\.row)))
    #expect(one.map(\.row) != two.map(\.row))
}

@Test("while evaluation items are labelled no check is drawn: the first may be of any label that is not remembered")
func noChecksDuringEvaluation() throws {
    let corpus = Corpus(scheme: .disaster, pool: Fixture.pool(60))
    var drawn: Set<Int> = []
    for seed in 1...8 {
        let settings = SessionSettings(seed: UInt64(seed), evaluationItems: 40, seedItems: 10, repeatShare: 0.5)
        var state = try SessionState(corpus: corpus, settings: settings)
        var given: [Int] = []
        for sequence in 0..<40 {
            let item = try #require(state.current)
            #expect(!item.isRepeat && item.set == .evaluation)
            given.append(item.row)
            let label = LabelEvent(
                id: "m\(item.row)", label: "related", set: item.set, round: item.round, strategy: item.strategy)
            try state.apply(
                JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: .label(label)))
        }
        let check = try #require(state.current)
        #expect(check.isRepeat)
        drawn.insert(try #require(given.dropLast(20).firstIndex(of: check.row)))
    }
    // Drawn as soon as twenty labels stood behind one, it would be of the very first, whatever the seed.
    #expect(drawn != [0])
}

@Test("a skipped message that is shown again is back for good", arguments: [false, true])
func shownAfterSkip(later: Bool) throws {
    let fixture = try Fixture(evaluationItems: 0, seedItems: 30)
    let row = try #require(fixture.current)
    fixture.session.skip()
    if later { for _ in 0..<3 { fixture.labelRightly() } }
    #expect(!fixture.session.state.isOpen(row))
    fixture.session.show(row)
    #expect(fixture.session.current?.row == row)
    #expect(!fixture.session.state.history.skipped.contains("m\(row)"))
    // Another message is looked at, and what the queue gives is shown again.
    fixture.session.show(try #require(fixture.session.upcoming(2).last).row)
    fixture.session.showNext()
    #expect(fixture.session.current?.row == row)
    #expect(try fixture.resumed().current == row)
    fixture.labelRightly()
    #expect(fixture.session.state.history.labels["m\(row)"] != nil)
}
