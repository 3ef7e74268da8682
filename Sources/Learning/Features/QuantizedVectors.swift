import TensorFiles

/// Vectors as whole numbers from −127 to 127 with a scale for each vector: a quarter of the memory of floating-point numbers.
///
/// Each number is off by half a step at most, m / 254 with m the largest number. The cosine with what a vector was made from is
/// 0.9999 or more where m is below ‖v‖ · 6 / √width, as it is for vectors of normally distributed numbers.
///
/// The numbers stand in memory of their own, or in a mapped file, which all programs that map it share. Which of the two shows
/// nowhere.
public struct QuantizedVectors: Sendable {
    /// Numbers of a vector.
    public let width: Int
    /// Of vectors in memory of their own.
    private var numbers: [Int8] = []
    /// Of vectors in a file, where the numbers begin. They come before the others.
    private var lentPlaces: [Int] = []
    private var file: MappedFile?
    private var scales: [Float] = []

    /// Numbers beyond it count as it: sums and squares of vectors stay finite.
    private static let largestNumber: Float = 1e30

    /// - Parameter capacity: vectors that will be added: memory that grows is for a moment there twice.
    public init(width: Int, capacity: Int = 0) {
        precondition(width > 0, "vectors without numbers")
        self.width = width
        numbers.reserveCapacity(capacity * width)
        scales.reserveCapacity(capacity)
    }

    /// Whether all stand in a file.
    var areLent: Bool { lentPlaces.count == count }

    /// Number of vectors.
    public var count: Int { scales.count }

    /// Adds a vector: its largest number becomes 127, the others are rounded to the nearest whole number. What is not
    /// finite counts as 0, what is beyond ±10³⁰ as that.
    ///
    /// - Precondition: `vector` has ``width`` numbers.
    public mutating func append(_ vector: some Collection<Float>) {
        precondition(vector.count == width, "\(vector.count) numbers, not \(width)")
        var largest: Float = 0
        for number in vector where number.isFinite && abs(number) > largest { largest = abs(number) }
        let scale = min(largest, Self.largestNumber) / 127
        for number in vector {
            let quotient = scale > 0 && number.isFinite ? (number / scale).rounded() : 0
            numbers.append(Int8(max(-127, min(127, quotient))))
        }
        scales.append(scale)
    }

    /// Adds a vector that is in this form already.
    ///
    /// - Returns: false, and nothing is added, for another width or a scale that no vector of ``append(_:)`` has.
    public mutating func append(numbers: some Collection<Int8>, scale: Float) -> Bool {
        guard numbers.count == width, Self.isScale(scale) else { return false }
        self.numbers.append(contentsOf: numbers)
        scales.append(scale)
        return true
    }

    /// Adds a vector in this form that stands in a file, which stays mapped for as long as it is used.
    ///
    /// - Parameter place: where its ``width`` numbers begin, a byte each.
    /// - Returns: likewise; also where they do not stand within the file, or behind vectors of another file or of none: those are in
    ///   memory of their own then.
    public mutating func append(numbersIn file: MappedFile, at place: Int, scale: Float) -> Bool {
        guard place >= 0, place <= file.count, width <= file.count - place else { return false }
        guard lentPlaces.count == count, self.file.map({ $0 === file }) ?? true else {
            return file.withUnsafeBytes { bytes in
                append(numbers: bytes[place..<place + width].lazy.map { Int8(bitPattern: $0) }, scale: scale)
            }
        }
        guard Self.isScale(scale) else { return false }
        self.file = file
        lentPlaces.append(place)
        scales.append(scale)
        return true
    }

    private static func isScale(_ scale: Float) -> Bool { scale >= 0 && scale <= largestNumber / 127 }

    /// What one step of a vector's numbers is worth.
    public func scale(_ vector: Int) -> Float { scales[vector] }

    /// The whole numbers of a vector.
    public func numbers(_ vector: Int) -> ArraySlice<Int8> { withNumbers(vector) { Array($0)[...] } }

    @inline(__always)
    func withNumbers<Result>(_ vector: Int, _ body: (UnsafeBufferPointer<Int8>) -> Result) -> Result {
        if vector < lentPlaces.count, let file {
            let place = lentPlaces[vector]
            return file.withUnsafeBytes { bytes in
                UnsafeRawBufferPointer(rebasing: bytes[place..<place + width])
                    .withMemoryRebound(to: Int8.self, body)
            }
        }
        let start = (vector - lentPlaces.count) * width
        return numbers.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<start + width])) }
    }

    /// A vector's numbers at their scale.
    func expand(_ vector: Int, to target: inout [Float]) {
        let scale = scales[vector]
        withNumbers(vector) { numbers in
            for index in 0..<width { target[index] = scale * Float(numbers[index]) }
        }
    }

    /// The mean of some of the vectors, each as often as it stands in the list; zeros for none. Sums of whole numbers are
    /// exact, so that the order of the list does not matter.
    ///
    /// - Complexity: O(places × width).
    func mean(of places: [Int32]) -> [Float] {
        let largest = places.reduce(0) { max($0, scales[Int($1)]) }
        guard largest > 0 else { return Array(repeating: 0, count: width) }
        // The scales in steps of a power of two, such that places × 127 × the largest of them stays below 2⁶².
        let bits = 62 - 7 - (Int.bitWidth - places.count.leadingZeroBitCount)
        let exponent = bits - 1 - Int(largest.exponent)
        var sums = [Int64](repeating: 0, count: width)
        for place in places {
            let factor = Int64(
                Double(sign: .plus, exponent: exponent, significand: Double(scales[Int(place)])).rounded())
            withNumbers(Int(place)) { numbers in
                for index in 0..<width { sums[index] &+= factor &* Int64(numbers[index]) }
            }
        }
        let count = Double(places.count)
        return sums.map { Float(Double(sign: .plus, exponent: -exponent, significand: Double($0) / count)) }
    }
}

extension QuantizedVectors: Hashable {
    public static func == (left: QuantizedVectors, right: QuantizedVectors) -> Bool {
        left.width == right.width && left.scales == right.scales
            && (0..<left.count).allSatisfy { vector in
                left.withNumbers(vector) { numbers in right.withNumbers(vector) { numbers.elementsEqual($0) } }
            }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(width)
        hasher.combine(scales)
        for vector in 0..<count { withNumbers(vector) { for number in $0 { hasher.combine(number) } } }
    }
}
