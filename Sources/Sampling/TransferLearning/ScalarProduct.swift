/// Scalar products of double-precision numbers that lie somewhere in arrays.
enum ScalarProduct {
    /// Σ of products of `count` numbers from two places, in sixteen partial sums of fixed order.
    ///
    /// - Precondition: both arrays hold so many numbers from there on.
    static func of(_ left: [Double], from start: Int, _ right: [Double], from other: Int, _ count: Int) -> Double {
        precondition(
            count >= 0 && start >= 0 && other >= 0 && start + count <= left.count && other + count <= right.count,
            "numbers beyond the end")
        return left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                let (a, b) = (UnsafeRawPointer(left + start), UnsafeRawPointer(right + other))
                var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
                var index = 0
                while index + 16 <= count {
                    let place = index * MemoryLayout<Double>.stride
                    sums.0 +=
                        a.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
                        * b.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
                    sums.1 +=
                        a.loadUnaligned(fromByteOffset: place + 64, as: SIMD8<Double>.self)
                        * b.loadUnaligned(fromByteOffset: place + 64, as: SIMD8<Double>.self)
                    index += 16
                }
                var sum = (sums.0 + sums.1).sum()
                while index < count {
                    sum += left[start + index] * right[other + index]
                    index += 1
                }
                return sum
            }
        }
    }
}
