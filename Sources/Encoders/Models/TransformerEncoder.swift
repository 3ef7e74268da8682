import Arithmetic
import Notation
import TensorFiles

/// A sentence transformer of the families BERT and XLM-R, from a folder as its authors publish it.
///
/// Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", 2019; Conneau et
/// al., "Unsupervised Cross-lingual Representation Learning at Scale", 2020; Reimers and Gurevych, "Sentence-BERT:
/// Sentence Embeddings using Siamese BERT-Networks", 2019.
///
/// Of the folder it reads `config.json`, `model.safetensors`, `modules.json`, the settings of pooling and of linear layers
/// behind it, and `sentence_bert_config.json`, which says how many tokens a message may have. The weights are copied, and
/// laid out for the kernels, but for the table of tokens, which stays in the file.
struct TransformerEncoder: EncoderModel {
    let width: Int
    let maximumCount: Int
    private let configuration: TransformerConfiguration
    private let tokens: FloatRows
    /// The vector of each position, with that of the first token type added.
    private let positions: FloatBuffer
    private let embeddingNormalization: LayerNormalization
    private let blocks: [TransformerLayer]
    private let pooling: Pooling
    private let dense: [DenseModule]
    private let math: DenseMath
    private let path: String

    /// What names of tensors begin with, where a network was saved as a part of another.
    private static let prefixes = ["", "bert.", "roberta.", "model.", "0.auto_model."]

    init(
        _ folder: EncoderFolder, configuration: TransformerConfiguration, math: DenseMath
    ) throws(EncoderError) {
        let width = configuration.width
        let modules = try TransformerModules(folder)
        let pooling = try folder.settings(modules.pooling + "/config.json")
        self.pooling = try Pooling(pooling, width: width)
        let room = configuration.positionCount - configuration.firstPosition
        maximumCount =
            min(
                room,
                try folder.settings(ifThere: "sentence_bert_config.json")?
                    .number("max_seq_length", in: 2...1 << 17, else: room) ?? room)
        path = folder.file("model.safetensors")
        let path = path
        do throws(TensorFileError) {
            let file = try TensorFile(path: path)
            let table = "embeddings.word_embeddings.weight"
            let prefix = Self.prefixes.first { file.contains($0 + table) } ?? ""
            tokens = try file.rows(named: prefix + table, count: configuration.vocabularyCount, width: width)
            var positions = try file.floats(
                named: prefix + "embeddings.position_embeddings.weight", shape: [configuration.positionCount, width])
            let types = try file.floats(
                named: prefix + "embeddings.token_type_embeddings.weight", shape: [configuration.typeCount, width])
            for index in positions.indices { positions[index] += types[index % width] }
            self.positions = FloatBuffer(positions)
            embeddingNormalization = try LayerNormalization(
                file, name: prefix + "embeddings.LayerNorm", width: width, epsilon: configuration.epsilon)
            var layers: [TransformerLayer] = []
            for layer in 0..<configuration.layerCount {
                layers.append(
                    try TransformerLayer(
                        file, name: "\(prefix)encoder.layer.\(layer).", configuration: configuration, math: math))
            }
            blocks = layers
        } catch {
            throw EncoderError(error)
        }
        var dense: [DenseModule] = []
        for part in modules.dense {
            dense.append(try DenseModule(folder, path: part, depth: dense.last?.width ?? width, math: math))
        }
        self.dense = dense
        self.width = dense.last?.width ?? width
        self.configuration = configuration
        self.math = math
    }

    var family: String { configuration.family }

    var layers: String {
        "\(CountText.text(blocks.count, "layer")), \(CountText.text(configuration.headCount, "head"))"
    }

    var vocabularyCount: Int { tokens.count }

    func vectors(of messages: ArraySlice<[Int32]>) throws(EncoderError) -> [Float] {
        let counts = messages.map(\.count)
        let room = TransformerLayer.Room(
            rows: counts.reduce(0, +), longest: counts.max() ?? 0, configuration: configuration, math: math)
        defer { withExtendedLifetime(room) {} }
        try embed(messages, in: room)
        for block in blocks { block.apply(to: room, counts: counts) }
        var pooled = pool(counts, room)
        for layer in dense { pooled = layer.apply(pooled, rows: counts.count, math: math) }
        defer { withExtendedLifetime(pooled) {} }
        math.normalizeLength(pooled[0..<pooled.count], rows: counts.count, width: width)
        let vectors = Array(pooled.all)
        guard vectors.allSatisfy(\.isFinite) else {
            throw EncoderError(
                path: path, found: "weights whose sums are beyond all numbers", expected: "those of a trained encoder")
        }
        return vectors
    }

    /// The vectors of tokens at their places.
    private func embed(_ messages: ArraySlice<[Int32]>, in room: TransformerLayer.Room) throws(EncoderError) {
        let width = configuration.width
        var row = [Float](repeating: 0, count: width)
        var start = 0
        for message in messages {
            for (place, token) in message.enumerated() {
                guard 0..<tokens.count ~= Int(token) else {
                    throw EncoderError(
                        path: path, place: "the table of tokens", found: "\(CountText.text(tokens.count, "row"))",
                        expected: "one for token \(token) of the tokenizer")
                }
                do { try tokens.copy(row: Int(token), to: &row, at: 0) } catch { throw EncoderError(error) }
                let target = room.vectors[start..<start + width]
                let first = (configuration.firstPosition + place) * width
                let position = positions[first..<first + width]
                for index in 0..<width { target[index] = row[index] + position[index] }
                start += width
            }
        }
        embeddingNormalization.apply(room.vectors[0..<start], rows: start / width, math: math)
    }

    private func pool(_ counts: [Int], _ room: TransformerLayer.Room) -> FloatBuffer {
        let width = configuration.width
        let result = FloatBuffer(count: counts.count * width)
        var start = 0
        for (message, count) in counts.enumerated() {
            let target = result[message * width..<(message + 1) * width]
            let rows: (range: Range<Int>, factor: Float) =
                switch pooling {
                case .mean: (start..<start + count, 1 / Float(count))
                case .first: (start..<start + 1, 1)
                }
            for row in rows.range {
                math.add(
                    rows.factor, UnsafeBufferPointer(room.vectors[row * width..<(row + 1) * width]), to: target)
            }
            start += count
        }
        return result
    }
}
