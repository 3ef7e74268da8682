/// Numbers that begin at a multiple of 64 bytes, as cache lines do: a row of a table that is a multiple of 16 numbers wide lies in as
/// few lines as it can, and no vector of a kernel across two. Arrays begin wherever there was room.
///
/// A value as an array is: of two copies the one that is changed is copied first.
public struct AlignedFloats: Sendable {
    private static let alignment = 64

    /// Changed only by a value that holds it alone.
    private final class Storage: @unchecked Sendable {
        let numbers: UnsafeMutableBufferPointer<Float>

        init(count: Int) {
            let bytes = UnsafeMutableRawPointer.allocate(
                byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: AlignedFloats.alignment)
            numbers = UnsafeMutableBufferPointer(
                start: bytes.bindMemory(to: Float.self, capacity: max(1, count)), count: count)
        }

        deinit { UnsafeMutableRawPointer(numbers.baseAddress)?.deallocate() }
    }

    private var storage: Storage

    public var count: Int { storage.numbers.count }

    /// The same numbers wherever there is room for them.
    public var array: [Float] { Array(storage.numbers) }

    /// - Complexity: O(`count`).
    public init(repeating number: Float, count: Int) {
        storage = Storage(count: count)
        storage.numbers.initialize(repeating: number)
    }

    /// - Complexity: O(numbers).
    public init(_ numbers: some Collection<Float>) {
        storage = Storage(count: numbers.count)
        _ = storage.numbers.initialize(fromContentsOf: numbers)
    }

    /// Numbers that `fill` sets, without first being zero; it has to set every one.
    public init(count: Int, fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
        storage = Storage(count: count)
        fill(storage.numbers)
    }

    @inline(__always)
    public func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows
        -> Result
    {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeBufferPointer(storage.numbers))
    }

    @inline(__always)
    public mutating func withUnsafeMutableBufferPointer<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        if !isKnownUniquelyReferenced(&storage) { self = AlignedFloats(storage.numbers) }
        defer { withExtendedLifetime(storage) {} }
        return try body(storage.numbers)
    }
}
