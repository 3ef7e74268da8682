import TensorFiles

extension EncoderError {
    /// A fault of a file of tensors, which for an encoder is one of its own.
    init(_ fault: TensorFileError) {
        self.init(
            path: fault.path, place: fault.place == .file ? nil : fault.place.description, found: fault.found,
            expected: fault.expected)
    }

    /// What `read` reads; what it cannot read is a fault of the encoder.
    static func reading<Result>(
        _ read: () throws(TensorFileError) -> Result
    ) throws(EncoderError) -> Result {
        do { return try read() } catch { throw EncoderError(error) }
    }
}
