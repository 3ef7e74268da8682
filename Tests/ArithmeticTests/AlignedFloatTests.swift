import Arithmetic
import Testing

@Test("numbers begin at a cache line, and are a value", arguments: [0, 1, 7, 16, 1_000])
func alignedFloats(count: Int) {
    var one = AlignedFloats((0..<count).map { Float($0) })
    let other = one
    for _ in 0..<3 {
        one.withUnsafeMutableBufferPointer { numbers in
            #expect(numbers.count == count && Int(bitPattern: numbers.baseAddress) % 64 == 0)
            for place in numbers.indices { numbers[place] += 1 }
        }
    }
    #expect(one.array == (0..<count).map { Float($0) + 3 } && one.count == count)
    #expect(other.array == (0..<count).map { Float($0) })
    other.withUnsafeBufferPointer { #expect($0.count == count && Int(bitPattern: $0.baseAddress) % 64 == 0) }
    #expect(AlignedFloats(repeating: 2, count: count).array == Array(repeating: 2, count: count))
    let filled = AlignedFloats(count: count) { numbers in
        for place in numbers.indices { numbers[place] = -Float(place) }
    }
    #expect(filled.array == (0..<count).map { -Float($0) })
}
