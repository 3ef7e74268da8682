extension SubwordTokenizer {
    /// The names that SentencePiece models go by; the first that is there counts.
    private static let modelNames = ["sp.model", "spiece.model", "sentencepiece.model", "tokenizer.model"]

    /// The tokenizer of an encoder's folder.
    ///
    /// `tokenizer.json` says the most, and is asked first; with a WordPiece model, `vocab.txt` goes before the
    /// vocabulary in it. Then come `sentencepiece.bpe.model`, whose pieces are numbered as XLM-R does, `vocab.txt` with
    /// `tokenizer_config.json`, and a SentencePiece model under its usual names.
    ///
    /// - Parameters:
    ///   - folder: The folder, for errors.
    ///   - maximumCount: The most tokens of a text, those around it included.
    ///   - read: Gives the bytes of a file in the folder; nil where there is none.
    public init(
        folder: String, maximumCount: Int, reading read: (String) throws(EncoderError) -> [UInt8]?
    ) throws(EncoderError) {
        func path(_ name: String) -> String { folder + "/" + name }
        if let bytes = try read("tokenizer.json") {
            let file = try JSONParser.value(of: bytes, path: path("tokenizer.json"))
            switch file["model"]?["type"]?.text {
            case "Unigram":
                self = .unigram(
                    try SentencePieceUnigram(file: file, path: path("tokenizer.json"), maximumCount: maximumCount))
                return
            case "WordPiece", nil:
                let options = try WordPieceOptions(tokenizerFile: file, path: path("tokenizer.json"))
                if let vocabulary = try read("vocab.txt") {
                    self = .wordPiece(
                        try WordPiece(
                            vocabulary: vocabulary, path: path("vocab.txt"), options: options,
                            maximumCount: maximumCount))
                } else {
                    self = .wordPiece(
                        try WordPiece(
                            file: file, path: path("tokenizer.json"), options: options, maximumCount: maximumCount))
                }
                return
            case let type?:
                throw EncoderError(
                    path: path("tokenizer.json"), place: "model", found: "the type '\(type)'",
                    expected: "'Unigram' or 'WordPiece'")
            }
        }
        if let bytes = try read("sentencepiece.bpe.model") {
            self = .unigram(
                try SentencePieceUnigram(
                    model: bytes, path: path("sentencepiece.bpe.model"), numbering: .fairseq, addsFirst: true,
                    addsLast: true, maximumCount: maximumCount))
            return
        }
        if let vocabulary = try read("vocab.txt") {
            let options =
                if let bytes = try read("tokenizer_config.json") {
                    try WordPieceOptions(configuration: bytes, path: path("tokenizer_config.json"))
                } else {
                    WordPieceOptions()
                }
            self = .wordPiece(
                try WordPiece(
                    vocabulary: vocabulary, path: path("vocab.txt"), options: options, maximumCount: maximumCount))
            return
        }
        for name in Self.modelNames {
            guard let bytes = try read(name) else { continue }
            self = .unigram(
                try SentencePieceUnigram(
                    model: bytes, path: path(name), addsFirst: true, addsLast: true, maximumCount: maximumCount))
            return
        }
        throw EncoderError(
            path: folder, found: "no tokenizer",
            expected: "tokenizer.json, sentencepiece.bpe.model, vocab.txt or \(Self.modelNames.joined(separator: ", "))"
        )
    }
}
