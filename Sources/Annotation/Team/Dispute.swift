import Foundation
import Journal

/// A message that somebody has to decide on: annotators label it differently, or have changed their labels since a decision.
public struct Dispute: Sendable, Hashable {
    /// The message of the pool that a decision names; its text may stand in others.
    public let row: Int
    /// All labels that hold, by the names of those who gave them.
    public let votes: [Vote]
    /// Whether the text measures.
    public let measures: Bool
    /// What was decided before the votes changed: it comes for a second look. Nil where nobody has decided.
    public let earlier: TeamDecision?

    /// How many votes each label has.
    public func counts(labelCount: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: labelCount)
        for vote in votes where counts.indices.contains(vote.label) { counts[vote.label] += 1 }
        return counts
    }

    /// The label that more votes have than any other; nil where several have as many.
    public var majority: Int? {
        let counts = Dictionary(grouping: votes, by: \.label).mapValues(\.count)
        guard let most = counts.values.max() else { return nil }
        let leading = counts.filter { $0.value == most }
        return leading.count == 1 ? leading.first?.key : nil
    }

    /// How far the votes differ, in [0, 1]: their entropy as a share of the largest that so many labels can have.
    ///
    /// −Σ pₖ log pₖ / log K over the labels k, with pₖ the share of the votes (C. E. Shannon 1948,
    /// doi:10.1002/j.1538-7305.1948.tb01338.x).
    public func disagreement(labelCount: Int) -> Double {
        guard labelCount > 1, !votes.isEmpty else { return 0 }
        let entropy = counts(labelCount: labelCount).filter { $0 > 0 }.reduce(0.0) { sum, count in
            let share = Double(count) / Double(votes.count)
            return sum - share * log(share)
        }
        return max(0, min(1, entropy / log(Double(labelCount))))
    }
}
