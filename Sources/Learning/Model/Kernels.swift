/// The inner loops, over the buffers that the types of this module open for them. Each function checks its bounds once, then
/// runs without.
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

    /// Σ `left[leftStart + i]` · `right[rightStart + i]`, in sixteen partial sums of fixed order.
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
        var even = SIMD8<Float>.zero
        var odd = SIMD8<Float>.zero
        var index = 0
        while index + 16 <= count {
            let (start, middle) = (index * 4, index * 4 + 32)
            even +=
                a.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self)
                * b.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self)
            odd +=
                a.loadUnaligned(fromByteOffset: middle, as: SIMD8<Float>.self)
                * b.loadUnaligned(fromByteOffset: middle, as: SIMD8<Float>.self)
            index += 16
        }
        var total = (even + odd).sum()
        while index < count {
            total += left[leftStart + index] * right[rightStart + index]
            index += 1
        }
        return total
    }

    /// `target[u] = start[u] + Σₑ values[e] · weights[rows[e] · width + u]` for u in 0 ..< `width`, the terms added in the
    /// order of the entries whatever the block size, so that blocks are a matter of speed alone.
    ///
    /// Blocks of 32 and of 8 sums stay in registers while the entries go by.
    static func weightedSum(
        rows: UnsafeBufferPointer<Int32>, values: UnsafeBufferPointer<Float>, weights: UnsafeBufferPointer<Float>,
        start: UnsafeBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>, at targetStart: Int,
        width: Int
    ) {
        precondition(
            rows.count == values.count && start.count == width && targetStart >= 0
                && targetStart + width <= target.count, "a row outside its matrix")
        guard width > 0 else { return }
        let limit = weights.count / width
        for row in rows { precondition(row >= 0 && Int(row) < limit, "a row outside its matrix") }
        guard let first = start.baseAddress, let to = target.baseAddress.map({ $0 + targetStart }) else {
            return
        }
        guard !rows.isEmpty, let table = weights.baseAddress else {
            for unit in 0..<width { to[unit] = first[unit] }
            return
        }
        var unit = 0
        while unit + 32 <= width {
            let from = UnsafeRawPointer(first + unit)
            var a = from.loadUnaligned(as: SIMD8<Float>.self)
            var b = from.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self)
            var c = from.loadUnaligned(fromByteOffset: 64, as: SIMD8<Float>.self)
            var d = from.loadUnaligned(fromByteOffset: 96, as: SIMD8<Float>.self)
            for entry in 0..<rows.count {
                let value = values[entry]
                let row = UnsafeRawPointer(table + Int(rows[entry]) * width + unit)
                a += value * row.loadUnaligned(as: SIMD8<Float>.self)
                b += value * row.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self)
                c += value * row.loadUnaligned(fromByteOffset: 64, as: SIMD8<Float>.self)
                d += value * row.loadUnaligned(fromByteOffset: 96, as: SIMD8<Float>.self)
            }
            let end = UnsafeMutableRawPointer(to + unit)
            end.storeBytes(of: a, as: SIMD8<Float>.self)
            end.storeBytes(of: b, toByteOffset: 32, as: SIMD8<Float>.self)
            end.storeBytes(of: c, toByteOffset: 64, as: SIMD8<Float>.self)
            end.storeBytes(of: d, toByteOffset: 96, as: SIMD8<Float>.self)
            unit += 32
        }
        while unit + 8 <= width {
            var sum = UnsafeRawPointer(first + unit).loadUnaligned(as: SIMD8<Float>.self)
            for entry in 0..<rows.count {
                let row = UnsafeRawPointer(table + Int(rows[entry]) * width + unit)
                sum += values[entry] * row.loadUnaligned(as: SIMD8<Float>.self)
            }
            UnsafeMutableRawPointer(to + unit).storeBytes(of: sum, as: SIMD8<Float>.self)
            unit += 8
        }
        while unit < width {
            var sum = first[unit]
            for entry in 0..<rows.count { sum += values[entry] * table[Int(rows[entry]) * width + unit] }
            to[unit] = sum
            unit += 1
        }
    }

    /// Σ (`left[leftStart + i]` − `right[rightStart + i]`)², in eight partial sums of fixed order: exactly 0 for equal rows,
    /// which the difference of lengths and product would not be.
    @inline(__always)
    static func squaredDistance(
        _ left: UnsafeBufferPointer<Float>, _ leftStart: Int, _ right: UnsafeBufferPointer<Float>, _ rightStart: Int,
        count: Int
    ) -> Float {
        precondition(
            leftStart >= 0 && rightStart >= 0 && leftStart + count <= left.count && rightStart + count <= right.count,
            "a row outside its matrix")
        guard count > 0, let leftBase = left.baseAddress, let rightBase = right.baseAddress else { return 0 }
        let a = UnsafeRawPointer(leftBase + leftStart)
        let b = UnsafeRawPointer(rightBase + rightStart)
        var even = SIMD8<Float>.zero
        var odd = SIMD8<Float>.zero
        var index = 0
        while index + 16 <= count {
            let first =
                a.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
                - b.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
            let second =
                a.loadUnaligned(fromByteOffset: index * 4 + 32, as: SIMD8<Float>.self)
                - b.loadUnaligned(fromByteOffset: index * 4 + 32, as: SIMD8<Float>.self)
            even += first * first
            odd += second * second
            index += 16
        }
        var total = (even + odd).sum()
        while index < count {
            let difference = left[leftStart + index] - right[rightStart + index]
            total += difference * difference
            index += 1
        }
        return total
    }
}
