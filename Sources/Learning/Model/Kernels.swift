/// The inner loops; the only code with unsafe pointers. Each function checks its bounds once, then runs without.
enum Kernels {
    /// `target[i] += factor · source[sourceStart + i]` for i in 0 ..< `count`.
    @inline(__always)
    static func addScaled(
        _ factor: Float, _ source: UnsafeBufferPointer<Float>, _ sourceStart: Int,
        to target: UnsafeMutableBufferPointer<Float>, _ targetStart: Int, count: Int
    ) {
        precondition(
            sourceStart >= 0 && targetStart >= 0 && sourceStart + count <= source.count
                && targetStart + count <= target.count, "a row outside its matrix")
        guard count > 0, let from = source.baseAddress, let to = target.baseAddress else { return }
        let source = from + sourceStart
        let target = to + targetStart
        for index in 0..<count { target[index] += factor * source[index] }
    }

    /// Σ `left[leftStart + i]` · `right[rightStart + i]`, in four partial sums of fixed order.
    @inline(__always)
    static func dot(
        _ left: UnsafeBufferPointer<Float>, _ leftStart: Int, _ right: UnsafeBufferPointer<Float>, _ rightStart: Int,
        count: Int
    ) -> Float {
        precondition(
            leftStart >= 0 && rightStart >= 0 && leftStart + count <= left.count && rightStart + count <= right.count,
            "a row outside its matrix")
        guard count > 0, let leftBase = left.baseAddress, let rightBase = right.baseAddress else { return 0 }
        let a = UnsafeRawPointer(leftBase + leftStart)
        let b = UnsafeRawPointer(rightBase + rightStart)
        var sum = SIMD4<Float>.zero
        var index = 0
        while index + 4 <= count {
            let x = a.loadUnaligned(fromByteOffset: index * 4, as: SIMD4<Float>.self)
            let y = b.loadUnaligned(fromByteOffset: index * 4, as: SIMD4<Float>.self)
            sum += x * y
            index += 4
        }
        var total = sum.sum()
        while index < count {
            total += left[leftStart + index] * right[rightStart + index]
            index += 1
        }
        return total
    }

    /// One step of Adam (Kingma & Ba 2015) on `count` parameters from `start`; clears the gradient.
    ///
    /// - Parameters:
    ///   - rate: learning rate with both bias corrections folded in.
    ///   - decay: share of each parameter taken away (decoupled weight decay, Loshchilov & Hutter 2019).
    @inline(__always)
    static func adamStep(
        parameters: UnsafeMutableBufferPointer<Float>, gradient: UnsafeMutableBufferPointer<Float>,
        first: UnsafeMutableBufferPointer<Float>, second: UnsafeMutableBufferPointer<Float>,
        start: Int, count: Int, scale: Float, rate: Float, decay: Float, epsilon: Float
    ) {
        let end = start + count
        precondition(
            start >= 0 && end <= parameters.count && end <= gradient.count && end <= first.count
                && end <= second.count, "a row outside its matrix")
        guard let p = parameters.baseAddress, let g = gradient.baseAddress, let m = first.baseAddress,
            let v = second.baseAddress
        else { return }
        for index in start..<end {
            let slope = g[index] * scale
            g[index] = 0
            m[index] = 0.9 * m[index] + 0.1 * slope
            v[index] = 0.999 * v[index] + 0.001 * slope * slope
            p[index] -= rate * m[index] / (v[index].squareRoot() + epsilon) + decay * p[index]
        }
    }
}
