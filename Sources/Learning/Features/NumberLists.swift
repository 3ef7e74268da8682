/// Lists of numbers, one behind the other, in memory of their own or where they stand in a mapped file.
struct NumberLists: Sendable, Hashable {
    /// Where each list ends, and before all 0.
    private(set) var ends = NumberList([0])
    /// Of all lists.
    private(set) var numbers = NumberList<UInt32>()

    init() {}

    /// - Precondition: ``areSound``, if the lists are to be read.
    init(ends: NumberList<Int>, numbers: NumberList<UInt32>) {
        self.ends = ends
        self.numbers = numbers
    }

    /// How many lists there are.
    var count: Int { ends.count - 1 }

    /// Whether every list begins where the one before it ends, and the last one with all numbers.
    var areSound: Bool {
        ends.withUnsafeBufferPointer { ends in
            ends.first == 0 && ends.last == numbers.count
                && ends.indices.dropFirst().allSatisfy { ends[$0 - 1] <= ends[$0] }
        }
    }

    /// Makes room for so many more, which takes no memory before they are there.
    mutating func reserveCapacity(lists: Int, numbers: Int) {
        ends.reserveCapacity(ends.count + lists)
        self.numbers.reserveCapacity(self.numbers.count + numbers)
    }

    /// Adds a list.
    ///
    /// - Precondition: the lists are in memory of their own.
    mutating func append(_ list: some Sequence<UInt32>) {
        numbers.append(contentsOf: list)
        ends.append(numbers.count)
    }

    /// Adds the lists of another.
    ///
    /// - Precondition: the lists are in memory of their own.
    mutating func append(contentsOf other: NumberLists) {
        let start = numbers.count
        other.numbers.withUnsafeBufferPointer { numbers.append(contentsOf: $0) }
        ends.append(contentsOf: other.ends.dropFirst().lazy.map { start + $0 })
    }

    /// The lists with other numbers in the place of all, without those that become `UInt32.max`.
    func numbered(_ number: (UInt32) -> UInt32) -> NumberLists {
        var (ends, numbers) = (Array(ends), Array(numbers))
        var (end, place) = (0, 0)
        numbers.withUnsafeMutableBufferPointer { numbers in
            for list in ends.indices.dropFirst() {
                while place < ends[list] {
                    let new = number(numbers[place])
                    if new < .max {
                        numbers[end] = new
                        end += 1
                    }
                    place += 1
                }
                ends[list] = end
            }
        }
        numbers.removeLast(numbers.count - end)
        return NumberLists(ends: NumberList(ends), numbers: NumberList(numbers))
    }

    /// The lists while they are read.
    struct View {
        fileprivate let ends: UnsafeBufferPointer<Int>
        fileprivate let numbers: UnsafeBufferPointer<UInt32>

        /// How many lists there are.
        var count: Int { ends.count - 1 }

        @inline(__always)
        subscript(_ list: Int) -> UnsafeBufferPointer<UInt32> {
            UnsafeBufferPointer(rebasing: numbers[ends[list]..<ends[list + 1]])
        }

        @inline(__always)
        func length(of list: Int) -> Int { ends[list + 1] - ends[list] }
    }

    /// Calls `body` with the lists, which it must not keep.
    @inline(__always)
    func withView<Result>(_ body: (View) throws -> Result) rethrows -> Result {
        try ends.withUnsafeBufferPointer { ends in
            try numbers.withUnsafeBufferPointer { try body(View(ends: ends, numbers: $0)) }
        }
    }
}
