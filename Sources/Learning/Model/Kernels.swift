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

    /// One gradient step: `parameters[i] -= rate · gradient[i]` for `count` parameters from `start`; clears the
    /// gradient.
    @inline(__always)
    static func descend(
        _ parameters: UnsafeMutableBufferPointer<Float>, _ gradient: UnsafeMutableBufferPointer<Float>, start: Int,
        count: Int, rate: Float
    ) {
        precondition(
            start >= 0 && start + count <= parameters.count && start + count <= gradient.count,
            "a row outside its matrix")
        guard let p = parameters.baseAddress, let g = gradient.baseAddress else { return }
        for index in start..<start + count {
            p[index] -= rate * g[index]
            g[index] = 0
        }
    }
}
