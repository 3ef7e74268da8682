/// What the comparison of the strategies, `sample-data/COMPARISON.md`, has found of one: its learning curve of average
/// precision against random's, over seeds.
public enum Comparison: Sendable, Hashable {
    /// What the others are held against.
    case baseline
    /// Better than random beyond the interval on at least one set of messages, in one game at least.
    case better
    /// Better than random in none.
    case notBetter
    /// Not in the table yet.
    case notMeasured
}
