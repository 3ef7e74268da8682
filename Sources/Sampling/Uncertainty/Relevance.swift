/// Relevance: the messages that most probably have the positive label.
///
/// What is looked for is found soonest so, and a rare label gets its examples; what the model does not know to look for is never
/// asked. Continuous active learning in the search for documents: Cormack & Grossman 2014.
struct Relevance: ScoringStrategy {
    static let declaration = StrategyDeclaration(
        id: "relevance", title: "relevance", hotkey: "Y", family: .uncertainty,
        sentence: "the likeliest of what is looked for; when the label is rare, or finding matters more than learning",
        source: "Cormack & Grossman 2014",
        cost: "none",
        tasks: TaskKind.all, reads: [.probabilities], comparison: .better,
        make: { _ in Self() })

    /// - Complexity: O(*n*) with *n* candidates.
    func scores(in context: RoundContext) throws -> CandidateScores {
        let probabilities = try context.probabilities()
        let positive = context.decision.positive
        let scores = context.candidates.map { Self.score(probabilities.row($0), positive: positive) }
        return CandidateScores(scores: scores) { .relevant(probability: scores[$0], label: positive) }
    }

    static func score(_ probabilities: ArraySlice<Float>, positive: Int) -> Double {
        clampedToUnit(Double(probabilities[probabilities.startIndex + positive]))
    }
}
