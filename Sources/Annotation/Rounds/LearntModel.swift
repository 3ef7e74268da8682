import Answers
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
        answer.probability(in: probabilities.row(row))
    }

    /// The model's own answer for a text, and its probability.
    public func guess(for row: Int) -> (answer: Answer, probability: Double) {
        let answer = decision.answer(probabilities.row(row))
        return (answer, probability(of: answer, for: row))
    }

    /// The label that the model's answer for a text stands on: of several the most probable one of those that it guesses, or of all
    /// where it guesses none.
    public func leadingLabel(for row: Int) -> Int {
        let given = probabilities.row(row)
        let guess = decision.answer(given)
        if let label = guess.label { return label }
        let most = (guess.isEmpty ? Array(0..<given.count) : guess.labels).max { one, other in
            let (left, right) = (given[given.startIndex + one], given[given.startIndex + other])
            return left != right ? left < right : one > other
        }
        return most ?? 0
    }

    /// Which words of a text speak for the model's answer, which against it, and what its meaning does; nil where the model
    /// is not whole.
    ///
    /// - Parameters:
    ///   - text: the text of that row.
    ///   - label: the label that they speak for or against; nil for the ``leadingLabel(for:)``.
    /// - Complexity: O(features of the text × hidden units).
    public func explanation(of text: String, row: Int, label: Int? = nil) -> LabelExplanation? {
        parts.map { parts in
            parts.classifier.explanation(
                of: text, label: label ?? leadingLabel(for: row), rows: parts.rows, row: row,
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
