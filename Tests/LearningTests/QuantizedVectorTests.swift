import Foundation
import TensorFiles
import Testing

@testable import Learning

private func normal(_ width: Int, seed: UInt64, scale: Double = 1) -> [Float] {
    var random = SeededRandom(seed: seed, stream: "vectors")
    return (0..<width).map { _ in Float(random.normal() * scale) }
}

private func expanded(_ vectors: QuantizedVectors, _ vector: Int) -> [Double] {
    vectors.numbers(vector).map { Double($0) * Double(vectors.scale(vector)) }
}

private func cosine(_ left: [Double], _ right: [Double]) -> Double {
    func product(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
    return product(left, right) / (product(left, left) * product(right, right)).squareRoot()
}

@Test(
    "vectors of normally distributed numbers keep their direction to a cosine of .9999, and each number to half a step",
    arguments: [384, 512], [1e-20, 0.05, 1, 1e20])
func directionIsKept(width: Int, scale: Double) {
    var vectors = QuantizedVectors(width: width)
    for seed in UInt64(0)..<50 { vectors.append(normal(width, seed: seed, scale: scale)) }
    #expect(vectors.count == 50)
    for vector in 0..<50 {
        let original = normal(width, seed: UInt64(vector), scale: scale).map(Double.init)
        let kept = expanded(vectors, vector)
        #expect(cosine(original, kept) >= 0.9999)
        let step = original.reduce(0) { max($0, abs($1)) } / 127
        #expect(zip(original, kept).allSatisfy { abs($0 - $1) <= step * 0.5001 })
    }
}

@Test("zeros, one huge number, what is no number, and numbers too small to divide are kept as what they are nearest to")
func extremeVectors() {
    var vectors = QuantizedVectors(width: 4)
    vectors.append([0, 0, 0, 0])
    vectors.append([1, -1, 300, 0])
    vectors.append([.nan, .infinity, -.infinity, 2])
    vectors.append([.nan, .nan, .infinity, .nan])
    vectors.append([.leastNonzeroMagnitude, 0, 0, -.leastNonzeroMagnitude])
    vectors.append([.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, 0])
    vectors.append(ArraySlice([-127, 63.4, 63.6, 0.4]))
    #expect(
        (0..<7).map { Array(vectors.numbers($0)) } == [
            [0, 0, 0, 0], [0, 0, 127, 0], [0, 0, 0, 127], [0, 0, 0, 0], [0, 0, 0, 0], [127, -127, 0, 0],
            [-127, 63, 64, 0],
        ])
    #expect((0..<7).allSatisfy { (vectors.scale($0) * 127).isFinite && vectors.scale($0) >= 0 })
    #expect(vectors.scale(0) == 0 && vectors.scale(3) == 0 && vectors.scale(6) == 1)
}

@Test("vectors in this form already are taken as they are, of the right width and with a scale that a vector can have")
func takenAsTheyAre() {
    var made = QuantizedVectors(width: 3)
    made.append([0.5, -1, 0.25])
    made.append([.greatestFiniteMagnitude, 0, 1])
    var read = QuantizedVectors(width: 3)
    func takes(_ numbers: some Collection<Int8>, _ scale: Float) -> Bool { read.append(numbers: numbers, scale: scale) }
    for vector in 0..<2 { #expect(takes(made.numbers(vector), made.scale(vector))) }
    #expect(read == made)
    for scale in [Float.nan, .infinity, -.infinity, -1, .greatestFiniteMagnitude] {
        #expect(!takes([1, 2, 3], scale))
    }
    #expect(!takes([1, 2], 1) && !takes([], 1))
    #expect(read == made)
    #expect(takes([-128, 0, 127], 0))
}

@Test(
    "a mean is that of double precision whatever the size of the vectors, to the bit in any order",
    arguments: [1e-25, 1e-6, 1, 1e6, 1e25])
func meanOfVectors(scale: Double) {
    var vectors = QuantizedVectors(width: 16)
    for seed in UInt64(0)..<40 { vectors.append(normal(16, seed: seed, scale: scale)) }
    // Some stand there more than once, one a thousand times.
    var places = (0..<40).map { Int32($0) } + [3, 3, 17] + Array(repeating: 5, count: 1_000)
    let mean = vectors.mean(of: places)
    for index in 0..<16 {
        let expected = places.reduce(0) { $0 + expanded(vectors, Int($1))[index] } / Double(places.count)
        #expect(abs(Double(mean[index]) - expected) <= 1e-6 * scale)
    }
    var random = SeededRandom(seed: 1, stream: "order")
    for _ in 0..<5 {
        random.shuffle(&places)
        #expect(vectors.mean(of: places) == mean)
    }
    #expect(vectors.mean(of: []) == Array(repeating: 0, count: 16))
}

@Test("a mean does not overflow, however many large vectors point the same way")
func meanOfManyLargeVectors() {
    var vectors = QuantizedVectors(width: 1)
    vectors.append([5_000])
    vectors.append([-5_000])
    // 2¹⁷ times 5000 and once −5000.
    let mean = vectors.mean(of: Array(repeating: 0, count: 131_072) + [1])
    #expect(abs(Double(mean[0]) - 5_000 * (131_071.0 / 131_073)) < 1e-3)
}

@Test("vectors in a file are those in memory; a place beyond its end is refused")
func vectorsInAFile() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let numbers: [Int8] = [9, 1, -2, 127, 9, -127, 0, 3, 9]
    try Data(numbers.map { UInt8(bitPattern: $0) }).write(to: URL(fileURLWithPath: path))
    let file = try MappedFile(path: path)
    let (second, none) = (try MappedFile(path: path), QuantizedVectors(width: 3))
    var (lent, own) = (none, none)
    var taken: [Bool] = []
    for (place, scale) in [(1, Float(0.5)), (5, 2)] {
        taken.append(lent.append(numbersIn: file, at: place, scale: scale))
        taken.append(own.append(numbers: numbers[place..<place + 3], scale: scale))
    }
    #expect(lent.areLent && !own.areLent)
    var refused: [Bool] = []
    for (place, scale) in [(-1, Float(1)), (7, 1), (.max, 1), (1, -1), (1, .nan), (1, .infinity)] {
        refused.append(lent.append(numbersIn: file, at: place, scale: scale))
    }
    #expect(refused == Array(repeating: false, count: 6))
    #expect(lent == own && lent.hashValue == own.hashValue)
    // Behind them those of memory, and of another file.
    for more in [[4, 5, 6], [1, 2, 3]] as [[Int8]] {
        taken.append(lent.append(numbers: more, scale: 1))
        taken.append(own.append(numbers: more, scale: 1))
    }
    taken.append(lent.append(numbersIn: second, at: 2, scale: 1))
    taken.append(own.append(numbers: [-2, 127, 9], scale: 1))
    #expect(taken == Array(repeating: true, count: 10))
    #expect(lent == own && lent.mean(of: [0, 1, 2, 3, 4]) == own.mean(of: [0, 1, 2, 3, 4]))
    #expect(
        (0..<5).map { Array(lent.numbers($0)) } == [
            [1, -2, 127], [-127, 0, 3], [4, 5, 6], [1, 2, 3], [-2, 127, 9],
        ])
    taken.append(own.append(numbers: [0, 0, 0], scale: 1))
    #expect(lent != own)
}
