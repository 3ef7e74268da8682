import Arithmetic

/// Gain, bias and epsilon of a normalisation of rows.
struct LayerNormalization: Sendable {
    private let gain: FloatBuffer
    private let bias: FloatBuffer
    private let epsilon: Float

    init(gain: [Float], bias: [Float], epsilon: Float) {
        self.gain = FloatBuffer(gain)
        self.bias = FloatBuffer(bias)
        self.epsilon = epsilon
    }

    /// x = normalised(x + y), for `rows` rows one behind the other.
    func apply(
        _ x: UnsafeMutableBufferPointer<Float>, adding y: UnsafeBufferPointer<Float>? = nil, rows: Int, math: DenseMath
    ) {
        math.addAndNormalize(
            x, y, rows: rows, width: gain.count, gain: gain.all, bias: bias.all, epsilon: epsilon)
    }
}
