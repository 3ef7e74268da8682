/// The sizes of a transformer, from the `config.json` of its folder.
struct TransformerConfiguration {
    /// As its authors call it.
    let family: String
    /// Numbers of a token's vector.
    let width: Int
    let layerCount: Int
    let headCount: Int
    /// Numbers between the two layers behind attention.
    let innerWidth: Int
    let vocabularyCount: Int
    let positionCount: Int
    /// The position of a message's first token.
    let firstPosition: Int
    let typeCount: Int
    let epsilon: Float
    /// What its authors called the model that this one comes from.
    let name: String?

    /// - Throws: ``EncoderError`` for another architecture, and for sizes that none has.
    init(_ settings: EncoderSettings) throws(EncoderError) {
        let type = try settings.text("model_type")
        guard ["bert", "xlm-roberta"].contains(type) else {
            throw settings.fault("model_type", "'\(type)'", "'bert' or 'xlm-roberta', the networks known here")
        }
        family = type == "bert" ? "BERT" : "XLM-R"
        let activation = try settings.text("hidden_act")
        guard activation == "gelu" else { throw settings.fault("hidden_act", "'\(activation)'", "'gelu'") }
        let positions = try settings.text(ifThere: "position_embedding_type") ?? "absolute"
        guard positions == "absolute" else {
            throw settings.fault("position_embedding_type", "'\(positions)'", "'absolute'")
        }
        width = try settings.number("hidden_size", in: 1...1 << 14)
        layerCount = try settings.number("num_hidden_layers", in: 1...1 << 10)
        headCount = try settings.number("num_attention_heads", in: 1...1 << 10)
        guard width % headCount == 0 else {
            throw settings.fault("num_attention_heads", "\(headCount)", "a divisor of 'hidden_size', \(width)")
        }
        innerWidth = try settings.number("intermediate_size", in: 1...1 << 17)
        vocabularyCount = try settings.number("vocab_size", in: 1...1 << 24)
        positionCount = try settings.number("max_position_embeddings", in: 3...1 << 17)
        typeCount = try settings.number("type_vocab_size", in: 1...1 << 10)
        epsilon = try settings.share("layer_norm_eps")
        // RoBERTa numbers positions from behind the one that padding has.
        firstPosition = type == "bert" ? 0 : try settings.number("pad_token_id", in: 0...positionCount - 3, else: 1) + 1
        name = try settings.text(ifThere: "_name_or_path")
    }
}
