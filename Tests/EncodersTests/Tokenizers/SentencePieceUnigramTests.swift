import Testing

@testable import Encoders

@Suite("SentencePiece, unigram")
struct SentencePieceUnigramTests {
    private func model(
        _ bytes: [UInt8] = SmallTokenizers.model, numbering: SentencePieceUnigram.Numbering = .own, maximum: Int = 99
    ) throws -> SentencePieceUnigram {
        try SentencePieceUnigram(
            model: bytes, path: "sp.model", numbering: numbering, addsFirst: true, addsLast: true,
            maximumCount: maximum)
    }

    private func file(_ text: String = SmallTokenizers.tokenizerFile, maximum: Int = 99) throws -> SentencePieceUnigram
    {
        try SentencePieceUnigram(tokenizerFile: Array(text.utf8), path: "tokenizer.json", maximumCount: maximum)
    }

    // The pieces and their scores: <unk> 0, <s> 1, </s> 2, ▁ 3 (−3), a 4 (−4), b 5 (−4), ab 6 (−5), ▁ab 7 (−6), c 8 (−4.5),
    // <x> 9 (the user's own). An unknown character has −6 − 10. A becomes a, and AB becomes c.
    @Test(
        "a model's text is cut into the pieces of the highest sum",
        arguments: [
            // ▁ab −6, ▁ ab −8, ▁ a b −11.
            ("ab", [7]), ("abab", [7, 6]), ("A b", [3, 4, 3, 5]), ("AB", [3, 8]), ("aAB", [3, 4, 8]),
            (" a   b ", [3, 4, 3, 5]), ("", []), ("   ", []),
            // Unknown characters that stand together are one token.
            ("zz", [3, 0]), ("z\u{6C34}az", [3, 0, 4, 0]), ("z z", [3, 0, 3, 0]),
            // A name that the user gave is found; names of special pieces are text.
            ("<x>", [3, 9]), ("</s>", [3, 0]), ("<unk>", [3, 0]),
        ] as [(String, [Int32])])
    func modelTokens(text: String, tokens: [Int32]) throws {
        #expect(try model().tokens(of: text) == [1] + tokens + [2])
    }

    @Test("fairseq's numbers are one more, but for the four special ones")
    func fairseq() throws {
        let tokenizer = try model(numbering: .fairseq)
        #expect(tokenizer.tokens(of: "ab z") == [0, 8, 4, 3, 2])
        #expect(tokenizer.vocabularySize == 12)
        #expect(try model().vocabularySize == 11)
    }

    // <s> 0, </s> 1, <unk> 2, ▁ 3, a 4, b 5, ab 6, ▁ab 7, c 8, 🌊 9: scores as above.
    @Test(
        "a tokenizer.json is read as its library reads it: by graphemes, and word by word",
        arguments: [
            ("ab", [7]), ("a  b", [3, 4, 3, 5]), (" ab ", [7, 3]), ("\u{1F30A}", [3, 9]), ("", []),
            // The rule for AB is never asked: A and B are a grapheme each.
            ("AB", [3, 4, 2]),
            // A with an accent is one grapheme of three bytes, and a rule begins it: it writes a, and the accent goes.
            ("A\u{301}b", [7]), ("a\u{301}b", [3, 4, 2, 5]),
            ("<s>", [3, 2]), ("zz", [3, 2]),
        ] as [(String, [Int32])])
    func fileTokens(text: String, tokens: [Int32]) throws {
        #expect(try file().tokens(of: text) == [0] + tokens + [1])
    }

    @Test("a text is cut at the maximum, with the last token kept")
    func maximum() throws {
        #expect(try model(maximum: 4).tokens(of: "abababab") == [1, 7, 6, 2])
        #expect(try file(maximum: 3).tokens(of: "ab ab ab") == [0, 7, 1])
        #expect(throws: EncoderError.self) { try model(maximum: 1) }
        #expect(throws: EncoderError.self) { try file(maximum: -1) }
    }

    @Test("a name that the user gave wins over pieces that cross it, by a tenth for each byte after its first")
    func userDefined() throws {
        // ▁ 3 (−3), a 4 (−4), bc 5: a and bc have −4 + 0.1; abc 6 has a little less, or a little more.
        for (score, tokens) in [(-3.95, [1, 3, 4, 5, 2]), (-3.85, [1, 3, 6, 2])] as [(Float, [Int32])] {
            let pieces =
                SmallTokenizers.piece("▁", -3) + SmallTokenizers.piece("a", -4)
                + SmallTokenizers.piece("bc", 0, type: 4) + SmallTokenizers.piece("abc", score)
            #expect(try model(SmallTokenizers.first + pieces).tokens(of: "abc") == tokens)
        }
    }

    @Test("unknown characters become bytes where the model has a piece for each")
    func bytes() throws {
        let named = (0..<256).flatMap { byte -> [UInt8] in
            let digits = String(byte, radix: 16, uppercase: true)
            return SmallTokenizers.piece("<0x\(digits.count == 1 ? "0" : "")\(digits)>", 0, type: 6)
        }
        let uses = SmallTokenizers.field(2, SmallTokenizers.field(35, 1))
        let tokenizer = try model(SmallTokenizers.first + SmallTokenizers.piece("▁", -1) + named + uses)
        // é is C3 A9; the piece of byte 0 has the number 4.
        #expect(tokenizer.tokens(of: "é") == [1, 3, 4 + 0xC3, 4 + 0xA9, 2])
        #expect(throws: EncoderError.self) {
            try model(SmallTokenizers.first + SmallTokenizers.piece("▁", -1) + named.dropLast(20) + uses)
        }
    }

    @Test(
        "a model that cannot be one is refused by name",
        arguments: [
            ([], "0 pieces"), ([0x0A], "the end"),
            ([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], "no more than"),
            (Array(repeating: 0xFF, count: 20), "64 bits"), ([0x0B], "type 3"),
            (SmallTokenizers.piece("a", -1), "0 of them unknown"),
            (SmallTokenizers.first + SmallTokenizers.first, "2 of them unknown"),
            (SmallTokenizers.first + SmallTokenizers.piece("a", -1) + SmallTokenizers.piece("a", -2), "'a' twice"),
            (SmallTokenizers.first + SmallTokenizers.piece("a", .nan), "score nan"),
            (SmallTokenizers.first + SmallTokenizers.piece("a", 0, type: 7), "type 7"),
            (SmallTokenizers.first + SmallTokenizers.piece("", 0), "0 bytes"),
            (SmallTokenizers.first + SmallTokenizers.field(2, SmallTokenizers.field(3, 2)), "model of type 2"),
            (SmallTokenizers.piece("<unk>", 0, type: 2), "no control piece"),
        ] as [([UInt8], String)])
    func refusedModels(bytes: [UInt8], words: String) throws {
        let error = #expect(throws: EncoderError.self) { try model(bytes) }
        #expect(error?.description.hasPrefix("sp.model: ") == true)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(
        "a map of characters that leads outside, or to no short text, is refused",
        arguments: [
            ([], "0 bytes"), (SmallTokenizers.littleEndian(.max) + [0], "4294967295"),
            (
                SmallTokenizers.littleEndian(4) + SmallTokenizers.littleEndian(0x3FF << 10) + [0, 0],
                "children at unit 1023"
            ),
            (changedMap(0x141, 0x7FFF << 10 | 0x100 | 0x41), "a rule at unit"),
            (changedMap(0x200, 0x8000_0004), "a text at byte 4"),
            (Array(SmallTokenizers.characterMap.dropLast()), "without an end"),
            (
                Array(SmallTokenizers.characterMap.dropLast()) + Array(repeating: 0x61, count: 300) + [0],
                "more than 256"
            ),
            (SmallTokenizers.characterMap.dropLast(2) + [0xFF, 0], "no UTF-8"),
        ] as [([UInt8], String)])
    func refusedMaps(bytes: [UInt8], words: String) throws {
        let error = #expect(throws: EncoderError.self) { try CharacterMap(bytes[...], path: "m") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    /// The small map with one unit changed.
    private static func changedMap(_ unit: Int, _ value: UInt32) -> [UInt8] {
        var bytes = SmallTokenizers.characterMap
        bytes.replaceSubrange((4 + unit * 4)..<(8 + unit * 4), with: SmallTokenizers.littleEndian(value))
        return bytes
    }

    @Test("a map that leads back to itself comes to an end")
    func cycle() throws {
        // The children of B are those of the root: A follows AB, and B follows ABA.
        let map = try CharacterMap(Self.changedMap(0x242, (0x242 ^ 0x100) << 10 | 0x42)[...], path: "m")
        let text = Array(String(repeating: "AB", count: 1_000).utf8)
        #expect(map.match(in: text, from: 0, to: text.count)?.length == 1_999)
    }

    @Test(
        "a tokenizer.json with parts that are not known, or make no sense, is refused",
        arguments: [
            ("\"type\": \"Unigram\"", "\"type\": \"BPE\"", "'BPE'"), ("\"Metaspace\"", "\"ByteLevel\"", "'ByteLevel'"),
            ("\"Precompiled\"", "\"Nmt\"", "'Nmt'"), (" {2,}", "(a+)+", "(a+)+"),
            ("\"unk_id\": 2", "\"unk_id\": 99", "99"),
            ("\"unk_id\": 2", "\"unk_id\": -1", "-1"), ("[\"c\", -4.5]", "[\"a\", -4.5]", "'a' twice"),
            ("[\"c\", -4.5]", "[\"c\"]", "piece 8"), ("-4.5", "-1e999", "64 bits"), ("-4.5", "NaN", "number"),
            ("[\"c\", -4.5]", String(repeating: "[", count: 100_000), "levels"), ("\\ud83c", "", "half a character"),
            ("\"ids\": [0]", "\"ids\": [1.5]", "1.5"), ("{\"Sequence\": {\"id\": \"A\"}}, ", "", "no text"),
        ])
    func refusedFiles(part: String, other: String, words: String) throws {
        let text = SmallTokenizers.tokenizerFile.replacing(part, with: other)
        try #require(text != SmallTokenizers.tokenizerFile)
        let error = #expect(throws: EncoderError.self) { try file(text) }
        #expect(error?.description.hasPrefix("tokenizer.json: ") == true)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("steps that make a text grow beyond measure are refused")
    func growth() throws {
        // 64 times at each step.
        let step =
            #"{"type": "Replace", "pattern": {"String": "a"}, "content": "\#(String(repeating: "a", count: 64))"}"#
        for (count, isRefused) in [(2, false), (3, true), (20, true)] {
            let steps = Array(repeating: step, count: count).joined(separator: ",")
            let value = try JSONParser.value(
                of: Array(#"{"type": "Sequence", "normalizers": [\#(steps)]}"#.utf8), path: "t")
            if isRefused {
                let error = #expect(throws: EncoderError.self) { try NormalizationPipeline(value, path: "t") }
                #expect(error?.description.contains("262144 times") == true)
            } else {
                #expect(try NormalizationPipeline(value, path: "t").normalized("a").count == 64 * 64)
            }
        }
    }
}
