import Arithmetic
import TensorFiles

/// A linear layer behind pooling, as LaBSE has it.
struct DenseModule: Sendable {
    let width: Int
    private let layer: DenseLayer
    /// Whether tanh of its numbers is taken.
    private let isBent: Bool

    /// - Parameters:
    ///   - path: its folder in the encoder's.
    ///   - depth: numbers that go in.
    init(_ folder: EncoderFolder, path: String, depth: Int, math: DenseMath) throws(EncoderError) {
        let settings = try folder.settings(path + "/config.json")
        _ = try settings.number("in_features", in: depth...depth)
        let width = try settings.number("out_features", in: 1...1 << 14)
        let activation = try settings.text("activation_function")
        switch activation.split(separator: ".").last {
        case "Tanh": isBent = true
        case "Identity": isBent = false
        default: throw settings.fault("activation_function", "'\(activation)'", "Tanh or Identity")
        }
        let isBiased = try settings.isTrue("bias", else: true)
        let place = folder.file(path + "/model.safetensors")
        layer = try EncoderError.reading { () throws(TensorFileError) in
            let file = try TensorFile(path: place)
            return DenseLayer(
                weights: try file.floats(named: "linear.weight", shape: [width, depth]),
                bias: isBiased ? try file.floats(named: "linear.bias", shape: [width]) : nil, columns: width,
                depth: depth, math: math)
        }
        self.width = width
    }

    /// The layer's numbers for `rows` rows.
    func apply(_ vectors: FloatBuffer, rows: Int, math: DenseMath) -> FloatBuffer {
        let result = FloatBuffer(count: rows * width)
        layer.apply(vectors.all, rows: rows, to: result[0..<result.count])
        if isBent { math.tanh(result[0..<result.count]) }
        return result
    }
}
