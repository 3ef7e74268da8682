/// Sorts a few hundred numbers at a time, thousands of times: into buckets by their leading bits, then by insertion.
///
/// The library's sort is stable and general, which here takes four times as long.
struct BucketSort<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var sorted: [Number] = []
    private var ends = [Int](repeating: 0, count: bucketCount)
    /// Bits below those that choose a bucket.
    private let shift: Int

    private static var bucketBits: Int { 8 }
    private static var bucketCount: Int { 1 << bucketBits }
    /// Beyond it insertion could take long, should all numbers fall into one bucket.
    private static var limit: Int { 2_048 }

    /// - Parameter bits: that all numbers are made of; those above are zeros.
    init(bits: Int = Number.bitWidth) {
        shift = max(0, bits - Self.bucketBits)
    }

    /// - Complexity: O(*n*) for numbers spread evenly over all that there are.
    mutating func sort(_ numbers: inout [Number]) {
        guard numbers.count <= Self.limit else { return numbers.sort() }
        guard numbers.count > 16 else { return Self.insert(&numbers) }
        sorted.removeAll(keepingCapacity: true)
        sorted.append(contentsOf: numbers)
        let shift = Number(shift)
        ends.withUnsafeMutableBufferPointer { ends in
            sorted.withUnsafeMutableBufferPointer { sorted in
                ends.update(repeating: 0)
                for number in numbers { ends[Self.bucket(of: number, shift)] += 1 }
                var end = 0
                for bucket in 0..<Self.bucketCount {
                    end += ends[bucket]
                    ends[bucket] = end
                }
                // From the back, where each bucket's end moves down to its beginning.
                for number in numbers {
                    let bucket = Self.bucket(of: number, shift)
                    ends[bucket] -= 1
                    sorted[ends[bucket]] = number
                }
            }
        }
        swap(&numbers, &sorted)
        Self.insert(&numbers)
    }

    @inline(__always)
    private static func bucket(of number: Number, _ shift: Number) -> Int {
        Int(truncatingIfNeeded: number >> shift) & (bucketCount - 1)
    }

    private static func insert(_ numbers: inout [Number]) {
        numbers.withUnsafeMutableBufferPointer { numbers in
            var end = 1
            while end < numbers.count {
                let number = numbers[end]
                var place = end
                while place > 0, numbers[place - 1] > number {
                    numbers[place] = numbers[place - 1]
                    place -= 1
                }
                numbers[place] = number
                end += 1
            }
        }
    }
}
