import Arithmetic
import TensorFiles
import Testing

@testable import Encoders

let levels = KernelLevel.allCases.filter { $0 <= .supported }

private func encoder(_ folder: Folder, _ level: KernelLevel) throws -> TransformerEncoder {
    let folder = EncoderFolder(path: folder.path)
    return try TransformerEncoder(
        folder, configuration: TransformerConfiguration(try folder.settings("config.json")),
        math: DenseMath(level: level))
}

private let messages: [[Int32]] = [
    [2, 4, 3], [2], (0..<30).map { $0 * 5 % 12 }, [2, 7, 8, 9, 10, 3], [2, 3], (0..<17).map { $0 * 7 % 12 },
]

@Test(
    "a transformer's vectors are those of a pass in double precision",
    arguments: [
        TinyTransformer(), TinyTransformer(type: "xlm-roberta", prefix: "roberta.", pooling: "cls_token"),
        TinyTransformer(elements: .f16, prefix: "bert."), TinyTransformer(elements: .bf16, denseWidth: 7),
        TinyTransformer(type: "xlm-roberta", denseWidth: 33), TinyTransformer(pooling: "cls_token", denseWidth: 5),
    ], levels)
func transformerVectors(model: TinyTransformer, level: KernelLevel) throws {
    let folder = try model.folder()
    let encoder = try encoder(folder, level)
    #expect(encoder.width == model.denseWidth ?? TinyTransformer.width)
    let vectors = try encoder.vectors(of: messages[...])
    for (index, message) in messages.enumerated() {
        let range = index * encoder.width..<(index + 1) * encoder.width
        // Some ten sums of up to 40 terms lie behind each number, of 2⁻²⁴ for each rounding.
        #expect(difference(vectors[range], model.vector(message)) < 2e-5)
    }
}

@Test("a message has the same bits alone and beside any others, and AVX2 those of AVX-512", arguments: levels)
func transformerBits(level: KernelLevel) throws {
    let folder = try TinyTransformer().folder()
    let encoder = try encoder(folder, level)
    let together = try encoder.vectors(of: messages[...])
    let turned = try encoder.vectors(of: Array(messages.reversed())[...])
    for index in messages.indices {
        let range = index * encoder.width..<(index + 1) * encoder.width
        let other = messages.count - 1 - index
        #expect(try encoder.vectors(of: messages[index...index]) == Array(together[range]))
        #expect(turned[other * encoder.width..<(other + 1) * encoder.width] == together[range])
    }
    if level == .avx512 {
        let other = try encoderOfAVX2(folder)
        #expect(try other.vectors(of: messages[...]) == together)
    }
}

private func encoderOfAVX2(_ folder: Folder) throws -> TransformerEncoder { try encoder(folder, .avx2) }

@Test(
    "a message takes as many tokens as the sentence configuration says, and no more than there are positions",
    arguments: [("bert", 30, 30), ("bert", 500, 40), ("bert", nil, 40), ("xlm-roberta", 500, 38)])
func maximum(type: String, said: Int?, expected: Int) throws {
    let folder = try TinyTransformer(type: type).folder()
    if let said {
        try folder.write("sentence_bert_config.json", json: ["max_seq_length": said])
    } else {
        try folder.remove("sentence_bert_config.json")
    }
    #expect(try encoder(folder, .plain).maximumCount == expected)
}

@Test("a token that the table has no row for is an error that names the file", arguments: [12, -1, .max] as [Int32])
func unknownToken(token: Int32) throws {
    let folder = try TinyTransformer().folder()
    let encoder = try encoder(folder, .plain)
    let error = #expect(throws: EncoderError.self) { try encoder.vectors(of: [[2, token]]) }
    #expect(error?.description.contains("model.safetensors: the table of tokens: found 12 rows") == true)
}

@Test("a row of the table that is no number is an error that names file and tensor")
func rowWithoutNumbers() throws {
    var model = TinyTransformer()
    model.tensors["embeddings.word_embeddings.weight"]?.numbers[5 * TinyTransformer.width] = .nan
    let folder = try model.folder()
    let encoder = try encoder(folder, .plain)
    #expect(throws: Never.self) { try encoder.vectors(of: [[2, 4, 3]]) }
    let error = #expect(throws: EncoderError.self) { try encoder.vectors(of: [[2, 5, 3]]) }
    #expect(error?.description.contains("model.safetensors: tensor 'embeddings.word_embeddings.weight'") == true)
}

@Test("weights whose sums are infinite are an error, not a vector")
func infiniteSums() throws {
    var model = TinyTransformer()
    for name in ["encoder.layer.1.output.LayerNorm.weight", "encoder.layer.1.output.LayerNorm.bias"] {
        model.tensors[name]?.numbers = Array(repeating: .greatestFiniteMagnitude, count: TinyTransformer.width)
    }
    let folder = try model.folder()
    let encoder = try encoder(folder, .plain)
    #expect(throws: EncoderError.self) { try encoder.vectors(of: [[2, 5, 3]]) }
}
