import Journal
import Learning

/// Vectors of all texts of a corpus: there, or in the making.
public protocol RowVectors: Sendable {
    /// Tells vectors from others, for the journal: the same texts with the same identity have the same vectors.
    var identity: String { get }
    /// The encoder that they are from.
    var origin: EncoderOrigin { get }

    /// One row for each text; nil while some are still to be made. Waits for what has been stored to be read, and for
    /// nothing else.
    func rows() -> DenseRows?
}
