/// Choosing a batch a step at a time, with the model told after each step what was chosen.
///
/// Shared by the adaptive strategies: rescore what is left, take the best of it, let the caller relabel them, repeat.
enum AdaptiveSteps {
    /// Messages a step, for whoever asks in a recipe.
    static let option = StrategyOption(
        name: "step", numbers: 1...100_000, sentence: "messages a step; default a tenth of the batch")

    /// A step's worth where nothing else is said: a tenth of the batch, at least one.
    static func tenth(of count: Int) -> Int { max(1, count / 10) }

    /// One message with its score and the step, counted from 1, in which it was chosen.
    struct Choice {
        let candidate: Int
        let score: Double
        let step: Int
    }

    /// - Parameters:
    ///   - count: messages wanted.
    ///   - stepSize: messages a step, at least one.
    ///   - candidates: what may be chosen; ties go to the earlier one.
    ///   - score: the scores of the candidates left, given in order; called once a step.
    ///   - chosen: told of each step's choices before the next step is scored; not called after the last.
    /// - Complexity: `count / stepSize` rounds of scoring.
    static func choose(
        _ count: Int, stepSize: Int, from candidates: [Int],
        score: ([Int]) throws -> [Double], chosen: ([Int]) throws -> Void
    ) rethrows -> [Choice] {
        var left = Array(candidates.indices)
        var choices: [Choice] = []
        var step = 1
        while choices.count < count, !left.isEmpty {
            let scores = try score(left.map { candidates[$0] })
            let wanted = min(max(1, stepSize), count - choices.count)
            let positions = HighestScores.positions(wanted, of: scores)
            let taken = positions.map { candidates[left[$0]] }
            choices += zip(taken, positions).map { Choice(candidate: $0, score: scores[$1], step: step) }
            let gone = Set(positions)
            left = left.indices.filter { !gone.contains($0) }.map { left[$0] }
            if choices.count < count, !left.isEmpty { try chosen(taken) }
            step += 1
        }
        return choices
    }
}
