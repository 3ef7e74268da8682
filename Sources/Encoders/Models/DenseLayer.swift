import Arithmetic

/// Weights and biases of a linear layer, laid out once for the kernels of one level.
struct DenseLayer: Sendable {
    /// Numbers that go in.
    let depth: Int
    /// Numbers that come out.
    let columns: Int
    private let panels: FloatBuffer
    private let bias: FloatBuffer?
    private let math: DenseMath

    /// - Parameters:
    ///   - weights: `columns` × `depth`, as PyTorch keeps them.
    ///   - bias: `columns` numbers, or nil for zeroes.
    init(weights: [Float], bias: [Float]?, columns: Int, depth: Int, math: DenseMath) {
        self.init(bias: bias, columns: columns, depth: depth, math: math) { panels in
            weights.withUnsafeBufferPointer {
                math.pack($0, stride: depth, columns: columns, depth: depth, to: panels)
            }
        }
    }

    /// - Parameter rows: weights `depth` × `columns`, as NumPy keeps them.
    init(rows: [Float], bias: [Float]?, columns: Int, depth: Int, math: DenseMath) {
        self.init(bias: bias, columns: columns, depth: depth, math: math) { panels in
            rows.withUnsafeBufferPointer {
                math.packRows($0, stride: columns, columns: columns, depth: depth, to: panels)
            }
        }
    }

    private init(
        bias: [Float]?, columns: Int, depth: Int, math: DenseMath, pack: (UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        self.depth = depth
        self.columns = columns
        self.math = math
        self.bias = bias.map { FloatBuffer($0) }
        panels = FloatBuffer(count: math.packedCount(columns: columns, depth: depth))
        pack(panels[0..<panels.count])
    }

    /// target = a · weights + bias, for `rows` rows.
    ///
    /// - Parameter stride: numbers from one row of `a` to the next; nil for rows one behind the other.
    func apply(
        _ a: UnsafeBufferPointer<Float>, stride: Int? = nil, rows: Int, to target: UnsafeMutableBufferPointer<Float>
    ) {
        math.product(
            a, stride: stride ?? depth, rows: rows, depth: depth, panels: panels.all, bias: bias?.all,
            columns: columns, to: target, targetStride: columns)
    }
}
