/// What BERT's tokenizer does to a text before it looks for words.
public struct WordPieceOptions: Sendable, Hashable {
    /// Small letters for capital ones.
    public var lowercases: Bool
    /// Accents are taken off their letters.
    public var stripsAccents: Bool
    /// Chinese characters are words of their own.
    public var splitsCJK: Bool
    /// Control characters are dropped.
    public var cleansText: Bool
    /// A word of more characters is unknown as a whole.
    public var longestWord = 100

    /// - Parameter stripsAccents: nil: where capital letters are made small.
    public init(
        lowercases: Bool = true, stripsAccents: Bool? = nil, splitsCJK: Bool = true, cleansText: Bool = true
    ) {
        self.lowercases = lowercases
        self.stripsAccents = stripsAccents ?? lowercases
        self.splitsCJK = splitsCJK
        self.cleansText = cleansText
    }

    /// The options of `tokenizer_config.json`; what it does not say is as in BERT without capital letters.
    public init(configuration bytes: [UInt8], path: String) throws(EncoderError) {
        let file = try JSONParser.value(of: bytes, path: path)
        guard case .object = file else {
            throw EncoderError(path: path, found: file.kind, expected: "an object")
        }
        self.init(
            lowercases: try Self.flag("do_lower_case", of: file, path: path) ?? true,
            stripsAccents: try Self.flag("strip_accents", of: file, path: path),
            splitsCJK: try Self.flag("tokenize_chinese_chars", of: file, path: path) ?? true)
    }

    /// The options of `tokenizer.json`: a `BertNormalizer`, a `BertPreTokenizer` and a model of pieces with `##`.
    public init(tokenizerFile bytes: [UInt8], path: String) throws(EncoderError) {
        try self.init(tokenizerFile: try JSONParser.value(of: bytes, path: path), path: path)
    }

    init(tokenizerFile file: JSONValue, path: String) throws(EncoderError) {
        func require(_ part: String, _ type: String) throws(EncoderError) -> JSONValue {
            guard let value = file[part], value["type"]?.text == type else {
                throw EncoderError(
                    path: path, place: part, found: file[part]?["type"]?.kind ?? "none", expected: "a \(type)")
            }
            return value
        }
        let normalizer = try require("normalizer", "BertNormalizer")
        _ = try require("pre_tokenizer", "BertPreTokenizer")
        self.init(
            lowercases: try Self.flag("lowercase", of: normalizer, path: path) ?? true,
            stripsAccents: try Self.flag("strip_accents", of: normalizer, path: path),
            splitsCJK: try Self.flag("handle_chinese_chars", of: normalizer, path: path) ?? true,
            cleansText: try Self.flag("clean_text", of: normalizer, path: path) ?? true)
        if let prefix = file["model"]?["continuing_subword_prefix"], prefix.text != "##" {
            throw EncoderError(
                path: path, place: "continuing_subword_prefix", found: prefix.kind, expected: "'##'")
        }
        if let limit = file["model"]?["max_input_chars_per_word"] {
            guard let count = limit.index, 1...10_000 ~= count else {
                throw EncoderError(
                    path: path, place: "max_input_chars_per_word", found: limit.kind,
                    expected: "a number from 1 to 10000")
            }
            longestWord = Int(count)
        }
    }

    private static func flag(_ name: String, of value: JSONValue, path: String) throws(EncoderError) -> Bool? {
        guard let member = value[name] else { return nil }
        guard let flag = member.bool else {
            throw EncoderError(path: path, place: name, found: member.kind, expected: "true, false or null")
        }
        return flag
    }
}
