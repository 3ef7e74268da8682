import Learning
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

@Test("the runner answers on its own thread with what the ranker would say")
func runnerAnswers() async throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let request = fixture.session.state.nextRound
    let ranker = Ranker(corpus: fixture.corpus, settings: fixture.settings, threads: 1)
    let expected = try ranker.rank(request, monitor: WorkMonitor())
    let (reports, feed) = AsyncStream.makeStream(of: RoundReport.self)
    let runner = RoundRunner(ranker: ranker, niceness: 0) { feed.yield($0) }
    runner.start(request)
    for await report in reports {
        if case .finished(let ranking) = report.content {
            #expect(ranking.selections == expected.selections)
            break
        }
        if case .failed(let reason) = report.content {
            Issue.record("\(reason)")
            break
        }
    }
}

@Test("a request that replaces another is the only one answered")
func runnerReplaces() async throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let first = fixture.session.state.nextRound
    fixture.session.choose(try Recipe(parsing: "random"))
    let second = fixture.session.state.nextRound
    let (reports, feed) = AsyncStream.makeStream(of: RoundReport.self)
    let runner = RoundRunner(
        ranker: Ranker(corpus: fixture.corpus, settings: fixture.settings, threads: 1), niceness: 0
    ) { feed.yield($0) }
    runner.start(first)
    runner.start(second)
    for await report in reports {
        guard case .finished(let ranking) = report.content else { continue }
        // Either the first was over before the second came, or it was given up.
        if ranking.request.recipe == second.recipe { break }
        #expect(ranking.request.recipe == first.recipe)
    }
}

@Test("what would come next is the message at hand, then the first round, where the labels for it are there")
func forecastOfTheFirstRound() throws {
    let fixture = try Fixture(evaluationItems: 0, seedItems: 6)
    for _ in 0..<6 { fixture.labelRightly() }
    let forecast = QueueForecast(
        state: fixture.session.state, ranker: Ranker(corpus: fixture.corpus, settings: fixture.settings, threads: 1))
    let next = try forecast.next(5)
    #expect(next.count == 5 && next[0].item == fixture.session.current)
    #expect(next.dropFirst().allSatisfy { $0.item.strategy == "atlas" && $0.item.round == 1 })
    #expect(next.dropFirst().allSatisfy { $0.probabilities != nil })
}
