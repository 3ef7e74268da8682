/// The tenth of the pool that the model is least confident of: where the combined strategies look.
enum UncertainTenth {
    /// Rows of the ⌈10 %⌉ least confident candidates, at least `count`, most uncertain first.
    static func rows(atLeast count: Int, in context: RoundContext) throws -> [Int] {
        let size = max(count, (context.candidates.count + 9) / 10)
        return try LeastConfidence().select(size, from: context).map(\.row)
    }
}
