import Learning
import Sampling

/// A model that has been learnt, and what it says of every text: a finished value, so that no key waits for it.
public struct LearntModel: Sendable {
    /// What it has learnt from.
    public let training: [Example]
    let classifier: Classifier
    /// What it gives each label, a row for each text.
    public let probabilities: Matrix
    let rows: FeatureRows
    /// Lengths of the sparse rows.
    let rowLengths: [Double]
    /// What the columns of the rows stand for.
    let vocabulary: Vocabulary
    /// Which label is guessed.
    public let decision: Decision
    let threads: Int

    /// The model's own answer for a text: label index, and its probability.
    public func guess(for row: Int) -> (label: Int, probability: Double) {
        let given = probabilities.row(row)
        let label = decision.label(given)
        return (label, Double(given[given.startIndex + label]))
    }

    /// Which words of a text speak for the model's answer, which against it, and what its meaning does.
    ///
    /// - Parameter text: the text of that row.
    /// - Complexity: O(features of the text × hidden units).
    public func explanation(of text: String, row: Int) -> LabelExplanation {
        classifier.explanation(
            of: text, label: guess(for: row).label, rows: rows, row: row, vocabulary: vocabulary)
    }

    /// Texts that say nearly what one says, the most similar first; see `NearDuplicates`.
    public func nearDuplicates(
        of row: Int, among candidates: [Int], similarity: Double, limit: Int
    ) -> [(row: Int, similarity: Double)] {
        NearDuplicates.rows(
            like: row, among: candidates, in: rows.sparse, lengths: rowLengths, similarity: similarity, limit: limit,
            threads: threads)
    }
}
