import Kernels
import KernelsAVX2
import KernelsAVX512

/// The arithmetic of encoders on dense rows of `Float`, on the ``KernelLevel`` that is in use.
///
/// Matrices lie row by row; where a row is part of a longer one, a stride says how many numbers lie from one row to the next.
/// Each function checks its bounds once. NaN in numbers gives NaN and never a trap. Sums over a row are taken in sixteen
/// partial sums of fixed order, so that `avx2` and `avx512` agree to the bit.
public struct DenseMath: Sendable {
    public let level: KernelLevel

    /// - Precondition: This CPU supports `level`.
    public init(level: KernelLevel = .current) {
        precondition(level <= .supported, "kernels that this CPU cannot run")
        self.level = level
    }

    /// Columns of a panel in packed weights, which are thus good for one level only.
    public var panelWidth: Int {
        switch level {
        case .plain: Kernels.DenseKernels.panelWidth
        case .avx2: KernelsAVX2.DenseKernels.panelWidth
        case .avx512: KernelsAVX512.DenseKernels.panelWidth
        }
    }

    /// Numbers that packed weights take: `columns` rounded up to whole panels, times `depth`.
    public func packedCount(columns: Int, depth: Int) -> Int {
        precondition(columns >= 0 && depth >= 0, "a negative size")
        return (columns + panelWidth - 1) / panelWidth * panelWidth * depth
    }

    /// Lays out `columns` rows of `depth` weights (as PyTorch keeps a layer: output × input) for ``product``.
    public func pack(
        _ weights: UnsafeBufferPointer<Float>, stride: Int, columns: Int, depth: Int,
        to panels: UnsafeMutableBufferPointer<Float>
    ) {
        MatrixBounds.check(weights.count, rows: columns, stride: stride, width: depth)
        precondition(panels.count >= packedCount(columns: columns, depth: depth), "panels too small")
        guard columns > 0, depth > 0, let weights = weights.baseAddress, let panels = panels.baseAddress else { return }
        switch level {
        case .plain:
            Kernels.DenseKernels.pack(weights, stride: stride, columns: columns, depth: depth, to: panels)
        case .avx2:
            KernelsAVX2.DenseKernels.pack(weights, stride: stride, columns: columns, depth: depth, to: panels)
        case .avx512:
            KernelsAVX512.DenseKernels.pack(weights, stride: stride, columns: columns, depth: depth, to: panels)
        }
    }

    /// Lays out `depth` rows of `columns` weights (as NumPy keeps a layer: input × output) for ``product``.
    public func packRows(
        _ weights: UnsafeBufferPointer<Float>, stride: Int, columns: Int, depth: Int,
        to panels: UnsafeMutableBufferPointer<Float>
    ) {
        MatrixBounds.check(weights.count, rows: depth, stride: stride, width: columns)
        precondition(panels.count >= packedCount(columns: columns, depth: depth), "panels too small")
        guard columns > 0, depth > 0, let weights = weights.baseAddress, let panels = panels.baseAddress else { return }
        switch level {
        case .plain:
            Kernels.DenseKernels.packRows(weights, stride: stride, columns: columns, depth: depth, to: panels)
        case .avx2:
            KernelsAVX2.DenseKernels.packRows(weights, stride: stride, columns: columns, depth: depth, to: panels)
        case .avx512:
            KernelsAVX512.DenseKernels.packRows(weights, stride: stride, columns: columns, depth: depth, to: panels)
        }
    }

    /// target = a · weights + bias: `rows` × `depth` numbers times packed weights, to `rows` × `columns` numbers.
    ///
    /// Each number is summed over depth in order, beginning from its bias or 0; so its bits do not depend on the rows beside
    /// it. Numbers of `target` beyond a row's `columns` are left as they are. Rows of `a` may overlap: with a stride below
    /// `depth` they are windows on one sequence, which makes this a convolution without copies.
    public func product(
        _ a: UnsafeBufferPointer<Float>, stride: Int, rows: Int, depth: Int, panels: UnsafeBufferPointer<Float>,
        bias: UnsafeBufferPointer<Float>? = nil, columns: Int, to target: UnsafeMutableBufferPointer<Float>,
        targetStride: Int
    ) {
        MatrixBounds.check(a.count, rows: rows, stride: stride, width: depth, mayOverlap: true)
        MatrixBounds.check(target.count, rows: rows, stride: targetStride, width: columns)
        precondition(panels.count >= packedCount(columns: columns, depth: depth), "panels too small")
        precondition(bias.map { $0.count >= columns } ?? true, "too few biases")
        guard rows > 0, columns > 0, let to = target.baseAddress else { return }
        guard depth > 0, let a = a.baseAddress, let panels = panels.baseAddress else {
            for row in 0..<rows {
                for column in 0..<columns { to[row * targetStride + column] = bias?[column] ?? 0 }
            }
            return
        }
        let bias = bias?.baseAddress
        switch level {
        case .plain:
            Kernels.DenseKernels.product(
                a, stride: stride, rows: rows, depth: depth, panels: panels, bias: bias, columns: columns, to: to,
                targetStride: targetStride)
        case .avx2:
            KernelsAVX2.DenseKernels.product(
                a, stride: stride, rows: rows, depth: depth, panels: panels, bias: bias, columns: columns, to: to,
                targetStride: targetStride)
        case .avx512:
            KernelsAVX512.DenseKernels.product(
                a, stride: stride, rows: rows, depth: depth, panels: panels, bias: bias, columns: columns, to: to,
                targetStride: targetStride)
        }
    }

    /// x · Φ(x) in place, Φ the normal distribution's; |error| ≤ 2e-7 · (1 + |x|). Hendrycks and Gimpel, "Gaussian Error Linear
    /// Units", 2016.
    public func gelu(_ x: UnsafeMutableBufferPointer<Float>) {
        guard let numbers = x.baseAddress else { return }
        switch level {
        case .plain:
            Kernels.DenseKernels.gelu(numbers, count: x.count)
        case .avx2:
            KernelsAVX2.DenseKernels.gelu(numbers, count: x.count)
        case .avx512:
            KernelsAVX512.DenseKernels.gelu(numbers, count: x.count)
        }
    }

    /// tanh in place; relative error ≤ 4e-7.
    public func tanh(_ x: UnsafeMutableBufferPointer<Float>) {
        guard let numbers = x.baseAddress else { return }
        switch level {
        case .plain:
            Kernels.DenseKernels.tanh(numbers, count: x.count)
        case .avx2:
            KernelsAVX2.DenseKernels.tanh(numbers, count: x.count)
        case .avx512:
            KernelsAVX512.DenseKernels.tanh(numbers, count: x.count)
        }
    }

    /// Softmax of `scale` · the first `count` numbers of each row, in place; the rest of the row, up to `stride`, becomes 0.
    /// Numbers of -inf become 0, also where there are no others.
    public func softmax(_ x: UnsafeMutableBufferPointer<Float>, rows: Int, stride: Int, count: Int, scale: Float = 1) {
        MatrixBounds.check(x.count, rows: rows, stride: stride, width: stride)
        precondition(count >= 0 && count <= stride && scale > 0, "a softmax that does not fit its rows")
        guard rows > 0, stride > 0, let x = x.baseAddress else { return }
        switch level {
        case .plain:
            Kernels.DenseKernels.softmax(x, rows: rows, stride: stride, count: count, scale: scale)
        case .avx2:
            KernelsAVX2.DenseKernels.softmax(x, rows: rows, stride: stride, count: count, scale: scale)
        case .avx512:
            KernelsAVX512.DenseKernels.softmax(x, rows: rows, stride: stride, count: count, scale: scale)
        }
    }

    /// x = (v − mean of v) / √(variance of v + epsilon) · gain + bias for the rows v of x + y. Ba, Kiros and Hinton, "Layer
    /// Normalization", 2016.
    public func addAndNormalize(
        _ x: UnsafeMutableBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>? = nil, rows: Int, width: Int,
        gain: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>, epsilon: Float
    ) {
        MatrixBounds.check(x.count, rows: rows, stride: width, width: width)
        if let y { MatrixBounds.check(y.count, rows: rows, stride: width, width: width) }
        precondition(gain.count >= width && bias.count >= width, "a gain or bias too short")
        guard rows > 0, width > 0, let x = x.baseAddress, let gain = gain.baseAddress, let bias = bias.baseAddress
        else { return }
        let y = y?.baseAddress
        switch level {
        case .plain:
            Kernels.DenseKernels.addAndNormalize(
                x, y, rows: rows, width: width, gain: gain, bias: bias, epsilon: epsilon)
        case .avx2:
            KernelsAVX2.DenseKernels.addAndNormalize(
                x, y, rows: rows, width: width, gain: gain, bias: bias, epsilon: epsilon)
        case .avx512:
            KernelsAVX512.DenseKernels.addAndNormalize(
                x, y, rows: rows, width: width, gain: gain, bias: bias, epsilon: epsilon)
        }
    }

    /// target += factor · source, buffers of one length.
    public func add(
        _ factor: Float = 1, _ source: UnsafeBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(source.count == target.count, "buffers of two lengths")
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        switch level {
        case .plain:
            Kernels.DenseKernels.add(factor, from, to: to, count: source.count)
        case .avx2:
            KernelsAVX2.DenseKernels.add(factor, from, to: to, count: source.count)
        case .avx512:
            KernelsAVX512.DenseKernels.add(factor, from, to: to, count: source.count)
        }
    }

    /// x = max(0, x + bias) + y for `rows` rows of `width` numbers, in place.
    public func rectify(
        _ x: UnsafeMutableBufferPointer<Float>, stride: Int, rows: Int, width: Int,
        bias: UnsafeBufferPointer<Float>? = nil, adding y: UnsafeBufferPointer<Float>? = nil, yStride: Int = 0
    ) {
        MatrixBounds.check(x.count, rows: rows, stride: stride, width: width)
        if let y { MatrixBounds.check(y.count, rows: rows, stride: yStride, width: width) }
        precondition(bias.map { $0.count >= width } ?? true, "too few biases")
        guard rows > 0, width > 0, let x = x.baseAddress else { return }
        let bias = bias?.baseAddress
        let y = y?.baseAddress
        switch level {
        case .plain:
            Kernels.DenseKernels.rectify(
                x, stride: stride, rows: rows, width: width, bias: bias, adding: y, yStride: yStride)
        case .avx2:
            KernelsAVX2.DenseKernels.rectify(
                x, stride: stride, rows: rows, width: width, bias: bias, adding: y, yStride: yStride)
        case .avx512:
            KernelsAVX512.DenseKernels.rectify(
                x, stride: stride, rows: rows, width: width, bias: bias, adding: y, yStride: yStride)
        }
    }

    /// Each row of `width` numbers divided by √max(its sum of squares, `floor`), in place; rows of 0 stay 0.
    public func normalizeLength(
        _ x: UnsafeMutableBufferPointer<Float>, rows: Int, width: Int, floor: Float = .leastNormalMagnitude
    ) {
        MatrixBounds.check(x.count, rows: rows, stride: width, width: width)
        guard rows > 0, width > 0, let x = x.baseAddress else { return }
        switch level {
        case .plain:
            Kernels.DenseKernels.normalizeLength(x, rows: rows, width: width, floor: floor)
        case .avx2:
            KernelsAVX2.DenseKernels.normalizeLength(x, rows: rows, width: width, floor: floor)
        case .avx512:
            KernelsAVX512.DenseKernels.normalizeLength(x, rows: rows, width: width, floor: floor)
        }
    }
}
