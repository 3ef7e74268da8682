import TensorFiles

/// Numbers in memory of their own, or those that stand in a mapped file, which all programs that map it share.
///
/// Which of the two shows nowhere: lists are equal when their numbers are.
public struct NumberList<Number: BitwiseCopyable & Hashable & Sendable>: Sendable, RandomAccessCollection {
    /// Empty where the numbers are lent.
    private var own: [Number]
    private let lent: Lent?

    /// Numbers of a file, which stays mapped for as long as they are used.
    private struct Lent: @unchecked Sendable {
        let file: MappedFile
        let numbers: UnsafeBufferPointer<Number>
    }

    public init(_ numbers: [Number] = []) {
        own = numbers
        lent = nil
    }

    /// Numbers that stand in a file as this machine has them in its memory.
    ///
    /// - Returns: nil where they do not stand within it, or not where such numbers can.
    init?(_ file: MappedFile, at offset: Int, count: Int) {
        let stride = MemoryLayout<Number>.stride
        guard offset >= 0, count >= 0, offset <= file.count, count <= (file.count - offset) / stride,
            offset % MemoryLayout<Number>.alignment == 0
        else { return nil }
        own = []
        // The file keeps its place in memory until it is let go.
        lent = file.withUnsafeBytes { bytes in
            Lent(file: file, numbers: UnsafeRawBufferPointer(rebasing: bytes[offset...]).prefix(of: count))
        }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { lent?.numbers.count ?? own.count }

    public subscript(index: Int) -> Number {
        guard let lent else { return own[index] }
        precondition(lent.numbers.indices.contains(index), "number \(index) of \(lent.numbers.count)")
        return lent.numbers[index]
    }

    /// Whether they stand in a file.
    var isLent: Bool { lent != nil }

    /// The numbers, for as long as `body` runs.
    public func withUnsafeBufferPointer<Result>(
        _ body: (UnsafeBufferPointer<Number>) throws -> Result
    ) rethrows -> Result {
        guard let lent else { return try own.withUnsafeBufferPointer(body) }
        return try withExtendedLifetime(lent.file) { try body(lent.numbers) }
    }

    public func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<Number>) throws -> Result
    ) rethrows -> Result? { try withUnsafeBufferPointer(body) }

    // MARK: Growing

    /// - Precondition: the numbers are its own.
    mutating func append(_ number: Number) {
        precondition(lent == nil, "numbers of a file do not grow")
        own.append(number)
    }

    /// - Precondition: the numbers are its own.
    mutating func append(contentsOf numbers: some Sequence<Number>) {
        precondition(lent == nil, "numbers of a file do not grow")
        own.append(contentsOf: numbers)
    }

    mutating func reserveCapacity(_ count: Int) { own.reserveCapacity(count) }
}

extension NumberList: Hashable {
    public static func == (left: NumberList, right: NumberList) -> Bool {
        left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { left.elementsEqual($0) } }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        withUnsafeBufferPointer { for number in $0 { hasher.combine(number) } }
    }
}

extension UnsafeRawBufferPointer {
    /// So many numbers from its beginning on.
    ///
    /// - Precondition: they stand within it.
    fileprivate func prefix<Number: BitwiseCopyable>(of count: Int) -> UnsafeBufferPointer<Number> {
        precondition(count <= self.count / MemoryLayout<Number>.stride, "\(count) numbers in \(self.count) bytes")
        return UnsafeBufferPointer(start: baseAddress?.assumingMemoryBound(to: Number.self), count: count)
    }
}
