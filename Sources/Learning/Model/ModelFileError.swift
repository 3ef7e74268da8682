import TensorFiles

/// Why a file is not taken for a model.
public struct ModelFileError: Error, Hashable, CustomStringConvertible {
    /// Where, what stands there, and what a model has there.
    public let fault: TensorFileError

    init(_ fault: TensorFileError) { self.fault = fault }

    init(path: String, place: TensorFileError.Place, found: String, expected: String) {
        self.init(TensorFileError(path: path, place: place, found: found, expected: expected))
    }

    public var description: String {
        "\(fault); this is no model of this program, or a damaged one; write it anew with tocsin model save"
    }

    /// What `read` reads; what it cannot read is a fault of the model.
    static func reading<Result>(
        _ read: () throws(TensorFileError) -> Result
    ) throws(ModelFileError) -> Result {
        do { return try read() } catch { throw ModelFileError(error) }
    }
}
