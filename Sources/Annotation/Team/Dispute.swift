import Answers
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
        for vote in votes {
            for label in vote.answer.labels where counts.indices.contains(label) { counts[label] += 1 }
        }
        return counts
    }

    /// What most votes say: the label that more have than any other, or of several labels a message those that more than half
    /// have; nil where several have as many, or one has half.
    public var majority: Answer? { votes.map(\.answer).majority }

    /// How far the votes differ, in [0, 1]: their entropy as a share of the largest that so many labels can have.
    ///
    /// −Σ pₖ log pₖ / log K over the labels k, with pₖ the share of the votes (C. E. Shannon 1948,
    /// doi:10.1002/j.1538-7305.1948.tb01338.x). Where a message can have several labels, the mean of that for having a label or not,
    /// over the labels that anybody gives it.
    public func disagreement(labelCount: Int) -> Double {
        guard labelCount > 1, !votes.isEmpty else { return 0 }
        if case .several? = votes.first?.answer {
            let counts = counts(labelCount: labelCount).filter { $0 > 0 }
            guard !counts.isEmpty else { return 0 }
            let entropies = counts.map { count in
                let share = Double(count) / Double(votes.count)
                return share < 1 ? -(share * log2(share) + (1 - share) * log2(1 - share)) : 0
            }
            return max(0, min(1, entropies.reduce(0, +) / Double(counts.count)))
        }
        let entropy = counts(labelCount: labelCount).filter { $0 > 0 }.reduce(0.0) { sum, count in
            let share = Double(count) / Double(votes.count)
            return sum - share * log(share)
        }
        return max(0, min(1, entropy / log(Double(labelCount))))
    }
}
