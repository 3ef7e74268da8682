import Encoders
import Notation

extension EncoderIdentity {
    /// How much room its files take: `80M bytes`.
    var sizeInWords: String { "\(FewDigits.text(Double(byteCount))) bytes" }
}
