import Encoders
import Threads

/// Makes vectors of texts.
public protocol TextEncoder: Sendable {
    /// Numbers of a vector.
    var width: Int { get }

    /// One vector for each text, in their order, `texts.count` × ``width`` numbers; the same bits for a text whatever stands
    /// beside it, on any number of threads.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    func vectors(of texts: [String], threads: Int, monitor: WorkMonitor) throws -> [Float]
}

extension SentenceEncoder: TextEncoder {}

/// An encoder that is known and need not be loaded: vectors that have been stored do without it.
public struct EncoderSource: Sendable {
    /// What it is called.
    public let name: String
    /// Tells it from other encoders.
    public let digest: String
    /// Which arithmetic its vectors come from: the last bits differ between kinds of processors.
    public let arithmetic: String
    /// Loads it.
    public let load: @Sendable () throws -> any TextEncoder

    public init(
        name: String, digest: String, arithmetic: String, load: @escaping @Sendable () throws -> any TextEncoder
    ) {
        self.name = name
        self.digest = digest
        self.arithmetic = arithmetic
        self.load = load
    }
}
