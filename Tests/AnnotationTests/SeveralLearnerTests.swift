import Answers
import Learning
import Messages
import Sampling
import Testing
import Threads

@testable import Annotation

/// Texts in which words stand for labels: of number n "water" where 2 divides it, "food" where 3 does; "need" is implied by both.
private let texts: [String] = (0..<120).map { number in
    let words = [number % 2 == 0 ? "water well" : "road bridge", number % 3 == 0 ? "food rice" : "sun wind"]
    return words.joined(separator: " ") + " number \(number % 7)"
}

private func answer(_ number: Int) -> Answer {
    var labels = LabelIndices()
    if number % 2 == 0 { labels.insert(0) }
    if number % 3 == 0 { labels.insert(1) }
    if !labels.isEmpty { labels.insert(2) }
    return .several(labels)
}

private func learner() throws -> Learner {
    let scheme = try LabelScheme(
        task: "needs",
        labels: [
            LabelScheme.Label(name: "water", key: "w", implies: ["need"]),
            LabelScheme.Label(name: "food", key: "f", implies: ["need"]), LabelScheme.Label(name: "need", key: "n"),
        ], positive: "need", guidelines: "", isSeveral: true)
    return Learner(
        texts: Learner.Texts(count: texts.count) { texts[$0] }, scheme: scheme, settings: .standard, seed: 1, threads: 2
    )
}

@Test("a model of several labels guesses sets of them, with what they imply, and is measured label by label")
func severalLearner() throws {
    let learner = try learner()
    let monitor = WorkMonitor()
    let examples = (0..<60).map { Example(row: $0, answer: answer($0)) }
    let model = try learner.models(of: examples, monitor: monitor)
    let measured = (60..<120).map { Example(row: $0, answer: answer($0)) }
    let evaluation = try #require(try learner.evaluation(of: model, on: measured, monitor: monitor))
    let several = try #require(evaluation.several)
    #expect(several.labels.map(\.positives) == [30, 20, 40])
    #expect((several.macroAveragePrecision?.value ?? 0) > 0.95)
    #expect(evaluation.averagePrecision == several.labels[2].averagePrecision)
    let decision = try learner.decision(of: model, measured: evaluation, for: .standard, monitor: monitor)
    #expect(decision == evaluation.decision && decision.thresholds?.count == 3)
    let finished = try learner.finished(model, decision: decision, monitor: monitor)
    let right = (60..<120).count { finished.guess(for: $0).answer == answer($0) }
    #expect(right >= 54, "\(right) of 60")
    for row in 60..<120 {
        let guess = finished.guess(for: row)
        #expect(guess.probability > 0 && guess.probability <= 1)
        // What is guessed is complete.
        if guess.answer.has(0) || guess.answer.has(1) { #expect(guess.answer.has(2)) }
        let leading = finished.leadingLabel(for: row)
        #expect(guess.answer.isEmpty || guess.answer.has(leading))
    }
    let explanation = try #require(finished.explanation(of: texts[60], row: 60, label: 1))
    let best = explanation.words.max { $0.contribution < $1.contribution }
    #expect(best.map { ["food", "rice"].contains(String(texts[60][$0.range])) } == true)
    // Without figures the same labels choose the thresholds where the recipe has them marked, else one half does.
    let unmeasured = try learner.decision(of: model, measured: nil, for: .standard, monitor: monitor)
    #expect(unmeasured.thresholds?.count == 3 && unmeasured.implications == decision.implications)
    let without = try learner.decision(of: model, measured: nil, for: .random, monitor: monitor)
    #expect(without == learner.markingDecision && without.thresholds == [0.5, 0.5, 0.5])
}

@Test(
    "a label that was forgotten is suspected to be missing, and predictions of two models are compared by whole answers"
)
func severalDoubts() throws {
    let learner = try learner()
    let monitor = WorkMonitor()
    var examples = (0..<90).map { Example(row: $0, answer: answer($0)) }
    // Number 20 is "water", and with it "need".
    examples[20] = Example(row: 20, answer: .several([]))
    let model = try learner.models(of: examples, monitor: monitor)
    let doubts = try learner.doubts(of: model, measured: [], rotation: 10, count: texts.count, monitor: monitor)
    #expect(doubts.count == 90)
    let first = try #require(doubts.first)
    #expect(first.row == 20 && first.given == .several([]))
    #expect(first.suggested == .several([0, 2]) || first.suggested == .several([2]))
    let predictions = try learner.predictions(of: model, count: texts.count, monitor: monitor)
    // Water, food, both or neither.
    #expect(Set(predictions).count >= 4)
    #expect(PredictionChange(from: predictions, to: predictions).flipped == 0)
    // Who has never seen "water" says it nowhere.
    let dry = examples.map { example in
        Example(row: example.row, answer: .several(LabelIndices(example.answer.labels.filter { $0 != 0 })))
    }
    let other = try learner.predictions(
        of: learner.models(of: dry, monitor: monitor), count: texts.count, monitor: monitor)
    #expect(PredictionChange(from: predictions, to: other).flipped > 0)
}
