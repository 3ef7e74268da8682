import Foundation
import TensorFiles

/// A transformer of a few thousand weights, as a folder and as a pass in double precision.
struct TinyTransformer {
    var type = "bert"
    var elements = ElementType.f32
    var prefix = ""
    var pooling = "mean_tokens"
    /// Numbers of a linear layer behind pooling; nil for none.
    var denseWidth: Int?
    var tensors: [String: (shape: [Int], numbers: [Float])] = [:]

    static let (width, innerWidth, headCount, layerCount) = (24, 40, 3, 2)
    static let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "flood", "fire", "help", "we", "need", "water", "##s", "."]
    static let positionCount = 40
    static let epsilon = 1e-5

    init(
        type: String = "bert", elements: ElementType = .f32, prefix: String = "", pooling: String = "mean_tokens",
        denseWidth: Int? = nil
    ) {
        (self.type, self.elements, self.prefix) = (type, elements, prefix)
        (self.pooling, self.denseWidth) = (pooling, denseWidth)
        var weights = Weights(seed: 5)
        func add(_ name: String, _ shape: [Int], around middle: Float = 0) {
            tensors[name] = (shape, weights.numbers(shape.reduce(1, *), around: middle))
        }
        func addNormalization(_ name: String) {
            add(name + ".weight", [Self.width], around: 1)
            add(name + ".bias", [Self.width])
        }
        add("embeddings.word_embeddings.weight", [Self.words.count, Self.width])
        add("embeddings.position_embeddings.weight", [Self.positionCount, Self.width])
        add("embeddings.token_type_embeddings.weight", [type == "bert" ? 2 : 1, Self.width])
        addNormalization("embeddings.LayerNorm")
        for layer in 0..<Self.layerCount {
            let layer = "encoder.layer.\(layer)."
            for (name, columns, depth) in [
                ("attention.self.query", Self.width, Self.width), ("attention.self.key", Self.width, Self.width),
                ("attention.self.value", Self.width, Self.width), ("attention.output.dense", Self.width, Self.width),
                ("intermediate.dense", Self.innerWidth, Self.width), ("output.dense", Self.width, Self.innerWidth),
            ] {
                add(layer + name + ".weight", [columns, depth])
                add(layer + name + ".bias", [columns])
            }
            addNormalization(layer + "attention.output.LayerNorm")
            addNormalization(layer + "output.LayerNorm")
        }
        if let denseWidth {
            add("linear.weight", [denseWidth, Self.width])
            add("linear.bias", [denseWidth])
        }
    }

    var configuration: [String: Any] {
        [
            "model_type": type, "hidden_act": "gelu", "hidden_size": Self.width, "num_hidden_layers": Self.layerCount,
            "num_attention_heads": Self.headCount, "intermediate_size": Self.innerWidth,
            "vocab_size": Self.words.count, "max_position_embeddings": Self.positionCount,
            "type_vocab_size": type == "bert" ? 2 : 1, "layer_norm_eps": Self.epsilon, "pad_token_id": 1,
            "position_embedding_type": "absolute",
        ]
    }

    /// The folder, as authors publish theirs.
    func folder(name: String = "encoder") throws -> Folder {
        let folder = try Folder(name: name)
        try folder.write("config.json", json: configuration)
        var modules = [["type": "sentence_transformers.models.Transformer", "path": ""]]
        modules.append(["type": "sentence_transformers.models.Pooling", "path": "1_Pooling"])
        if let denseWidth {
            modules.append(["type": "sentence_transformers.models.Dense", "path": "2_Dense"])
            try folder.write(
                "2_Dense/config.json",
                json: [
                    "in_features": Self.width, "out_features": denseWidth, "bias": true,
                    "activation_function": "torch.nn.modules.activation.Tanh",
                ] as [String: Any])
            try folder.write("2_Dense/model.safetensors", file { $0.hasPrefix("linear.") })
        }
        modules.append(["type": "sentence_transformers.models.Normalize", "path": "3_Normalize"])
        try folder.write("modules.json", json: modules)
        try folder.write(
            "1_Pooling/config.json",
            json: ["word_embedding_dimension": Self.width, "pooling_mode_" + pooling: true] as [String: Any])
        try folder.write("sentence_bert_config.json", json: ["max_seq_length": 30])
        try folder.write("vocab.txt", Self.words.joined(separator: "\n") + "\n")
        try folder.write("model.safetensors", file { !$0.hasPrefix("linear.") })
        return folder
    }

    /// The tensors whose names are wanted, as a file.
    func file(_ isWanted: (String) -> Bool) -> [UInt8] {
        let chosen = tensors.filter { isWanted($0.key) }.sorted { $0.key < $1.key }
        return Safetensors(
            metadata: [("format", "pt")],
            tensors: chosen.map { name, tensor in
                Safetensors.Tensor(
                    name: (name.hasPrefix("linear.") ? "" : prefix) + name, type: elements, shape: tensor.shape,
                    bytes: FileBytes(bytes(tensor.numbers)))
            }
        ).bytes
    }

    private func bytes(_ numbers: [Float]) -> [UInt8] {
        switch elements {
        case .bf16: Safetensors.littleEndian(numbers.map { UInt16($0.bitPattern >> 16) })
        case .f16: Safetensors.littleEndian(numbers.map(Self.binary16))
        default: Safetensors.littleEndian(numbers.map(\.bitPattern))
        }
    }

    /// IEEE 754 binary16 of a number that it has exactly, and that is 0 or no subnormal.
    private static func binary16(_ number: Float) -> UInt16 {
        guard number != 0 else { return 0 }
        let sign: UInt16 = number < 0 ? 0x8000 : 0
        let exponent = UInt16(Int(number.exponent) + 15) << 10
        return sign | exponent | UInt16((number.significand - 1) * 1_024)
    }

    // MARK: The pass

    private func rows(_ name: String) -> [[Double]] {
        let tensor = tensors[name] ?? ([0], [])
        return matrix(tensor.numbers, width: tensor.shape.last ?? 1)
    }

    private func dense(_ x: [[Double]], _ name: String) -> [[Double]] {
        product(x, transposed(rows(name + ".weight")), rows(name + ".bias")[0])
    }

    private func norm(_ x: [[Double]], _ name: String) -> [[Double]] {
        normalized(x, rows(name + ".weight")[0], rows(name + ".bias")[0], Self.epsilon)
    }

    /// The vector of a message, without any other.
    func vector(_ tokens: [Int32]) -> [Double] {
        let words = rows("embeddings.word_embeddings.weight")
        let positions = rows("embeddings.position_embeddings.weight")
        let types = rows("embeddings.token_type_embeddings.weight")
        let first = type == "bert" ? 0 : 2
        var x = tokens.enumerated().map { place, token in
            (0..<Self.width).map { words[Int(token)][$0] + positions[first + place][$0] + types[0][$0] }
        }
        x = norm(x, "embeddings.LayerNorm")
        let head = Self.width / Self.headCount
        for layer in 0..<Self.layerCount {
            let layer = "encoder.layer.\(layer)."
            let (q, k, v) = (
                dense(x, layer + "attention.self.query"), dense(x, layer + "attention.self.key"),
                dense(x, layer + "attention.self.value")
            )
            var context = x.map { $0.map { _ in 0.0 } }
            for columns in stride(from: 0, to: Self.width, by: head).map({ $0..<$0 + head }) {
                for query in x.indices {
                    let scores = x.indices.map { key in
                        exp(columns.reduce(0) { $0 + q[query][$1] * k[key][$1] } / Double(head).squareRoot())
                    }
                    let total = scores.reduce(0, +)
                    for column in columns {
                        context[query][column] = x.indices.reduce(0) { $0 + scores[$1] / total * v[$1][column] }
                    }
                }
            }
            x = norm(sum(x, dense(context, layer + "attention.output.dense")), layer + "attention.output.LayerNorm")
            let inner = dense(x, layer + "intermediate.dense").map {
                $0.map { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) }
            }
            x = norm(sum(x, dense(inner, layer + "output.dense")), layer + "output.LayerNorm")
        }
        var pooled = pooling == "mean_tokens" ? transposed(x).map { $0.reduce(0, +) / Double(x.count) } : x[0]
        if denseWidth != nil { pooled = dense([pooled], "linear")[0].map { tanh($0) } }
        return unit(pooled)
    }
}
