/// The words that some encoders were trained to see before each text.
enum Prompt {
    /// Where authors say them.
    static let fileName = "config_sentence_transformers.json"

    /// The words for texts that are compared with each other.
    ///
    /// The prompt that the settings name as default; else, for the family E5, its `query` ("Use 'query: ' prefix for
    /// symmetric tasks such as semantic similarity": Wang et al., "Multilingual E5 Text Embeddings", 2024, and its model
    /// cards), but for those of it that take instructions. Other families want nothing where texts are compared or
    /// classified, also where the settings have a prompt for searching.
    ///
    /// - Parameters:
    ///   - names: what the encoder and the one it comes from are called. E5 is one whose name has that part:
    ///     `multilingual-e5-small`, `e5-base-v2`, `e5`.
    ///   - settings: of ``fileName``; nil where there are none.
    static func text(names: [String], settings: EncoderSettings?) throws(EncoderError) -> String {
        let prompts = settings?.part("prompts")
        if let settings, let name = try settings.text(ifThere: "default_prompt_name") {
            guard let prompt = try prompts?.text(ifThere: name) else {
                throw settings.fault("default_prompt_name", "'\(name)'", "the name of one of the prompts")
            }
            return prompt
        }
        let isE5 = names.contains { name in
            let parts = name.lowercased().split { !$0.isLetter && !$0.isNumber }
            return parts.contains("e5") && !parts.contains("instruct")
        }
        guard isE5 else { return "" }
        return try prompts?.text(ifThere: "query") ?? "query: "
    }
}
