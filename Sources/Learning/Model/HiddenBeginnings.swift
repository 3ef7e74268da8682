import Arithmetic

/// What the hidden units of a block of rows begin with, before their sparse entries are added: the bias, and where there are
/// dense rows the products of those with their weights.
struct HiddenBeginnings {
    /// Rows of a block: their dense rows and the weights stay in the processor's cache.
    static let blockSize = 32

    private let dense: DenseRows?
    private let unitCount: Int
    /// One row of units for each row of the block; a single one where all begin alike.
    private var beginnings: [Float]
    private var inputs: [Float] = []

    /// - Parameter dense: dense rows; nil where there are none. Rows of another width than the model's are passed over.
    init(_ model: Classifier, _ dense: DenseRows?) {
        self.dense = dense.flatMap { $0.width == model.denseWidth ? $0 : nil }
        unitCount = model.hiddenCount
        beginnings = model.hiddenBias
        guard let dense = self.dense else { return }
        beginnings = Array(repeating: 0, count: Self.blockSize * unitCount)
        inputs = Array(repeating: 0, count: Self.blockSize * dense.width)
    }

    /// Takes up the next block, at most ``blockSize`` rows.
    ///
    /// - Complexity: O(rows × dense width × units).
    mutating func fill(_ model: Classifier, _ rows: [Int]) {
        guard let dense else { return }
        precondition(rows.count <= Self.blockSize, "\(rows.count) rows in a block of \(Self.blockSize)")
        inputs.withUnsafeMutableBufferPointer { inputs in
            for (position, row) in rows.enumerated() { dense.expand(row, to: inputs, at: position * dense.width) }
        }
        inputs.withUnsafeBufferPointer { inputs in
            beginnings.withUnsafeMutableBufferPointer { beginnings in
                model.beginnings(of: inputs, count: rows.count, width: dense.width, to: beginnings)
            }
        }
    }

    /// Calls `body` with what the rows of the block begin with: a row of units for each, or one for all.
    @inline(__always)
    func withRows(_ body: (Rows) -> Void) {
        beginnings.withUnsafeBufferPointer { body(Rows(numbers: $0, unitCount: unitCount, isOne: dense == nil)) }
    }

    /// What rows of a block begin with, while they are read.
    struct Rows {
        fileprivate let numbers: UnsafeBufferPointer<Float>
        fileprivate let unitCount: Int
        fileprivate let isOne: Bool

        /// That of one row of the block.
        @inline(__always)
        subscript(_ position: Int) -> UnsafeBufferPointer<Float> {
            let start = isOne ? 0 : position * unitCount
            return UnsafeBufferPointer(rebasing: numbers[start..<start + unitCount])
        }
    }
}

extension Classifier {
    /// Bias + dense rows · weights, one row of hidden units for each of some dense rows.
    ///
    /// - Parameters:
    ///   - inputs: `count` × `width` numbers.
    ///   - target: `count` × ``hiddenCount`` numbers.
    func beginnings(
        of inputs: UnsafeBufferPointer<Float>, count: Int, width: Int, to target: UnsafeMutableBufferPointer<Float>
    ) {
        denseWeights.withUnsafeBufferPointer { weights in
            hiddenBias.withUnsafeBufferPointer { bias in
                LinearMath.product(
                    inputs, stride: width, rows: count, depth: width, weights: weights, width: hiddenCount, start: bias,
                    to: target, targetStride: hiddenCount)
            }
        }
    }
}
