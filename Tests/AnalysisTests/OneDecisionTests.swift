import Annotation
import Journal
import Learning
import Messages
import SessionFixture
import Testing
import Threads

@testable import Analysis
@testable import Sampling

extension Fixture {
    /// Lets the next queue be learnt, and take over behind the message at hand.
    fileprivate func takeOver() throws {
        try learn()
        session.skip()
        try learn()
    }
}

/// A session whose positive messages look like negative ones. Messages of a flood are positive, those of parking negative, and
/// those of both were called negative by whoever labelled the training messages, positive by whoever labelled the evaluation
/// items. So the model thinks little of them, and the threshold that finds them is far below one half.
private func sessionOfDoubt(recipe: String = "atlas", isMeasured: Bool = true) throws -> Fixture {
    let texts = (0..<120).map { row in
        switch row % 4 {
        case 0: "flood water rising at street \(row)"
        case 1: "flood warning parking council album at street \(row)"
        default: "parking council album at street \(row)"
        }
    }
    var events: [JournalEvent] = []
    func label(_ row: Int, _ isPositive: Bool, _ set: LabelSet) {
        events.append(
            .label(
                LabelEvent(
                    id: "m\(row)", label: isPositive ? "related" : "not_related", set: set, round: 0,
                    strategy: "random")))
    }
    if isMeasured { for row in 0..<60 where row % 4 > 0 { label(row, row % 4 == 1, .evaluation) } }
    for row in 60..<103 { label(row, row % 4 == 0, .training) }
    let lines = events.enumerated().map {
        JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
    }
    let fixture = try Fixture(
        evaluationItems: isMeasured ? 45 : 0, seedItems: 44, recipe: try Recipe(parsing: recipe),
        pool: Fixture.pool(120) { texts[$0] }, lines: lines)
    // The last of them is labelled now, so that a round is due.
    fixture.session.label(rows: [103], .one(1 - fixture.corpus.scheme.positiveIndex))
    try fixture.takeOver()
    return fixture
}

@Test("guess, F1, confusion, report and saved model go by one decision, far from one half; what is asked next does not")
func oneDecision() throws {
    let fixture = try sessionOfDoubt()
    let ranking = try #require(fixture.session.ranking)
    let decision = ranking.model.decision
    #expect(decision.threshold < 0.35)
    let positive = fixture.corpus.scheme.positiveIndex
    let evaluation = try #require(ranking.evaluation)
    #expect(evaluation.decision == decision)
    // Each item is as its label says by the threshold, and none of the positive ones by one half.
    for row in 0..<60 where row % 4 > 0 {
        let probability = Double(ranking.model.probabilities[row, positive])
        #expect(probability < 0.5)
        #expect(fixture.session.guess(for: row)?.answer.label == (row % 4 == 1 ? positive : 1 - positive))
    }
    var confusion = [[0, 0], [0, 0]]
    (confusion[positive][positive], confusion[1 - positive][1 - positive]) = (15, 30)
    #expect(evaluation.confusion == confusion && evaluation.f1?.value == 1)
    let report = try SessionReport(
        corpus: fixture.corpus, lines: fixture.journal.lines, settings: fixture.settings, threads: 1)
    #expect(report.rounds.last?.evaluation == evaluation)
    let saved = try TextModel(
        nextRoundOf: fixture.session.state, modelSettings: .standard, tool: "test", threads: 1)
    #expect(saved.decision == decision)

    // The queue is the one of marks by the most probable label: around a threshold for rare labels little is learnt.
    let learner = Learner(corpus: fixture.corpus, seed: fixture.settings.seed, threads: 1)
    let models = try learner.models(
        of: fixture.corpus.trainingExamples(fixture.session.state.history), monitor: WorkMonitor())
    func queue(_ decision: Decision?) throws -> [Selection] {
        try fixture.settings.recipe.select(
            size: 5, reserve: 5, shuffled: true,
            from: RoundContext(
                model: models, candidates: (0..<120).filter { $0 < 60 ? $0 % 4 == 0 : $0 >= 104 }, decision: decision,
                seed: fixture.settings.seed, round: 1))
    }
    #expect(try queue(Decision(mostProbableOf: 2, positive: positive)) == ranking.selections)
    #expect(try queue(decision) != ranking.selections)
    let context = RoundContext(model: models, candidates: [], decision: decision, seed: 7, round: 1)
    let marks = try context.heldOutMarks(rotation: 10)
    let labels = Dictionary(uniqueKeysWithValues: models.training.map { ($0.row, $0.label) })
    for (position, row) in marks.rows.enumerated() {
        let isGuessed = Double(marks.probabilities[position, positive]) >= decision.threshold
        #expect(marks.isIncorrect[position] == (isGuessed != (labels[row] == positive)))
    }
}

@Test(
    "without evaluation items guesses go by the threshold of the held-out guesses, where a recipe has them made",
    arguments: [
        "atlas", "atlas:head", "transfer-uncertainty=3,random=2", "atlas:rotation-1", "random", "least-confidence",
    ])
func decisionWithoutEvaluation(recipe: String) throws {
    let fixture = try sessionOfDoubt(recipe: recipe, isMeasured: false)
    let decision = try #require(fixture.session.ranking).model.decision
    let learner = Learner(corpus: fixture.corpus, seed: fixture.settings.seed, threads: 1)
    let models = try learner.models(
        of: fixture.corpus.trainingExamples(fixture.session.state.history), monitor: WorkMonitor())
    let positive = fixture.corpus.scheme.positiveIndex
    let held = try models.heldOutPredictions(rotation: 10)
    let best = try #require(
        Decision.maximisingF1(
            probabilities: held.probabilities, labels: held.positions.map { models.training[$0].label },
            positive: positive))
    let isChosen = recipe.hasPrefix("transfer") || recipe == "atlas" || recipe == "atlas:head"
    #expect(decision == (isChosen ? best : Decision(positive: positive, threshold: 0.5)))
    // Another recipe before it leaves nothing behind, and a resume comes to the same.
    #expect(try fixture.resumed().session.ranking?.model.decision == decision)
    for other in ["margin", recipe] {
        fixture.session.choose(try Recipe(parsing: other))
        try fixture.takeOver()
        #expect(fixture.session.ranking?.request.recipe == fixture.session.state.recipe)
    }
    #expect(fixture.session.ranking?.model.decision == decision)
}
