import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

/// A model of the told vectors, whose first eight numbers are larger for what is loud.
private let known = VectorModel(
    task: "disaster", positive: "related", negative: "not_related", labelCount: 200, encoder: "told by tests",
    weights: (0..<16).map { $0 < 8 ? 1 : 0 }, bias: 0, texts: [])

private func told(areThere: Bool) -> (Corpus) -> ToldVectors? { { ToldVectors($0, areThere: areThere) } }

@Suite("a start that knows something")
struct KnowingStartTests {
    @Test("the first round comes before the first label: half of it what is looked for, half what is in doubt")
    func firstRound() throws {
        let fixture = try Fixture(
            evaluationItems: 0, roundSize: 10, vectors: told(areThere: true), transfer: TransferSource(model: known),
            start: .ranksWithVectors)
        // Until the vectors are there, and then until the round is, random items are in front of the annotator.
        #expect(fixture.session.state.current?.strategy == "random" && !fixture.runner.isAsked)
        fixture.session.complete(vectors: fixture.vectors?.identity ?? "")
        #expect(fixture.runner.isAsked && fixture.session.state.current?.strategy == "random")
        let first = try #require(fixture.current)
        try fixture.learn()
        #expect(fixture.current == first)
        fixture.labelRightly()
        let round = fixture.session.state.upcoming(9)
        #expect(Set(round.map(\.strategy)) == ["relevance", "least-confidence"])
        let sought = round.filter { $0.strategy == "relevance" }
        // Texts that differ in the street alone are near copies: of each kind that is looked for there is one.
        let likely = sought.filter { ($0.score ?? 0) > 0.5 }
        #expect(sought.count >= 4 && likely.count >= 3 && likely.allSatisfy { $0.row % 2 == 1 }, "\(sought)")
        #expect(fixture.session.ranking?.trainingCount == 0)
        #expect(try fixture.resumed(vectors: told(areThere: true)).session.state.upcoming(9) == round)
    }

    @Test("labels take over: from the second round on the recipe in force chooses")
    func secondRound() throws {
        let fixture = try Fixture(
            evaluationItems: 0, roundSize: 10, vectors: told(areThere: true), transfer: TransferSource(model: known),
            start: .ranksWithVectors)
        fixture.session.complete(vectors: fixture.vectors?.identity ?? "")
        try fixture.work(12)
        #expect(fixture.session.state.queue?.round == 2)
        #expect(fixture.session.state.upcoming(5).allSatisfy { $0.strategy == "atlas" })
    }

    @Test("who names another strategy than the default gets that from the first round on")
    func ownStrategy() throws {
        let fixture = try Fixture(
            evaluationItems: 0, recipe: try Recipe(parsing: "entropy"), vectors: told(areThere: true),
            transfer: TransferSource(model: known), start: .ranksWithVectors)
        fixture.session.complete(vectors: fixture.vectors?.identity ?? "")
        try fixture.work(2)
        #expect(fixture.session.state.upcoming(3).allSatisfy { $0.strategy == "entropy" })
    }

    @Test("evaluation items come first all the same")
    func evaluationFirst() throws {
        let fixture = try Fixture(
            evaluationItems: 4, vectors: told(areThere: true), transfer: TransferSource(model: known),
            start: .ranksWithVectors)
        fixture.session.complete(vectors: fixture.vectors?.identity ?? "")
        #expect(fixture.session.state.stage == .evaluation(done: 0, of: 4) && !fixture.runner.isAsked)
        try fixture.work(4)
        #expect(fixture.session.state.stage == .active(round: 1, done: 0, of: 5))
        try fixture.work(1)
        #expect(fixture.labels(ofSet: .evaluation) == 4)
    }

    @Test("every strategy has an answer before the first label", arguments: StrategyCatalogue.standard.ids)
    func everyStrategy(id: String) throws {
        let fixture = try Fixture(
            evaluationItems: 0, recipe: try Recipe(parsing: id), vectors: told(areThere: true),
            transfer: TransferSource(model: known), start: .ranksWithVectors)
        fixture.session.complete(vectors: fixture.vectors?.identity ?? "")
        try fixture.work(1)
        #expect(fixture.session.state.queue?.round == 1 && fixture.session.state.upcoming(5).count == 5)
    }

    @Test("a task with other labels is known nothing of, and one of the same labels in another order is")
    func labelsByName() throws {
        let source = TransferSource(model: known)
        #expect(source.ranks(.disaster) && source.knowsVectorsAlone)
        let other = try LabelScheme(
            yaml: "task: needs\nlabels:\n  - name: water\n  - name: food\npositive: food\n", path: "needs.yaml")
        #expect(!source.ranks(other))
        let start = known.start(labels: ["related", "other", "not_related"], columnCount: 3)
        #expect(start.ranks && start.answers[1] == nil)
    }

    @Test("random items go on while a label has fewer than two, up to the most that was set")
    func twoOfEach() throws {
        let fixture = try Fixture(evaluationItems: 0, seedItems: 4, mostSeedItems: 12)
        for _ in 0..<4 { fixture.session.label(0, afterMilliseconds: nil) }
        #expect(!fixture.runner.isAsked && fixture.session.state.stage == .seed(done: 4, of: 4, rarest: 1))
        fixture.session.label(1, afterMilliseconds: nil)
        #expect(!fixture.runner.isAsked)
        fixture.session.label(1, afterMilliseconds: nil)
        #expect(fixture.runner.isAsked)
        let longer = try Fixture(evaluationItems: 0, seedItems: 4, mostSeedItems: 12)
        for number in 0..<12 {
            #expect(!longer.runner.isAsked)
            longer.session.label(number == 3 ? 1 : 0, afterMilliseconds: nil)
        }
        #expect(longer.runner.isAsked)
    }
}

extension Fixture {
    fileprivate func labels(ofSet set: LabelSet) -> Int {
        session.state.history.labels.values.count { $0.event.set == set }
    }
}

@Test("labelled messages of the first task that measure the second one teach it nothing")
func measuringTextsTeachNothing() throws {
    var pool = MessagePool()
    for row in 0..<40 { pool.append(id: "\(row)", text: Fixture.text(row)) }
    let labelled = Corpus(scheme: .disaster, pool: pool)
    let lines = (0..<40).map { row in
        JournalLine(
            sequence: row, at: Timestamp(milliseconds: 0),
            event: .label(
                LabelEvent(
                    id: "\(row)", label: row % 2 == 1 ? "related" : "not_related", set: .training, round: 0,
                    strategy: "random")))
    }
    var history = LabelHistory()
    for line in lines { try history.apply(line) }
    let whole = TransferSource(corpus: labelled, history: history)
    let part = whole.leavingOut(Set((30..<40).map { pool.textHash(at: $0) }))
    #expect(whole.leftOutCount == 0 && part.leftOutCount == 10 && part.origin == whole.origin)
    var shorter = LabelHistory()
    for line in lines.prefix(30) { try shorter.apply(line) }
    let vocabulary = try Learner(corpus: labelled, seed: 1, threads: 1).features(monitor: WorkMonitor()).vocabulary
    func start(_ source: TransferSource) throws -> ModelStart? {
        try source.start(
            for: vocabulary, labels: LabelScheme.disaster.names, withMeaning: false, settings: .standard, seed: 1,
            threads: 1, monitor: WorkMonitor())
    }
    #expect(try start(part) == start(TransferSource(corpus: labelled, history: shorter)))
    #expect(try start(part) != start(whole))
}
