/// What two labels say of an encoder's vectors alone: a logistic regression, small enough to be carried along.
///
/// It gives the log-odds of the positive label, w · x + b, of a dense row x as ``DenseRows`` makes it: centred on the texts that
/// it stands among.
public struct VectorModel: Sendable, Hashable {
    /// Name of the task that it has learnt.
    public let task: String
    /// The label that it tells from all others, and the label that it takes those others for.
    public let positive: String
    public let negative: String
    /// Labels that it has learnt from.
    public let labelCount: Int
    /// Digest of the encoder.
    public let encoder: String
    /// One weight for each number of a row.
    public let weights: [Float]
    /// b.
    public let bias: Float
    /// Hashes of the texts that it has learnt from, ascending, each cut to its lowest 40 bits: a text of a pool of 100,000 is
    /// taken for one of 3,000 by chance in one pool of 3,600.
    public let texts: [UInt64]

    private static func cut(_ hash: UInt64) -> UInt64 { hash & 0xFF_FFFF_FFFF }

    public init(
        task: String, positive: String, negative: String, labelCount: Int, encoder: String, weights: [Float],
        bias: Float,
        texts: [UInt64]
    ) {
        self.task = task
        self.positive = positive
        self.negative = negative
        self.labelCount = labelCount
        self.encoder = encoder
        self.weights = weights
        self.bias = bias
        self.texts = texts
    }

    /// Penalty λ on ‖w‖²/2: C = 3 for rows of length 1, at the length that rows have beside words.
    static func penalty(weight: Float) -> Double { Double(weight * weight) / 3 }

    /// Learns from labelled rows.
    ///
    /// - Parameters:
    ///   - rows: of the encoder that `encoder` is the digest of.
    ///   - isPositive: whether a row has the positive label, for each row.
    ///   - hashes: of the texts.
    /// - Returns: nil where one of the two labels is missing.
    /// - Complexity: O(rows × width² + width³) a Newton step.
    public init?(
        learning rows: DenseRows, isPositive: [Bool], hashes: [UInt64], task: String, positive: String,
        negative: String,
        encoder: String
    ) {
        let inputs = Matrix(
            rowCount: rows.count, columnCount: rows.width, elements: (0..<rows.count).flatMap { rows.row($0) })
        guard
            let head = LogisticHead.fit(
                inputs: inputs, targets: isPositive, exampleWeights: Array(repeating: 1, count: rows.count),
                penalty: Self.penalty(weight: rows.weight))
        else { return nil }
        self.init(
            task: task, positive: positive, negative: negative, labelCount: rows.count, encoder: encoder,
            weights: head.weights.map { Float($0) }, bias: Float(head.intercept),
            texts: Set(hashes.map(Self.cut)).sorted())
    }

    /// The same log-odds by two hidden units, ReLU(z) − ReLU(−z) = z, to be kept beside those of a new model.
    ///
    /// - Parameters:
    ///   - labels: those of the new task.
    ///   - columnCount: its columns of words, of which this model knows nothing.
    ///   - loss: what the new task learns to make small.
    public func start(labels: [String], columnCount: Int, loss: Loss = .softmax) -> ModelStart {
        let layer = HiddenLayer(
            weightRows: Array(repeating: -1, count: columnCount), weights: [],
            denseWeights: weights.flatMap { [$0, -$0] }, bias: [bias, -bias])
        return ModelStart(
            keeping: layer,
            output: OutputLayer(
                weights: Matrix(rowCount: 2, columnCount: 2, elements: [-0.5, 0.5, 0.5, -0.5]), bias: [0, 0]),
            labels: labels.map { [negative: 0, positive: 1][$0] }, loss: loss)
    }

    /// Whether texts with these hashes are among those that it has learnt from.
    ///
    /// - Complexity: O(hashes).
    public func knows(_ hashes: some Sequence<UInt64>) -> Bool {
        let known = Set(texts)
        return hashes.contains { known.contains(Self.cut($0)) }
    }
}
