/// The candidates that the model is least confident of, a tenth of the pool: where the combined strategies look.
struct LeastConfidentCandidates {
    /// Rows of the ⌈10 %⌉ least confident candidates, at least so many as are wanted, most uncertain first.
    let rows: [Int]

    init(atLeast count: Int, in context: RoundContext) throws {
        let tenth = (context.candidates.count + 9) / 10
        rows = try LeastConfidence().select(max(count, tenth), from: context).map(\.row)
    }
}
