/// Sorts a few hundred numbers at a time, thousands of times: into buckets by their leading bits, then by insertion.
///
/// The library's sort is stable and general, which here takes four times as long.
struct BucketSort<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var room: [Number] = []
    private static var bucketBits: Int { 8 }
    private static var bucketCount: Int { 1 << bucketBits }
    /// Up to it insertion alone is fastest.
    private static var few: Int { 16 }
    /// Beyond it insertion could take long, should all numbers fall into one bucket.
    private static var limit: Int { 2_048 }

    /// - Complexity: O(*n*) for numbers spread evenly over all that there are.
    mutating func sort(_ numbers: inout [Number]) {
        room.removeAll(keepingCapacity: true)
        room.append(contentsOf: numbers)
        let isInRoom = numbers.withUnsafeMutableBufferPointer { numbers in
            room.withUnsafeMutableBufferPointer { room in
                Self.sort(numbers, room: room, bits: Number.bitWidth).baseAddress == room.baseAddress
            }
        }
        if isInRoom { swap(&numbers, &room) }
    }

    /// Sorts numbers where they stand or into as much room.
    ///
    /// - Parameter bits: that all numbers are made of; those above are zeros.
    /// - Returns: where they are sorted; what stands in the other place then is neither here nor there.
    /// - Complexity: likewise.
    static func sort(
        _ numbers: UnsafeMutableBufferPointer<Number>, room: UnsafeMutableBufferPointer<Number>, bits: Int
    ) -> UnsafeMutableBufferPointer<Number> {
        precondition(room.count >= numbers.count, "room for \(room.count) of \(numbers.count) numbers")
        guard numbers.count <= limit else {
            var numbers = numbers
            numbers.sort()
            return numbers
        }
        guard numbers.count > few else {
            insert(numbers)
            return numbers
        }
        let shift = Number(max(0, bits - bucketBits))
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: bucketCount) { ends in
            ends.initialize(repeating: 0)
            for number in numbers { ends[bucket(of: number, shift)] += 1 }
            var end: Int32 = 0
            for bucket in 0..<bucketCount {
                end += ends[bucket]
                ends[bucket] = end
            }
            // From the back, where each bucket's end moves down to its beginning.
            for number in numbers {
                let bucket = bucket(of: number, shift)
                ends[bucket] -= 1
                room[Int(ends[bucket])] = number
            }
        }
        insert(UnsafeMutableBufferPointer(rebasing: room[..<numbers.count]))
        return room
    }

    @inline(__always)
    private static func bucket(of number: Number, _ shift: Number) -> Int {
        Int(truncatingIfNeeded: number >> shift) & (bucketCount - 1)
    }

    private static func insert(_ numbers: UnsafeMutableBufferPointer<Number>) {
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
