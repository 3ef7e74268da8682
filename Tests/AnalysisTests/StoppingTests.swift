import Annotation
import Journal
import Learning
import Sampling
import SessionFixture
import Testing

@testable import Analysis

@Test("predictions have settled when the mean kappa of the last three rounds is above 0.99, and not before")
func stabilizing() {
    #expect(StabilizingPredictions(agreements: [1, 1], hasRound: true, messageCount: 10).isStable == nil)
    #expect(
        StabilizingPredictions(agreements: [0.2, 0.995, 0.99, 0.99], hasRound: true, messageCount: 10).isStable == true)
    // (0.99 + 0.99 + 0.985) / 3 = 0.9883…
    #expect(
        StabilizingPredictions(agreements: [1, 0.99, 0.99, 0.985], hasRound: true, messageCount: 10).isStable == false)
}

@Test("rounds are counted as they are: none before the first, one while there is nothing to compare it with")
func roundsCounted() {
    func text(_ agreements: [Double], hasRound: Bool) -> String {
        StabilizingPredictions(agreements: agreements, hasRound: hasRound, messageCount: 60).text
    }
    #expect(text([], hasRound: false).hasSuffix("4 are needed, there are 0"))
    #expect(text([], hasRound: true).hasSuffix("4 are needed, there is 1"))
    #expect(text([0.5, 0.6], hasRound: true).hasSuffix("4 are needed, there are 3"))
    // A round that has learnt from no label is no point of the curve either.
    let curve = [(labels: 0, value: 0.1), (labels: 10, value: 0.2)]
    #expect(GainForecast.text(curve: curve, measure: "F1").hasSuffix("are needed, there is 1"))
    // Four rounds of three sizes are three points.
    let repeated = [
        (labels: 10, value: 0.1), (labels: 20, value: 0.2), (labels: 20, value: 0.2), (labels: 30, value: 0.3),
    ]
    #expect(GainForecast.text(curve: repeated, measure: "F1").hasSuffix("are needed, there are 3"))
    #expect(GainForecast.text(curve: [], measure: "F1").hasSuffix("are needed, there are 0"))
}

@Test("the gain of more labels is the slope over ln labels times the stretch to come")
func gainForecast() throws {
    // scipy: linregress(log([100, 150, 200, 250]), [.30, .36, .38, .42]).slope = 0.1251709; times ln(350/250) 0.0421165;
    // t.ppf(0.975, 2) times the slope's stderr 0.0533247, times ln 1.4 0.0179423.
    let curve = [(100, 0.30), (150, 0.36), (200, 0.38), (250, 0.42)].map { (labels: $0.0, value: $0.1) }
    let forecast = try #require(GainForecast(curve: curve))
    #expect(abs(forecast.gain.value - 0.0421165) < 1e-5)
    #expect(abs(forecast.gain.half - 0.0179423) < 1e-5)
    #expect(forecast.rounds == 4)
    #expect(GainForecast(curve: Array(curve.prefix(3))) == nil)
}

@Test("only the last eight rounds speak of the next labels")
func gainWindow() throws {
    // A steep beginning, then a flat line: nothing is to be gained.
    let curve = [(20, 0.1), (40, 0.5)] + (1...8).map { (100 * $0, 0.7) }
    let forecast = try #require(GainForecast(curve: curve.map { (labels: $0.0, value: $0.1) }))
    #expect(abs(forecast.gain.value) < 1e-12 && forecast.rounds == 8)
}

@Test("what remains is the random items' share of the pool, less what was found")
func remaining() throws {
    // Wilson for 6 of 50, by scipy's binomtest(6, 50).proportion_ci(method="wilson"): 0.056176 to 0.238048.
    let rest = try #require(
        RemainingPositives(pool: 2_000, labelled: 400, found: 130, sampled: 50, sampledPositives: 6))
    #expect(abs(rest.estimate.value - (0.12 * 2_000 - 130)) < 1e-9)
    #expect(rest.estimate.low == 0)
    #expect(abs(rest.estimate.high - (0.238048 * 2_000 - 130)) < 0.01)
    #expect(rest.unlabelled == 1_600)
    #expect(rest.text(label: "related").contains("6 of 50 random evaluation items"))
}

@Test("no more can remain than is unlabelled, and nothing is said without random items")
func remainingBounds() throws {
    let rest = try #require(RemainingPositives(pool: 100, labelled: 95, found: 10, sampled: 10, sampledPositives: 10))
    #expect(rest.estimate.value == 5 && rest.estimate.high == 5)
    #expect(RemainingPositives(pool: 100, labelled: 5, found: 1, sampled: 0, sampledPositives: 0) == nil)
}

@Test("two models' predictions are compared message by message")
func predictionChange() {
    let change = PredictionChange(from: [0, 0, 1, 1], to: [0, 1, 1, 1])
    #expect(change.flipped == 1)
    // Observed 3/4; chance 2/4 · 1/4 + 2/4 · 3/4 = 1/2; kappa (3/4 − 1/2) / (1 − 1/2).
    #expect(change.agreement == 0.5)
    #expect(PredictionChange(from: [], to: []).agreement == nil)
}

@Test("the session and its report say the same of how far predictions have settled, from the fourth round on")
func settledInSessionAndReport() throws {
    let fixture = try Fixture(evaluationItems: 4, seedItems: 6, roundSize: 3)
    try fixture.work(4 + 7)
    #expect(fixture.session.ranking?.change == nil && fixture.session.roundAgreements.isEmpty)
    for round in 2...6 {
        try fixture.work(3)
        let change = try #require(fixture.session.ranking?.change)
        #expect(fixture.session.roundAgreements.count == round - 1)
        #expect(fixture.session.roundAgreements.last == change.agreement)
    }
    // Labels that no round has learnt from yet, and rounds between which another recipe took over, change nothing.
    fixture.session.choose(try Recipe(parsing: "margin"))
    try fixture.work(2)
    let session = StabilizingPredictions(
        agreements: fixture.session.roundAgreements, hasRound: fixture.session.hasLearntRound, messageCount: 60)
    let report = try SessionReport(
        corpus: fixture.corpus, lines: fixture.journal.lines, settings: fixture.settings, threads: 2)
    #expect(session.recent != nil && session.agreements.contains { $0 < 1 })
    #expect(report.stability == session)
    #expect(report.stopping.first == session.text)
}

@Test("a first round that has learnt from no label counts neither on the screen nor in the report")
func roundOfNoLabel() throws {
    let known = VectorModel(
        task: "disaster", positive: "related", negative: "not_related", labelCount: 200, encoder: "told by tests",
        weights: (0..<16).map { $0 < 8 ? 1 : 0 }, bias: 0, texts: [])
    let transfer = TransferSource(model: known)
    let fixture = try Fixture(
        evaluationItems: 0, roundSize: 4, vectors: { ToldVectors($0, areThere: true) }, transfer: transfer,
        start: .ranksWithVectors)
    fixture.session.complete(vectors: fixture.vectors?.identity ?? "")
    try fixture.work(1)
    #expect(fixture.session.ranking?.trainingCount == 0 && !fixture.session.hasLearntRound)
    for _ in 0..<3 {
        try fixture.work(4)
        let session = StabilizingPredictions(
            agreements: fixture.session.roundAgreements, hasRound: fixture.session.hasLearntRound, messageCount: 60)
        let vectors = try #require(fixture.vectors)
        let report = try SessionReport(
            corpus: fixture.corpus, lines: fixture.journal.lines, settings: fixture.settings,
            transfer: transfer.withMeaning(by: vectors.origin, vectors: nil), vectors: vectors, threads: 1)
        #expect(report.stability == session)
        #expect(session.roundCount == fixture.session.state.history.rounds.count { $0.training > 0 })
    }
    #expect(fixture.session.roundAgreements.count >= 1)
}
