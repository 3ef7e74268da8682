import Arithmetic
import TensorFiles

/// A layer of a transformer: attention among the tokens of a message, then two linear layers for each token.
struct TransformerLayer: Sendable {
    private let headCount: Int
    private let attention: DenseLayer
    private let attentionOutput: DenseLayer
    private let attentionNormalization: LayerNormalization
    private let inner: DenseLayer
    private let output: DenseLayer
    private let outputNormalization: LayerNormalization
    private let math: DenseMath

    /// Queries that scores are kept of at a time.
    private static let queryCount = 64

    /// - Parameter name: what the names of the layer's tensors begin with.
    init(
        _ file: TensorFile, name: String, configuration: TransformerConfiguration, math: DenseMath
    ) throws(TensorFileError) {
        func dense(_ parts: [String], _ depth: Int, _ columns: Int) throws(TensorFileError) -> DenseLayer {
            var weights: [Float] = []
            var bias: [Float] = []
            for part in parts {
                weights += try file.floats(named: name + part + ".weight", shape: [columns, depth])
                bias += try file.floats(named: name + part + ".bias", shape: [columns])
            }
            return DenseLayer(
                weights: weights, bias: bias, columns: parts.count * columns, depth: depth, math: math)
        }
        func normalization(_ part: String) throws(TensorFileError) -> LayerNormalization {
            try LayerNormalization(
                file, name: name + part, width: configuration.width, epsilon: configuration.epsilon)
        }
        let (width, innerWidth) = (configuration.width, configuration.innerWidth)
        headCount = configuration.headCount
        attention = try dense(
            ["attention.self.query", "attention.self.key", "attention.self.value"], width, width)
        attentionOutput = try dense(["attention.output.dense"], width, width)
        attentionNormalization = try normalization("attention.output.LayerNorm")
        inner = try dense(["intermediate.dense"], width, innerWidth)
        output = try dense(["output.dense"], innerWidth, width)
        outputNormalization = try normalization("output.LayerNorm")
        self.math = math
    }

    /// Room for what the layers make of the tokens of one batch.
    struct Room {
        /// `rows` × width: the tokens' vectors, which each layer replaces by its own.
        let vectors: FloatBuffer
        fileprivate let attention: FloatBuffer
        fileprivate let context: FloatBuffer
        fileprivate let change: FloatBuffer
        fileprivate let inner: FloatBuffer
        fileprivate let scores: FloatBuffer
        fileprivate let keys: FloatBuffer
        fileprivate let values: FloatBuffer

        /// - Parameters:
        ///   - rows: tokens of the batch.
        ///   - longest: tokens of its longest message.
        init(rows: Int, longest: Int, configuration: TransformerConfiguration, math: DenseMath) {
            let (width, head) = (configuration.width, configuration.width / configuration.headCount)
            vectors = FloatBuffer(count: rows * width)
            attention = FloatBuffer(count: rows * 3 * width)
            context = FloatBuffer(count: rows * width)
            change = FloatBuffer(count: rows * width)
            inner = FloatBuffer(count: rows * configuration.innerWidth)
            scores = FloatBuffer(count: TransformerLayer.queryCount * longest)
            keys = FloatBuffer(count: math.packedCount(columns: longest, depth: head))
            values = FloatBuffer(count: math.packedCount(columns: head, depth: longest))
        }
    }

    /// Replaces the vectors of messages that are laid end to end.
    ///
    /// - Parameter counts: tokens of each message.
    func apply(to room: Room, counts: [Int]) {
        let rows = counts.reduce(0, +)
        let width = attention.depth
        attention.apply(room.vectors.all, rows: rows, to: room.attention[0..<rows * 3 * width])
        var start = 0
        for count in counts {
            attend(start, count, room)
            start += count
        }
        let vectors = room.vectors[0..<rows * width]
        attentionOutput.apply(room.context.all, rows: rows, to: room.change[0..<rows * width])
        attentionNormalization.apply(vectors, adding: room.change.all, rows: rows, math: math)
        inner.apply(room.vectors.all, rows: rows, to: room.inner[0..<rows * inner.columns])
        math.gelu(room.inner[0..<rows * inner.columns])
        output.apply(room.inner.all, rows: rows, to: room.change[0..<rows * width])
        outputNormalization.apply(vectors, adding: room.change.all, rows: rows, math: math)
    }

    /// Each token's context: values of its message's tokens, weighted by softmax(query · key / √head). Vaswani et al.,
    /// "Attention Is All You Need", 2017, equation 1.
    private func attend(_ start: Int, _ count: Int, _ room: Room) {
        let width = attention.depth
        let head = width / headCount
        let scale = 1 / Float(head).squareRoot()
        for column in stride(from: 0, to: width, by: head) {
            let first = start * 3 * width + column
            math.pack(
                room.attention[from: first + width], stride: 3 * width, columns: count, depth: head,
                to: room.keys[0..<room.keys.count])
            math.packRows(
                room.attention[from: first + 2 * width], stride: 3 * width, columns: head, depth: count,
                to: room.values[0..<room.values.count])
            for query in stride(from: 0, to: count, by: Self.queryCount) {
                let rows = min(Self.queryCount, count - query)
                let scores = room.scores[0..<rows * count]
                math.product(
                    room.attention[from: first + query * 3 * width], stride: 3 * width, rows: rows, depth: head,
                    panels: room.keys.all, columns: count, to: scores, targetStride: count)
                math.softmax(scores, rows: rows, stride: count, count: count, scale: scale)
                math.product(
                    room.scores.all, stride: count, rows: rows, depth: count, panels: room.values.all, columns: head,
                    to: room.context[(start + query) * width + column..<room.context.count], targetStride: width)
            }
        }
    }
}

extension LayerNormalization {
    /// - Parameter name: what the names of both tensors begin with.
    init(_ file: TensorFile, name: String, width: Int, epsilon: Float) throws(TensorFileError) {
        self.init(
            gain: try file.floats(named: name + ".weight", shape: [width]),
            bias: try file.floats(named: name + ".bias", shape: [width]), epsilon: epsilon)
    }
}
