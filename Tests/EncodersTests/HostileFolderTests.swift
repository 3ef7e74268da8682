import Arithmetic
import Foundation
import TensorFiles
import Testing

@testable import Encoders

private func refusal(_ folder: Folder) throws -> String {
    let error = #expect(throws: EncoderError.self) { try SentenceEncoder(folder: folder.path) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix(folder.path) && text.contains("found ") && text.contains("expected "))
    return text.replacing(folder.path, with: "")
}

@Test(
    "a configuration that no known network has is refused by file and name",
    arguments: [
        ("model_type", "gpt2", "'model_type': found 'gpt2'"), ("model_type", 5, "'model_type'"),
        ("hidden_act", "gelu_new", "'hidden_act': found 'gelu_new'"),
        ("position_embedding_type", "relative_key", "'position_embedding_type': found 'relative_key'"),
        ("hidden_size", 0, "'hidden_size': found 0"), ("hidden_size", -24, "'hidden_size': found -24"),
        ("hidden_size", 1e300, "'hidden_size'"), ("hidden_size", 24.5, "'hidden_size': found 24.5"),
        ("hidden_size", "24", "'hidden_size': found '24'"), ("num_attention_heads", 5, "found 5, expected a divisor"),
        ("num_attention_heads", 0, "'num_attention_heads'"), ("num_hidden_layers", 4_611_686_018_427_387_904, "layers"),
        ("num_hidden_layers", 0, "'num_hidden_layers'"), ("num_hidden_layers", 3, "tensor 'encoder.layer.2."),
        ("intermediate_size", -1, "'intermediate_size'"), ("intermediate_size", 41, "intermediate.dense.weight'"),
        ("vocab_size", 16_777_216, "tensor 'embeddings.word_embeddings.weight': found shape [12, 24]"),
        ("vocab_size", 1e18, "'vocab_size'"), ("max_position_embeddings", 0, "'max_position_embeddings'"),
        ("max_position_embeddings", 512, "tensor 'embeddings.position_embeddings.weight'"),
        ("type_vocab_size", 3, "tensor 'embeddings.token_type_embeddings.weight'"),
        ("layer_norm_eps", 0, "'layer_norm_eps'"), ("layer_norm_eps", -1, "'layer_norm_eps'"),
        ("layer_norm_eps", 1e-300, "'layer_norm_eps'"), ("layer_norm_eps", NSNull(), "'layer_norm_eps': found nothing"),
    ] as [(String, any Sendable, String)])
func refusedConfiguration(name: String, value: any Sendable, words: String) throws {
    let model = TinyTransformer()
    let folder = try model.folder()
    var configuration = model.configuration
    configuration[name] = value
    try folder.write("config.json", json: configuration)
    let text = try refusal(folder)
    #expect(text.contains(words), "\(text)")
}

@Test(
    "a file that is not there is refused by name",
    arguments: ["model.safetensors", "1_Pooling/config.json", "2_Dense/config.json", "2_Dense/model.safetensors"])
func missingFile(name: String) throws {
    let folder = try TinyTransformer(denseWidth: 5).folder()
    try folder.remove(name)
    #expect(try refusal(folder).contains("/\(name): found 'No such file"))
}

@Test("a folder that holds no encoder, or is none, is refused")
func noEncoder() throws {
    let folder = try Folder()
    #expect(try refusal(folder).contains("neither config.json nor q1.npy"))
    let error = #expect(throws: EncoderError.self) { try SentenceEncoder(folder: folder.path + "/none") }
    #expect(error?.found == "no folder")
    try folder.write("weights.npz", [1, 2, 3])
    #expect(try refusal(folder).contains("unzip weights.npz"))
}

@Test(
    "what is written into a file of the folder is refused, by its name",
    arguments: [
        ("config.json", "", "/config.json: found an empty file"), ("config.json", "{", "/config.json"),
        ("config.json", "[1]", "/config.json"), ("modules.json", "{}", "/modules.json"),
        ("modules.json", "[]", "/modules.json: found no part that pools"),
        ("modules.json", #"[{"type":"a.WordEmbeddings","path":""}]"#, "'0.type': found 'a.WordEmbeddings'"),
        (
            "modules.json", #"[{"type":"a.Transformer","path":""},{"type":"a.Pooling","path":"../1_Pooling"}]"#,
            "'1.path': found '../1_Pooling'"
        ),
        (
            "modules.json", #"[{"type":"a.Transformer","path":""},{"type":"a.Normalize","path":"x"}]"#,
            "'1.type': found 'a.Normalize', expected 'Pooling'"
        ),
        ("1_Pooling/config.json", #"{"pooling_mode_max_tokens":true}"#, "'pooling_mode': found 'max'"),
        (
            "1_Pooling/config.json", #"{"pooling_mode_mean_tokens":true,"pooling_mode_cls_token":true}"#,
            "found 'cls' and 'mean'"
        ),
        ("1_Pooling/config.json", "{}", "found none, expected 'mean' or 'cls'"),
        (
            "1_Pooling/config.json", #"{"word_embedding_dimension":25,"pooling_mode":"mean"}"#,
            "word_embedding_dimension"
        ),
        ("sentence_bert_config.json", #"{"max_seq_length":-1}"#, "'max_seq_length': found -1"),
        ("2_Dense/config.json", #"{"in_features":25,"out_features":5}"#, "'in_features': found 25"),
        ("2_Dense/config.json", #"{"in_features":24,"out_features":99999999}"#, "'out_features'"),
        (
            "2_Dense/config.json", #"{"in_features":24,"out_features":6,"activation_function":"x.Tanh"}"#,
            "/2_Dense/model.safetensors: tensor 'linear.weight': found shape [5, 24], expected shape [6, 24]"
        ),
        (
            "2_Dense/config.json", #"{"in_features":24,"out_features":5,"activation_function":"x.ReLU"}"#,
            "'activation_function': found 'x.ReLU'"
        ),
        ("model.safetensors", "no tensors at all", "/model.safetensors: header: found"),
        ("config_sentence_transformers.json", #"{"default_prompt_name":"x","prompts":{}}"#, "'default_prompt_name'"),
        ("config_sentence_transformers.json", #"{"default_prompt_name":7}"#, "'default_prompt_name': found 7"),
    ])
func refusedText(name: String, content: String, words: String) throws {
    let folder = try TinyTransformer(denseWidth: 5).folder()
    try folder.write(name, content)
    let text = try refusal(folder)
    #expect(text.contains(words), "\(text)")
}

@Test("each tensor that is missing, of another shape, cut off or no number is refused by file and name")
func refusedTensors() throws {
    let whole = TinyTransformer()
    let folder = try whole.folder()
    for (name, tensor) in whole.tensors {
        var changed = whole
        changed.tensors[name] = nil
        try folder.write("model.safetensors", changed.file { _ in true })
        #expect(try refusal(folder).contains("/model.safetensors: tensor '\(name)': found none"))
        changed.tensors[name] = ([tensor.numbers.count, 1], tensor.numbers)
        try folder.write("model.safetensors", changed.file { _ in true })
        #expect(try refusal(folder).contains("/model.safetensors: tensor '\(name)': found shape"))
        // Rows of the table of tokens are looked at when they are used.
        if name == "embeddings.word_embeddings.weight" { continue }
        changed.tensors[name] = (tensor.shape, tensor.numbers.dropLast() + [.infinity])
        try folder.write("model.safetensors", changed.file { _ in true })
        #expect(try refusal(folder).contains("/model.safetensors: tensor '\(name)': found a weight"))
    }
    let bytes = whole.file { _ in true }
    for count in stride(from: 1, to: bytes.count, by: 997) {
        try folder.write("model.safetensors", Array(bytes[..<count]))
        #expect(try refusal(folder).hasPrefix("/model.safetensors: "))
    }
}

@Test("a tokenizer of more tokens than the network knows is refused when it is read, not at the first such text")
func largeVocabulary() throws {
    let folder = try TinyTransformer().folder()
    try folder.write("vocab.txt", (TinyTransformer.words + ["storm"]).joined(separator: "\n") + "\n")
    let text = try refusal(folder)
    #expect(text.contains("the table of tokens: found 12 rows, expected at least 13"), "\(text)")
}

@Test("a folder and a pipe in place of a file are refused, without waiting")
func noFiles() throws {
    let folder = try TinyTransformer().folder()
    try folder.remove("model.safetensors")
    #expect(mkfifo(folder.path + "/model.safetensors", 0o600) == 0)
    #expect(try refusal(folder).contains("/model.safetensors: found a pipe"))
    try folder.remove("config.json")
    try FileManager.default.createDirectory(atPath: folder.path + "/config.json", withIntermediateDirectories: false)
    #expect(try refusal(folder).contains("/config.json: found a folder"))
}
