/// Random numbers that depend on a seed and the name of their use alone, on every platform.
///
/// xoshiro256** (Blackman & Vigna 2018), its state filled by SplitMix64 from the seed, the stream's name and its
/// numbers, so that two uses never share a sequence.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameters:
    ///   - stream: what the numbers are for.
    ///   - indices: tells apart several uses of one stream: the round, the fold.
    public init(seed: UInt64, stream: String, _ indices: Int...) {
        var mixed = seed
        for byte in stream.utf8 { mixed = Self.splitMix(&mixed) ^ UInt64(byte) }
        for index in indices { mixed = Self.splitMix(&mixed) ^ UInt64(bitPattern: Int64(index)) }
        state = (
            Self.splitMix(&mixed), Self.splitMix(&mixed), Self.splitMix(&mixed), Self.splitMix(&mixed)
        )
    }

    private static func splitMix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 << 45) | (state.3 >> 19)
        return result
    }

    /// A whole number in 0 ..< `bound`, without bias (Lemire 2019).
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a random number below \(bound)")
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// A number in [0, 1), 53 random bits.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// `count` numbers spread evenly over ±`width`, two from each draw.
    mutating func symmetric(_ count: Int, width: Float) -> [Float] {
        var numbers: [Float] = []
        numbers.reserveCapacity(count)
        let unit = width * 0x1p-31
        while numbers.count < count {
            let bits = next()
            numbers.append(Float(Int32(truncatingIfNeeded: bits)) * unit)
            if numbers.count < count { numbers.append(Float(Int32(truncatingIfNeeded: bits >> 32)) * unit) }
        }
        return numbers
    }

    /// A standard normal number (Marsaglia's polar method).
    public mutating func normal() -> Double {
        while true {
            let (u, v) = (2 * unit() - 1, 2 * unit() - 1)
            let s = u * u + v * v
            if s > 0, s < 1 { return u * (-2 * naturalLogarithm(s) / s).squareRoot() }
        }
    }

    /// Fisher–Yates, written here because the standard library's order may change between versions.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, below(last + 1)) }
    }

    /// The numbers 0 ..< `count` in random order: ``shuffle(_:)`` of them, compiled for numbers that are small in memory.
    public mutating func permutation(of count: Int32) -> [Int32] {
        var numbers = Array(0..<count)
        shuffle(&numbers)
        return numbers
    }

    /// At most `count` distinct elements, uniformly, in random order.
    ///
    /// - Complexity: O(`elements.count`) for the copy.
    public mutating func sample<Element>(_ count: Int, from elements: [Element]) -> [Element] {
        var pool = elements
        let wanted = min(max(0, count), pool.count)
        for position in 0..<wanted { pool.swapAt(position, position + below(pool.count - position)) }
        return Array(pool.prefix(wanted))
    }

    /// A position drawn in proportion to its weight; weights below zero or not finite count as zero.
    ///
    /// - Returns: nil where no weight is above zero.
    /// - Complexity: O(`weights.count`).
    public mutating func index(weightedBy weights: [Double]) -> Int? {
        func weight(_ index: Int) -> Double { weights[index] > 0 && weights[index].isFinite ? weights[index] : 0 }
        let total = weights.indices.reduce(0) { $0 + weight($1) }
        guard total > 0 else { return nil }
        var left = unit() * total
        var last: Int?
        for index in weights.indices where weight(index) > 0 {
            left -= weight(index)
            last = index
            if left < 0 { return index }
        }
        // Rounding may leave a hair of the total: it belongs to the last.
        return last
    }
}
