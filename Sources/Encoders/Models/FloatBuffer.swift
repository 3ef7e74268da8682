/// Room for numbers that does not move, so that kernels can work on parts of it without copies.
///
/// Whoever has several threads write to one buffer gives each a part of its own.
final class FloatBuffer: @unchecked Sendable {
    private let numbers: UnsafeMutableBufferPointer<Float>

    /// Zeroes.
    init(count: Int) {
        numbers = .allocate(capacity: count)
        numbers.initialize(repeating: 0)
    }

    init(_ contents: [Float]) {
        numbers = .allocate(capacity: contents.count)
        _ = numbers.initialize(from: contents)
    }

    deinit { numbers.deallocate() }

    var count: Int { numbers.count }

    /// All numbers from a place on, to be read.
    subscript(from start: Int) -> UnsafeBufferPointer<Float> { UnsafeBufferPointer(self[start..<numbers.count]) }

    /// A part; must lie in the buffer. Good for as long as the buffer is.
    subscript(range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
        precondition(range.lowerBound >= 0 && range.upperBound <= numbers.count, "a part outside of the buffer")
        return UnsafeMutableBufferPointer(rebasing: numbers[range])
    }

    /// All numbers, to be read.
    var all: UnsafeBufferPointer<Float> { UnsafeBufferPointer(numbers) }
}
