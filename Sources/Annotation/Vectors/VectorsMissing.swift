/// A queue was learnt from vectors that are not there now, so that it cannot be had again as it was.
public struct VectorsMissing: Error, Hashable, CustomStringConvertible {
    /// Which vectors.
    public let identity: String

    public var description: String {
        "the queue in use was learnt from vectors (\(identity)) that are not there; a new round is learnt"
    }
}
