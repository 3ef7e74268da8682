/// Sorts a few hundred numbers at a time, thousands of times: into buckets by their leading bits, then by insertion.
///
/// The library's sort is stable and general, which here takes four times as long.
struct BucketSort {
    private var sorted: [UInt64] = []
    private var ends = [Int](repeating: 0, count: bucketCount)

    private static let bucketBits = 8
    private static let bucketCount = 1 << bucketBits
    /// Beyond it insertion could take long, should all numbers fall into one bucket.
    private static let limit = 2_048

    /// - Complexity: O(*n*) for numbers spread evenly over all that there are.
    mutating func sort(_ numbers: inout [UInt64]) {
        guard numbers.count <= Self.limit else { return numbers.sort() }
        guard numbers.count > 16 else { return Self.insert(&numbers) }
        let shift = UInt64.bitWidth - Self.bucketBits
        for bucket in 0..<Self.bucketCount { ends[bucket] = 0 }
        for number in numbers { ends[Int(number >> shift)] += 1 }
        var end = 0
        for bucket in 0..<Self.bucketCount {
            end += ends[bucket]
            ends[bucket] = end
        }
        sorted.removeAll(keepingCapacity: true)
        sorted.append(contentsOf: numbers)
        // From the back, where each bucket's end moves down to its beginning.
        for number in numbers {
            let bucket = Int(number >> shift)
            ends[bucket] -= 1
            sorted[ends[bucket]] = number
        }
        swap(&numbers, &sorted)
        Self.insert(&numbers)
    }

    private static func insert(_ numbers: inout [UInt64]) {
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
