/// Some of a task's labels, by their indices: a set of at most ``limit`` small numbers in sixteen bytes.
public struct LabelIndices: Sendable, Hashable {
    /// Indices lie in 0 ..< limit; a task of several labels a message has no more.
    public static let limit = 128

    private var low: UInt64 = 0
    private var high: UInt64 = 0

    public init() {}

    /// - Parameter labels: those outside 0 ..< ``limit`` are left out.
    public init(_ labels: some Sequence<Int>) {
        for label in labels { insert(label) }
    }

    public var isEmpty: Bool { low | high == 0 }

    /// How many there are.
    public var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    public func contains(_ label: Int) -> Bool {
        guard (0..<Self.limit).contains(label) else { return false }
        return (label < 64 ? low >> UInt64(label) : high >> UInt64(label - 64)) & 1 == 1
    }

    /// Adds a label; one outside 0 ..< ``limit`` changes nothing.
    public mutating func insert(_ label: Int) {
        guard (0..<Self.limit).contains(label) else { return }
        if label < 64 { low |= 1 << UInt64(label) } else { high |= 1 << UInt64(label - 64) }
    }

    /// Takes a label away; nothing where it is not there.
    public mutating func remove(_ label: Int) {
        guard (0..<Self.limit).contains(label) else { return }
        if label < 64 { low &= ~(1 << UInt64(label)) } else { high &= ~(1 << UInt64(label - 64)) }
    }

    public func union(_ others: LabelIndices) -> LabelIndices {
        var union = self
        union.low |= others.low
        union.high |= others.high
        return union
    }

    public func intersection(_ others: LabelIndices) -> LabelIndices {
        var shared = self
        shared.low &= others.low
        shared.high &= others.high
        return shared
    }

    /// Those that are not among others.
    public func subtracting(_ others: LabelIndices) -> LabelIndices {
        var left = self
        left.low &= ~others.low
        left.high &= ~others.high
        return left
    }

    /// Those that are in one of two and not in the other.
    public func symmetricDifference(_ others: LabelIndices) -> LabelIndices {
        var different = self
        different.low ^= others.low
        different.high ^= others.high
        return different
    }
}

extension LabelIndices: ExpressibleByArrayLiteral {
    public init(arrayLiteral labels: Int...) { self.init(labels) }
}

extension LabelIndices: Sequence {
    /// Goes through the indices, the smallest first.
    public struct Iterator: IteratorProtocol {
        fileprivate var left: LabelIndices

        public mutating func next() -> Int? {
            if left.low != 0 {
                defer { left.low &= left.low - 1 }
                return left.low.trailingZeroBitCount
            }
            guard left.high != 0 else { return nil }
            defer { left.high &= left.high - 1 }
            return 64 + left.high.trailingZeroBitCount
        }
    }

    public func makeIterator() -> Iterator { Iterator(left: self) }

    public var underestimatedCount: Int { count }
}

extension LabelIndices: Comparable {
    /// An order for whoever needs one: by the largest index that one has and the other has not.
    public static func < (one: LabelIndices, other: LabelIndices) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }
}

extension LabelIndices: CustomStringConvertible {
    public var description: String { "{\(map(String.init).joined(separator: ", "))}" }
}
