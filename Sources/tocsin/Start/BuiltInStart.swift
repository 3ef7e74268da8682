import Annotation
import Foundation
import Learning
import Messages

/// What the disaster task starts from where nothing else is named: a model of Tocsin's sample messages, which ranks before the
/// first label.
enum BuiltInStart {
    /// What it is called on the command line.
    static let name = "built-in"

    /// The model; nil where its numbers are not what they should be.
    static let model: VectorModel? = {
        let scheme = LabelScheme.disaster
        let numbers: [UInt32] = decoded(Self.numbers, width: 4)
        let known: [UInt64] = decoded(texts, width: 5)
        guard let bias = numbers.last, let negative = scheme.names.first(where: { $0 != positive }) else { return nil }
        return VectorModel(
            task: scheme.task, positive: positive, negative: negative, labelCount: labelCount, encoder: encoder,
            weights: numbers.dropLast().map { Float(bitPattern: $0) }, bias: Float(bitPattern: bias), texts: known)
    }()

    private static var positive: String { LabelScheme.disaster.names[LabelScheme.disaster.positiveIndex] }

    /// The numbers of a text in base 64, of so many bytes each, low byte first.
    private static func decoded<Number: FixedWidthInteger>(_ text: String, width: Int) -> [Number] {
        let bytes = Array(Data(base64Encoded: text.filter { !$0.isNewline }) ?? Data())
        return stride(from: 0, to: bytes.count - bytes.count % width, by: width).map { start in
            (0..<width).reduce(Number(0)) { $0 | Number(bytes[start + $1]) << Number(8 * $1) }
        }
    }

    /// The task to start from, for a task with its labels whose texts it has not learnt from; nil for others.
    ///
    /// - Parameter encoder: digest of the encoder that the session learns from; nil for words alone.
    static func source(for corpus: Corpus, encoder: String?) -> TransferSource? {
        try? named(for: corpus, encoder: encoder)
    }

    /// The same for who asks for it.
    ///
    /// - Throws: ``BuiltInStartError`` for a task or an encoder of which it knows nothing, and for texts that it knows by heart.
    static func named(for corpus: Corpus, encoder: String?) throws(BuiltInStartError) -> TransferSource {
        guard let model, model.encoder == encoder else { throw .otherEncoder(own: Self.encoder, named: encoder) }
        let source = TransferSource(model: model)
        guard corpus.scheme.task == model.task, source.ranks(corpus.scheme) else {
            throw .otherTask(corpus.scheme.task, labels: corpus.scheme.names)
        }
        guard !model.knows(corpus.textHashes) else { throw .knownTexts }
        return source
    }
}

/// Why a session cannot start from what the program knows.
enum BuiltInStartError: Error, CustomStringConvertible {
    case otherEncoder(own: String, named: String?)
    case otherTask(String, labels: [String])
    case knownTexts

    var description: String {
        switch self {
        case .otherEncoder(let own, let named):
            "--transfer-from built-in knows the vectors of the encoder \(own), which the install brings; here it is "
                + "\(named ?? "none"): leave the option out"
        case .otherTask(let task, let labels):
            "--transfer-from built-in knows the disaster task and its labels; this one is '\(task)' with "
                + "\(labels.joined(separator: ", ")): leave the option out"
        case .knownTexts:
            "--transfer-from built-in has learnt from sample-data, and there are texts of it among these: leave the option out"
        }
    }
}
