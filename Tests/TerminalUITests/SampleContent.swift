@testable import TerminalUI

extension ScreenContent {
    /// A session in its third round.
    static var sample: ScreenContent {
        var content = ScreenContent()
        content.task = "disaster"
        content.stage = "round 3"
        content.done = 7
        content.of = 20
        content.recipe = "atlas"
        content.labelled = 117
        content.f1 = Measure(value: 0.62, low: 0.5, high: 0.71)
        content.auc = Measure(value: 0.88, low: 0.8, high: 0.93)
        content.evaluationCount = 50
        content.f1History = [0.41, 0.55, 0.62]
        content.card = Card(
            id: "m17", text: "Water is over the bridge at the mill. We need boats, the old people cannot walk.",
            sources: ["sms"], why: "the error model gives .63 · step 2 of 10", guess: "related .71")
        content.labels = [
            Label(key: "0", title: "not related", color: .blue), Label(key: "1", title: "related", color: .red),
        ]
        content.upcoming = (0..<6).map {
            Upcoming(
                score: ".5\($0)", text: "message number \($0) of the queue", strategy: "atlas", reason: "reason \($0)")
        }
        content.past = [Past(mark: "1", text: "the last message"), Past(mark: "-", text: "the one before")]
        content.strategies = [
            Strategy(id: "atlas", title: "ATLAS", sentence: "its own errors", hotkey: "A"),
            Strategy(id: "random", title: "random", sentence: "no preference", hotkey: "R"),
        ]
        content.guidelines = (1...60).map { "guideline \($0)" }.joined(separator: "\n")
        content.problems = ["messages.csv:7: empty text"]
        content.problemCount = 1
        content.problemHeading = "1 row left out"
        return content
    }
}

extension ScreenState {
    static func sample(columns: Int = 80, rows: Int = 24) -> ScreenState {
        ScreenState(content: .sample, columns: columns, rows: rows)
    }

    /// Types a key that no test here expects an effect of.
    mutating func press(_ character: Character) -> [Effect] { update(.key(.character(character))) }
}
