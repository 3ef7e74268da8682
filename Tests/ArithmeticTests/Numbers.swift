import Arithmetic

/// Numbers between two that are no numbers: whoever reads beyond them gets NaN, and what is written there is seen.
struct Numbers {
    private static let margin = 40
    private static let mark = Float(nan: 0x1234, signaling: false)

    private var storage: [Float]
    let count: Int

    init(_ numbers: [Float]) {
        let margin = [Float](repeating: Self.mark, count: Self.margin)
        storage = margin + numbers + margin
        count = numbers.count
    }

    /// `rows` × `width` numbers in [-1, 1), from `seed`; with `stride`, marks lie between the rows.
    init(rows: Int, width: Int, stride: Int? = nil, seed: UInt64) {
        var random = SplitMix(state: seed)
        let stride = stride ?? width
        self.init(
            (0..<rows * stride).map {
                $0 % max(stride, 1) < width ? Float.random(in: -1..<1, using: &random) : Self.mark
            })
    }

    init(count: Int, seed: UInt64) { self.init(rows: 1, width: count, seed: seed) }

    /// Nothing but marks, to be written over.
    init(unwritten count: Int) { self.init([Float](repeating: Self.mark, count: count)) }

    var values: [Float] { Array(storage[Self.margin..<Self.margin + count]) }
    var bits: [UInt32] { values.map(\.bitPattern) }
    subscript(index: Int) -> Float { storage[Self.margin + index] }
    func isUnwritten(_ index: Int) -> Bool { self[index].bitPattern == Self.mark.bitPattern }

    var marginsAreWhole: Bool {
        (storage.prefix(Self.margin) + storage.suffix(Self.margin)).allSatisfy { $0.bitPattern == Self.mark.bitPattern }
    }

    func read<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        storage.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[Self.margin..<Self.margin + count])) }
    }

    mutating func write<Result>(_ body: (UnsafeMutableBufferPointer<Float>) -> Result) -> Result {
        let range = Self.margin..<Self.margin + count
        return storage.withUnsafeMutableBufferPointer { body(UnsafeMutableBufferPointer(rebasing: $0[range])) }
    }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension KernelLevel {
    /// The levels that this CPU can run.
    static var all: [KernelLevel] { allCases.filter { $0 <= .supported } }
}
