import Arithmetic

/// Scalar products of double-precision numbers.
enum ScalarProduct {
    /// Σ of products, in sixteen partial sums of fixed order.
    ///
    /// - Precondition: as many numbers on either side.
    static func of(_ left: [Double], _ right: [Double]) -> Double {
        precondition(left.count == right.count, "\(left.count) numbers and \(right.count)")
        return of(left, from: 0, right, from: 0, left.count)
    }

    /// Likewise of `count` numbers from two places on.
    ///
    /// - Precondition: both arrays hold so many numbers from there on.
    static func of(_ left: [Double], from start: Int, _ right: [Double], from other: Int, _ count: Int) -> Double {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { LinearMath.dot(left, start, $0, other, count: count) }
        }
    }
}
