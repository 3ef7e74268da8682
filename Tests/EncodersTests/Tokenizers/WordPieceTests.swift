import Testing

@testable import Encoders

// The vocabulary: [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, flood 4, ##ed 5, ##s 6, water 7, wa 8, ! 9, 水 10, 火 11, e 12, fl 13,
// ##ood 14, é 15, Flood 16, [ 17, ] 18, mask 19. Every text stands between 2 and 3.
@Suite("WordPiece")
struct WordPieceTests {
    private func wordPiece(_ options: WordPieceOptions = WordPieceOptions(), maximum: Int = 256) throws -> WordPiece {
        try WordPiece(
            vocabulary: Array(SmallTokenizers.vocabulary.utf8), path: "vocab.txt", options: options,
            maximumCount: maximum)
    }

    @Test(
        "a word is cut into the longest pieces, one that cannot be cut is unknown as a whole",
        arguments: [
            ("Flooded!", [4, 5, 9]), ("floods flood", [4, 6, 4]), ("flooding", [1]), ("waters wa", [7, 6, 8]), ("", []),
            ("flood" + String(repeating: "ed", count: 47) + "s", [4] + Array(repeating: 5, count: 47) + [6]),
            ("flood" + String(repeating: "ed", count: 48), [1]),
        ] as [(String, [Int32])])
    func pieces(text: String, tokens: [Int32]) throws {
        #expect(try wordPiece().tokens(of: text) == [2] + tokens + [3])
    }

    @Test(
        "characters are cleaned, set apart and made plain before words are looked for",
        arguments: [
            ("水火", [10, 11]), ("É", [12]), ("e\u{301}", [12]),
            ("wa\u{0}ter\u{200B}s\tflood\u{A0}e", [7, 6, 4, 12]), ("e\u{B}e", [1]), ("wa\u{FFFD}ter", [7]),
        ] as [(String, [Int32])])
    func normalization(text: String, tokens: [Int32]) throws {
        #expect(try wordPiece().tokens(of: text) == [2] + tokens + [3])
    }

    @Test("with capital letters kept, letters that look alike are apart by their bytes")
    func cased() throws {
        let tokenizer = try wordPiece(WordPieceOptions(lowercases: false))
        #expect(tokenizer.tokens(of: "Flood flood \u{E9} e\u{301}") == [2, 16, 4, 15, 1, 3])
        let accented = try wordPiece(WordPieceOptions(lowercases: true, stripsAccents: false))
        #expect(accented.tokens(of: "Flood \u{C9}") == [2, 4, 15, 3])
    }

    @Test("the name of a special token in a message is text")
    func specialNames() throws {
        #expect(try wordPiece().tokens(of: "[MASK]") == [2, 17, 19, 18, 3])
        #expect(try wordPiece().tokens(of: "[SEP]") == [2, 17, 1, 18, 3])
    }

    @Test("a text is cut at the maximum, with the last token kept")
    func maximum() throws {
        #expect(try wordPiece(maximum: 4).tokens(of: "flood water flood") == [2, 4, 7, 3])
        #expect(try wordPiece(maximum: 2).tokens(of: "flood") == [2, 3])
        #expect(try wordPiece().vocabularySize == 20)
    }

    @Test("lines may end as on Windows")
    func lineEnds() throws {
        let bytes = Array(SmallTokenizers.vocabulary.replacing("\n", with: "\r\n").utf8)
        #expect(try WordPiece(vocabulary: bytes, path: "v", maximumCount: 9).tokens(of: "flooded") == [2, 4, 5, 3])
    }

    @Test(
        "a vocabulary that cannot be one is refused by name",
        arguments: [
            ("", "[UNK]"), ("[UNK]\n[CLS]\na", "without [SEP]"), ("[UNK]\n[CLS]\n[SEP]\na\nb\na", "'a' twice"),
            ("[UNK]\n[CLS]\n[SEP]\n" + String(repeating: "a", count: 1_025), "1025 bytes"),
        ])
    func refused(text: String, words: String) throws {
        let error = #expect(throws: EncoderError.self) {
            try WordPiece(vocabulary: Array(text.utf8), path: "v.txt", maximumCount: 9)
        }
        #expect(error?.description.hasPrefix("v.txt: ") == true)
        #expect(error?.description.contains(words) == true)
    }

    @Test("options come from either file")
    func options() throws {
        let cased = Array(#"{"do_lower_case": false, "tokenize_chinese_chars": false, "strip_accents": null}"#.utf8)
        #expect(
            try WordPieceOptions(configuration: cased, path: "c")
                == WordPieceOptions(lowercases: false, stripsAccents: false, splitsCJK: false))
        #expect(try WordPieceOptions(configuration: Array("{}".utf8), path: "c") == WordPieceOptions())
        let file = """
            {"normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": false, "lowercase": true}, "pre_tokenizer": {"type": "BertPreTokenizer"},
            "model": {"type": "WordPiece", "max_input_chars_per_word": 7}}
            """
        var expected = WordPieceOptions(lowercases: true, stripsAccents: false)
        expected.longestWord = 7
        #expect(try WordPieceOptions(tokenizerFile: Array(file.utf8), path: "t") == expected)
        for wrong in [#"{"do_lower_case": 1}"#, "[]", "", "{\"do_lower_case\": true", "{}x"] {
            #expect(throws: EncoderError.self) { try WordPieceOptions(configuration: Array(wrong.utf8), path: "c") }
        }
    }
}
