import Kernels
import KernelsAVX2
import KernelsAVX512

/// The arithmetic of training and scoring. Nothing is fused and every sum has one order, so that each number has the same bits
/// on every CPU and every ``KernelLevel``.
///
/// Each function checks its bounds once, then runs without, on the level in use if none is given.
public enum LinearMath {
    /// `target[targetStart + i] += factor · source[sourceStart + i]` for i in 0 ..< `count`.
    public static func addScaled(
        _ factor: Float, _ source: UnsafeBufferPointer<Float>, _ sourceStart: Int,
        to target: UnsafeMutableBufferPointer<Float>, _ targetStart: Int, count: Int, level: KernelLevel? = nil
    ) {
        precondition(
            sourceStart >= 0 && targetStart >= 0 && sourceStart + count <= source.count
                && targetStart + count <= target.count, "a row outside its matrix")
        guard count > 0, let from = source.baseAddress, let to = target.baseAddress else { return }
        switch KernelLevel.inUse(level) {
        case .plain:
            Kernels.LinearKernels.addScaled(factor, from + sourceStart, to: to + targetStart, count: count)
        case .avx2:
            KernelsAVX2.LinearKernels.addScaled(factor, from + sourceStart, to: to + targetStart, count: count)
        case .avx512:
            KernelsAVX512.LinearKernels.addScaled(factor, from + sourceStart, to: to + targetStart, count: count)
        }
    }

    /// `table[rows[e] · width + u] += factor · values[e] · source[sourceStart + u]` for all entries e in their order and u in
    /// 0 ..< `width`.
    public static func addScaled(
        rows: UnsafeBufferPointer<Int32>, values: UnsafeBufferPointer<Float>, factor: Float,
        _ source: UnsafeBufferPointer<Float>, _ sourceStart: Int, to table: UnsafeMutableBufferPointer<Float>,
        width: Int, level: KernelLevel? = nil
    ) {
        precondition(
            rows.count == values.count && sourceStart >= 0 && sourceStart + width <= source.count,
            "a row outside its matrix")
        guard width > 0 else { return }
        let limit = table.count / width
        for row in rows { precondition(row >= 0 && Int(row) < limit, "a row outside its matrix") }
        guard let entries = rows.baseAddress, let numbers = values.baseAddress, let table = table.baseAddress,
            let from = source.baseAddress.map({ $0 + sourceStart })
        else { return }
        switch KernelLevel.inUse(level) {
        case .plain:
            Kernels.LinearKernels.addScaled(
                rows: entries, values: numbers, count: values.count, factor: factor, from, to: table, width: width)
        case .avx2:
            KernelsAVX2.LinearKernels.addScaled(
                rows: entries, values: numbers, count: values.count, factor: factor, from, to: table, width: width)
        case .avx512:
            KernelsAVX512.LinearKernels.addScaled(
                rows: entries, values: numbers, count: values.count, factor: factor, from, to: table, width: width)
        }
    }

    /// `numbers[start + i] = 0` where it is below, for i in 0 ..< `count`.
    public static func rectify(
        _ numbers: UnsafeMutableBufferPointer<Float>, _ start: Int, count: Int, level: KernelLevel? = nil
    ) {
        precondition(start >= 0 && start + count <= numbers.count, "a row outside its matrix")
        guard count > 0, let first = numbers.baseAddress else { return }
        switch KernelLevel.inUse(level) {
        case .plain: Kernels.LinearKernels.rectify(first + start, count: count)
        case .avx2: KernelsAVX2.LinearKernels.rectify(first + start, count: count)
        case .avx512: KernelsAVX512.LinearKernels.rectify(first + start, count: count)
        }
    }

    /// `slopes[start + i] = 0` where `outputs[start + i]` is not above, for i in 0 ..< `count`: the way back through ``rectify``.
    public static func rectifySlopes(
        _ slopes: UnsafeMutableBufferPointer<Float>, outputs: UnsafeBufferPointer<Float>, _ start: Int, count: Int,
        level: KernelLevel? = nil
    ) {
        precondition(
            start >= 0 && start + count <= slopes.count && start + count <= outputs.count, "a row outside its matrix")
        guard count > 0, let slopes = slopes.baseAddress, let outputs = outputs.baseAddress else { return }
        switch KernelLevel.inUse(level) {
        case .plain:
            Kernels.LinearKernels.rectifySlopes(slopes + start, outputs: outputs + start, count: count)
        case .avx2:
            KernelsAVX2.LinearKernels.rectifySlopes(slopes + start, outputs: outputs + start, count: count)
        case .avx512:
            KernelsAVX512.LinearKernels.rectifySlopes(slopes + start, outputs: outputs + start, count: count)
        }
    }

    /// `parameters[i] −= rate · gradient[i]`, then `gradient[i] = 0`, for all numbers.
    public static func descend(
        _ parameters: UnsafeMutableBufferPointer<Float>, _ gradient: UnsafeMutableBufferPointer<Float>, rate: Float,
        level: KernelLevel? = nil
    ) {
        let count = parameters.count
        precondition(gradient.count == count, "a gradient of another size")
        guard count > 0, let parameters = parameters.baseAddress, let gradient = gradient.baseAddress else { return }
        switch KernelLevel.inUse(level) {
        case .plain:
            Kernels.LinearKernels.descend(parameters, gradient, rate: rate, count: count)
        case .avx2:
            KernelsAVX2.LinearKernels.descend(parameters, gradient, rate: rate, count: count)
        case .avx512:
            KernelsAVX512.LinearKernels.descend(parameters, gradient, rate: rate, count: count)
        }
    }

    /// Σ `left[leftStart + i]` · `right[rightStart + i]`, in sixteen partial sums of fixed order.
    public static func dot(
        _ left: UnsafeBufferPointer<Float>, _ leftStart: Int, _ right: UnsafeBufferPointer<Float>, _ rightStart: Int,
        count: Int, level: KernelLevel? = nil
    ) -> Float {
        precondition(
            leftStart >= 0 && rightStart >= 0 && leftStart + count <= left.count && rightStart + count <= right.count,
            "a row outside its matrix")
        guard count > 0, let left = left.baseAddress, let right = right.baseAddress else { return 0 }
        switch KernelLevel.inUse(level) {
        case .plain:
            return Kernels.LinearKernels.dot(left + leftStart, right + rightStart, count: count)
        case .avx2:
            return KernelsAVX2.LinearKernels.dot(left + leftStart, right + rightStart, count: count)
        case .avx512:
            return KernelsAVX512.LinearKernels.dot(left + leftStart, right + rightStart, count: count)
        }
    }

    /// Σ `left[i]` · `right[i]` in double precision, in sixteen partial sums of fixed order.
    public static func dot(
        _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Double>, level: KernelLevel? = nil
    ) -> Double {
        precondition(left.count == right.count, "a row of another width")
        guard let a = left.baseAddress, let b = right.baseAddress else { return 0 }
        switch KernelLevel.inUse(level) {
        case .plain: return Kernels.LinearKernels.dot(a, b, count: left.count)
        case .avx2: return KernelsAVX2.LinearKernels.dot(a, b, count: left.count)
        case .avx512: return KernelsAVX512.LinearKernels.dot(a, b, count: left.count)
        }
    }

    /// Σ `left[leftStart + i]` · `right[rightStart + i]` in double precision, in sixteen partial sums of fixed order.
    public static func dot(
        _ left: UnsafeBufferPointer<Double>, _ leftStart: Int, _ right: UnsafeBufferPointer<Double>, _ rightStart: Int,
        count: Int, level: KernelLevel? = nil
    ) -> Double {
        precondition(
            count >= 0 && leftStart >= 0 && rightStart >= 0 && leftStart + count <= left.count
                && rightStart + count <= right.count, "numbers beyond the end")
        guard count > 0, let left = left.baseAddress, let right = right.baseAddress else { return 0 }
        switch KernelLevel.inUse(level) {
        case .plain:
            return Kernels.LinearKernels.dot(left + leftStart, right + rightStart, count: count)
        case .avx2:
            return KernelsAVX2.LinearKernels.dot(left + leftStart, right + rightStart, count: count)
        case .avx512:
            return KernelsAVX512.LinearKernels.dot(left + leftStart, right + rightStart, count: count)
        }
    }

    /// `target[targetStart + i] = scale · numbers[i] − shift · mean[i]` for all numbers.
    public static func expand(
        _ numbers: UnsafeBufferPointer<Int8>, scale: Float, shift: Float, mean: UnsafeBufferPointer<Float>,
        to target: UnsafeMutableBufferPointer<Float>, at targetStart: Int, level: KernelLevel? = nil
    ) {
        let count = numbers.count
        precondition(
            mean.count == count && targetStart >= 0 && targetStart + count <= target.count, "a row outside its buffer")
        guard count > 0, let from = numbers.baseAddress, let mean = mean.baseAddress, let first = target.baseAddress
        else { return }
        let to = first + targetStart
        switch KernelLevel.inUse(level) {
        case .plain: Kernels.LinearKernels.expand(from, scale: scale, shift: shift, mean: mean, to: to, count: count)
        case .avx2:
            KernelsAVX2.LinearKernels.expand(from, scale: scale, shift: shift, mean: mean, to: to, count: count)
        case .avx512:
            KernelsAVX512.LinearKernels.expand(from, scale: scale, shift: shift, mean: mean, to: to, count: count)
        }
    }

    /// Σ (`left[leftStart + i]` − `right[rightStart + i]`)², in sixteen partial sums of fixed order: exactly 0 for equal rows,
    /// which the difference of lengths and product would not be.
    public static func squaredDistance(
        _ left: UnsafeBufferPointer<Float>, _ leftStart: Int, _ right: UnsafeBufferPointer<Float>, _ rightStart: Int,
        count: Int, level: KernelLevel? = nil
    ) -> Float {
        precondition(
            leftStart >= 0 && rightStart >= 0 && leftStart + count <= left.count && rightStart + count <= right.count,
            "a row outside its matrix")
        guard count > 0, let left = left.baseAddress, let right = right.baseAddress else { return 0 }
        switch KernelLevel.inUse(level) {
        case .plain:
            return Kernels.LinearKernels.squaredDistance(left + leftStart, right + rightStart, count: count)
        case .avx2:
            return KernelsAVX2.LinearKernels.squaredDistance(left + leftStart, right + rightStart, count: count)
        case .avx512:
            return KernelsAVX512.LinearKernels.squaredDistance(left + leftStart, right + rightStart, count: count)
        }
    }

    /// `target[targetStart + u] = start[u] + Σₑ values[e] · weights[rows[e] · width + u]` for u in 0 ..< `width`, the terms
    /// added in the order of the entries whatever the block size, so that blocks are a matter of speed alone.
    public static func weightedSum(
        rows: UnsafeBufferPointer<Int32>, values: UnsafeBufferPointer<Float>, weights: UnsafeBufferPointer<Float>,
        start: UnsafeBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>, at targetStart: Int,
        width: Int, level: KernelLevel? = nil
    ) {
        precondition(
            rows.count == values.count && start.count == width && targetStart >= 0
                && targetStart + width <= target.count, "a row outside its matrix")
        guard width > 0 else { return }
        let limit = weights.count / width
        for row in rows { precondition(row >= 0 && Int(row) < limit, "a row outside its matrix") }
        guard let first = start.baseAddress, let to = target.baseAddress.map({ $0 + targetStart }) else { return }
        guard let entries = rows.baseAddress, let numbers = values.baseAddress,
            let table = weights.baseAddress
        else {
            for unit in 0..<width { to[unit] = first[unit] }
            return
        }
        switch KernelLevel.inUse(level) {
        case .plain:
            Kernels.LinearKernels.weightedSum(
                rows: entries, values: numbers, count: values.count, weights: table, start: first, to: to, width: width)
        case .avx2:
            KernelsAVX2.LinearKernels.weightedSum(
                rows: entries, values: numbers, count: values.count, weights: table, start: first, to: to, width: width)
        case .avx512:
            KernelsAVX512.LinearKernels.weightedSum(
                rows: entries, values: numbers, count: values.count, weights: table, start: first, to: to, width: width)
        }
    }

    /// `target[r · targetStride + u] = start[u] + Σₖ x[r · stride + k] · weights[k · width + u]` for r in 0 ..< `rows` and u in
    /// 0 ..< `width`, the terms added in the order of k in 0 ..< `depth`: the bits of ``weightedSum`` with all rows of weights.
    public static func product(
        _ x: UnsafeBufferPointer<Float>, stride: Int, rows: Int, depth: Int, weights: UnsafeBufferPointer<Float>,
        width: Int, start: UnsafeBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>, targetStride: Int,
        level: KernelLevel? = nil
    ) {
        MatrixBounds.check(x.count, rows: rows, stride: stride, width: depth)
        MatrixBounds.check(weights.count, rows: depth, stride: width, width: width)
        MatrixBounds.check(target.count, rows: rows, stride: targetStride, width: width)
        precondition(start.count == width, "a start of another width")
        guard rows > 0, width > 0, let first = start.baseAddress, let to = target.baseAddress else { return }
        guard depth > 0, let x = x.baseAddress, let weights = weights.baseAddress else {
            for row in 0..<rows {
                for unit in 0..<width { to[row * targetStride + unit] = first[unit] }
            }
            return
        }
        switch KernelLevel.inUse(level) {
        case .plain:
            Kernels.LinearKernels.product(
                x, stride: stride, rows: rows, depth: depth, weights: weights, width: width, start: first, to: to,
                targetStride: targetStride)
        case .avx2:
            KernelsAVX2.LinearKernels.product(
                x, stride: stride, rows: rows, depth: depth, weights: weights, width: width, start: first, to: to,
                targetStride: targetStride)
        case .avx512:
            KernelsAVX512.LinearKernels.product(
                x, stride: stride, rows: rows, depth: depth, weights: weights, width: width, start: first, to: to,
                targetStride: targetStride)
        }
    }
}
