import Notation

extension SentencePieceUnigram {
    /// Reads a `tokenizer.json` whose model is of the type Unigram.
    ///
    /// - Parameter maximumCount: The most tokens of a text, with those around it; what the file says of it does not count.
    public init(tokenizerFile bytes: [UInt8], path: String, maximumCount: Int) throws(EncoderError) {
        try self.init(file: try JSONParser.value(of: bytes, path: path), path: path, maximumCount: maximumCount)
    }

    init(file: JSONValue, path: String, maximumCount: Int) throws(EncoderError) {
        func fault(_ place: String, _ found: String, _ expected: String) -> EncoderError {
            EncoderError(path: path, place: place, found: found, expected: expected)
        }
        guard let model = file["model"], model["type"]?.text ?? "Unigram" == "Unigram" else {
            throw fault("model", file["model"]?["type"]?.kind ?? "none", "one of the type 'Unigram'")
        }
        guard let vocabulary = model["vocab"]?.array, 1..<(1 << 24) ~= vocabulary.count else {
            throw fault("vocab", model["vocab"]?.kind ?? "none", "an array of pieces and scores")
        }
        guard let unknown = model["unk_id"]?.index, Int(unknown) < vocabulary.count else {
            throw fault("unk_id", model["unk_id"]?.kind ?? "none", "a number below \(vocabulary.count)")
        }
        var special: Set<Int32> = [unknown]
        for token in file["added_tokens"]?.array ?? [] where token["special"]?.bool == true {
            guard let id = token["id"]?.index else {
                throw fault("added_tokens", token["id"]?.kind ?? "none", "a number")
            }
            special.insert(id)
        }

        let usesBytes = model["byte_fallback"]?.bool ?? false
        var bytes: [UInt8] = []
        var keys: [(range: Range<Int>, number: Int32)] = []
        var scores: [Double] = []
        var byteTokens: [Int32?] = Array(repeating: nil, count: 256)
        for (index, entry) in vocabulary.enumerated() {
            guard let pair = entry.array, pair.count == 2, let name = pair[0].bytes, let score = pair[1].number else {
                throw fault("piece \(index)", entry.kind, "a piece and its score")
            }
            guard name.count <= ByteTrie.longestKey else {
                throw fault("piece \(index)", "\(CountText.text(name.count, "byte"))", "\(ByteTrie.longestKey) at most")
            }
            scores.append(score)
            if usesBytes, let byte = Self.byte(named: name[...]) {
                byteTokens[Int(byte)] = Int32(index)
            } else if !special.contains(Int32(index)) {
                keys.append((bytes.count..<(bytes.count + name.count), Int32(index)))
                bytes += name
            }
        }
        let trie = ByteTrie(bytes: bytes, keys: keys)
        if let repeated = trie.repeated {
            throw fault("vocab", "'\(String(decoding: bytes[repeated], as: UTF8.self))' twice", "each piece once")
        }
        let known = byteTokens.compactMap { $0 }
        let (before, behind) = try Self.tokensAround(file["post_processor"], path: path)
        let added = (before + behind).map { Int($0) + 1 }.max() ?? 0
        self.init(
            preparation: .tokenizers(
                try NormalizationPipeline(file["normalizer"], path: path),
                try WordSplitter(file["pre_tokenizer"], path: path)),
            pieces: Pieces(
                trie: trie, scores: scores, unknown: unknown, unknownScore: (scores.min() ?? 0) - 10,
                bytes: usesBytes && known.count == 256 ? known : nil, addsInSinglePrecision: false),
            before: before, behind: behind,
            maximumCount: try Self.checked(maximumCount, around: before.count + behind.count, path: path),
            vocabularySize: max(vocabulary.count, added))
    }

    /// What the post-processor puts before and behind a text.
    private static func tokensAround(
        _ value: JSONValue?, path: String
    ) throws(EncoderError) -> (before: [Int32], behind: [Int32]) {
        func fault(_ found: String, _ expected: String) -> EncoderError {
            EncoderError(path: path, place: "post_processor", found: found, expected: expected)
        }
        func token(_ value: JSONValue?) throws(EncoderError) -> Int32 {
            guard let token = value?.index, token < 1 << 24 else {
                throw fault(value?.kind ?? "none", "the number of a token")
            }
            return token
        }
        guard let value else { return ([], []) }
        switch value["type"]?.text {
        case "TemplateProcessing":
            var before: [Int32] = []
            var behind: [Int32] = []
            var isBehind = false
            for part in value["single"]?.array ?? [] {
                if part["Sequence"] != nil {
                    guard !isBehind else { throw fault("a text twice", "once") }
                    isBehind = true
                    continue
                }
                guard let name = part["SpecialToken"]?["id"]?.text,
                    let ids = value["special_tokens"]?[name]?["ids"]?.array, ids.count <= 8
                else { throw fault(part.kind, "a text, or a token that special_tokens names") }
                for id in ids {
                    let number = try token(id)
                    if isBehind { behind.append(number) } else { before.append(number) }
                }
            }
            guard isBehind, before.count + behind.count <= 64 else { throw fault("no text", "one among 64 tokens") }
            return (before, behind)
        case "RobertaProcessing", "BertProcessing":
            guard let cls = value["cls"]?.array, let sep = value["sep"]?.array, cls.count == 2, sep.count == 2 else {
                throw fault("no cls or sep", "both, each with its number")
            }
            return ([try token(cls[1])], [try token(sep[1])])
        case let type:
            throw fault(
                type.map { "'\($0)'" } ?? value.kind, "TemplateProcessing, RobertaProcessing or BertProcessing")
        }
    }
}
