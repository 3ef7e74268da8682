/// Vectors as whole numbers from −127 to 127 with a scale for each vector: a quarter of the memory of floating-point numbers,
/// and a cosine of 0.9999 or more with what they were made from.
public struct QuantizedVectors: Sendable, Hashable {
    /// Numbers of a vector.
    public let width: Int
    private var numbers: [Int8] = []
    private var scales: [Float] = []

    public init(width: Int) {
        precondition(width > 0, "vectors without numbers")
        self.width = width
    }

    /// Number of vectors.
    public var count: Int { scales.count }

    public mutating func reserveCapacity(_ vectors: Int) {
        numbers.reserveCapacity(vectors * width)
        scales.reserveCapacity(vectors)
    }

    /// Adds a vector: its largest number becomes 127, the others are rounded to the nearest whole number. What is not
    /// finite counts as 0.
    ///
    /// - Precondition: `vector` has ``width`` numbers.
    public mutating func append(_ vector: some Collection<Float>) {
        precondition(vector.count == width, "\(vector.count) numbers, not \(width)")
        var largest: Float = 0
        for number in vector where number.isFinite && abs(number) > largest { largest = abs(number) }
        let scale = largest / 127
        for number in vector {
            let quotient = scale > 0 && number.isFinite ? (number / scale).rounded() : 0
            numbers.append(Int8(max(-127, min(127, quotient))))
        }
        scales.append(scale)
    }

    /// Adds a vector that is in this form already.
    ///
    /// - Returns: false, and nothing is added, for another width or a scale that is not a number from 0 up.
    public mutating func append(numbers: some Collection<Int8>, scale: Float) -> Bool {
        guard numbers.count == width, scale.isFinite, scale >= 0 else { return false }
        self.numbers.append(contentsOf: numbers)
        scales.append(scale)
        return true
    }

    /// What one step of a vector's numbers is worth.
    public func scale(_ vector: Int) -> Float { scales[vector] }

    /// The whole numbers of a vector.
    public func numbers(_ vector: Int) -> ArraySlice<Int8> { numbers[vector * width..<(vector + 1) * width] }

    @inline(__always)
    func withNumbers<Result>(_ vector: Int, _ body: (UnsafeBufferPointer<Int8>) -> Result) -> Result {
        numbers.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[vector * width..<(vector + 1) * width]))
        }
    }

    /// A vector's numbers at their scale.
    func expand(_ vector: Int, to target: inout [Float]) {
        let scale = scales[vector]
        withNumbers(vector) { numbers in
            for index in 0..<width { target[index] = scale * Float(numbers[index]) }
        }
    }

    /// The mean of some of the vectors, each as often as it stands in the list. Sums of whole numbers are exact, so that
    /// the order of the list does not matter.
    ///
    /// - Complexity: O(places × width).
    func mean(of places: [Int32]) -> [Float] {
        // A vector of length 1 has a scale below 2⁻⁶; 2²⁰ of them stay below 2⁶³ in steps of 2⁻³⁶ of a larger one as well.
        let steps = 68_719_476_736.0
        var sums = [Int64](repeating: 0, count: width)
        for place in places {
            let scale = Double(scales[Int(place)]) * steps
            let factor = Int64(max(0, min(scale, 1_099_511_627_776)).rounded())
            withNumbers(Int(place)) { numbers in
                for index in 0..<width { sums[index] &+= factor &* Int64(numbers[index]) }
            }
        }
        let count = Double(max(1, places.count))
        return sums.map { Float(Double($0) / steps / count) }
    }
}
