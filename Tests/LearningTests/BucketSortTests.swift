import Testing

@testable import Learning

@Test("numbers are sorted as the library sorts them, however they are spread", arguments: [8, 32, 40, 64])
func bucketSort(bits: Int) {
    var random = SeededRandom(seed: 9, stream: "sort", bits)
    var sort = BucketSort<UInt64>()
    for count in [0, 1, 2, 16, 17, 100, 300, 2_048, 2_049, 5_000] {
        // Evenly; a few values, many times each; all in the lowest bucket; falling.
        let mask = UInt64.max >> UInt64(64 - bits)
        let spread = (0..<count).map { _ in random.next() & mask }
        for numbers in [spread, spread.map { $0 % 3 }, spread.map { $0 % 200 }, spread.sorted(by: >)] {
            var found = numbers
            sort.sort(&found)
            #expect(found == numbers.sorted())
            let low = numbers.map { UInt32(truncatingIfNeeded: $0) & UInt32.max >> UInt32(32 - min(bits, 32)) }
            var (foundLow, room) = (low, low)
            let sorted = foundLow.withUnsafeMutableBufferPointer { numbers in
                room.withUnsafeMutableBufferPointer {
                    Array(BucketSort.sort(numbers, room: $0, bits: min(bits, 32)).prefix(count))
                }
            }
            #expect(sorted == low.sorted())
        }
    }
}
