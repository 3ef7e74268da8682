import Notation

extension EncoderError {
    /// Refuses files of a gibibyte and more, before anything in them is counted in 32 bits.
    static func requireModest(_ bytes: [UInt8], path: String) throws(EncoderError) {
        guard bytes.count < 1 << 30 else {
            throw EncoderError(
                path: path, found: "\(CountText.text(bytes.count, "byte"))",
                expected: "a tokenizer's file, of less than \(1 << 30)")
        }
    }
}
