import Answers
import Foundation
import Learning
import Sampling

/// A model that has been learnt, and what it says of every text: a finished value, so that no key waits for it.
///
/// After a resume what it says may be there before the model is: see ``QueueCache``.
public struct LearntModel: Sendable {
    /// What it has learnt from.
    public let training: [Example]
    /// What it gives each label, a row for each text.
    public let probabilities: Matrix
    /// Which label is guessed.
    public let decision: Decision
    /// The model itself; nil where only what it says was kept.
    let parts: Parts?

    /// What a model says of texts rests on these.
    struct Parts: Sendable {
        let classifier: Classifier
        let rows: FeatureRows
        /// Lengths of the sparse rows.
        let rowLengths: [Double]
        /// What the columns of the rows stand for.
        let vocabulary: Vocabulary
        let threads: Int
    }

    /// Whether the model itself is there, and not only what it says of each text.
    public var isWhole: Bool { parts != nil }

    /// What it gives an answer of a text: the probability of its label; of several the geometric mean of what it gives each label to
    /// hold, or not to hold, as the answer says, so that it does not fall with their number.
    public func probability(of answer: Answer, for row: Int) -> Double {
        let given = probabilities.row(row)
        switch answer {
        case .one(let label): return label < given.count ? Double(given[given.startIndex + label]) : 0
        case .several(let labels):
            let sum = given.indices.reduce(0.0) { sum, index in
                let probability = Double(given[index])
                let holds = labels.contains(index - given.startIndex)
                return sum + log(max(1e-12, holds ? probability : 1 - probability))
            }
            return exp(sum / Double(max(1, given.count)))
        }
    }

    /// The model's own answer for a text, and its probability.
    public func guess(for row: Int) -> (answer: Answer, probability: Double) {
        let given = probabilities.row(row)
        let label = decision.label(given)
        return (.one(label), Double(given[given.startIndex + label]))
    }

    /// Which words of a text speak for the model's answer, which against it, and what its meaning does; nil where the model
    /// is not whole.
    ///
    /// - Parameter text: the text of that row.
    /// - Complexity: O(features of the text × hidden units).
    public func explanation(of text: String, row: Int) -> LabelExplanation? {
        parts.map { parts in
            parts.classifier.explanation(
                of: text, label: decision.label(probabilities.row(row)), rows: parts.rows, row: row,
                vocabulary: parts.vocabulary)
        }
    }

    /// Texts that say nearly what one says, the most similar first; see `NearDuplicates`. Nil where the model is not whole.
    public func nearDuplicates(
        of row: Int, among candidates: [Int], similarity: Double, limit: Int
    ) -> [(row: Int, similarity: Double)]? {
        parts.map { parts in
            NearDuplicates.rows(
                like: row, among: candidates, in: parts.rows.sparse, lengths: parts.rowLengths, similarity: similarity,
                limit: limit, threads: parts.threads)
        }
    }

    /// Texts whose meanings are most like that of one, by the cosine of their centred vectors, the most similar first; nil
    /// where the model is not whole, or has learnt from words alone.
    ///
    /// - Parameter similarity: the least cosine, in [−1, 1].
    /// - Complexity: O(candidates × width) and O(*m* log *m*) for the *m* that are similar.
    public func nearestInMeaning(
        to row: Int, among candidates: [Int], similarity: Double, limit: Int
    ) -> [Int]? {
        guard let parts, let dense = parts.rows.dense else { return nil }
        let products = dense.products(of: candidates, with: dense.row(row).map(Double.init), threads: parts.threads)
        // Every row is as long as the weight.
        let least = similarity * Double(dense.weight) * Double(dense.weight)
        let near = zip(candidates, products).filter { $0.0 != row && $0.1 >= least && $0.1 > 0 }
        return near.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(limit).map(\.0)
    }
}
