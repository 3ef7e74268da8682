import Testing

@testable import Encoders

@Suite("the tokenizer of a folder")
struct SubwordTokenizerTests {
    @Test("a folder's tokenizer is read from the file that says most")
    func folder() throws {
        func tokens(_ files: [String: [UInt8]]) throws -> [Int32] {
            try SubwordTokenizer(folder: "e", maximumCount: 9) { files[$0] }.tokens(of: "ab")
        }
        let vocabulary = Array(SmallTokenizers.vocabulary.utf8)
        #expect(try tokens(["sp.model": SmallTokenizers.model]) == [1, 7, 2])
        #expect(try tokens(["sp.model": SmallTokenizers.model, "vocab.txt": vocabulary]) == [2, 1, 3])
        #expect(
            try tokens(["sentencepiece.bpe.model": SmallTokenizers.model, "vocab.txt": vocabulary]) == [0, 8, 2])
        #expect(
            try tokens([
                "tokenizer.json": Array(SmallTokenizers.tokenizerFile.utf8), "vocab.txt": vocabulary,
            ]) == [0, 7, 1])
        let error = #expect(throws: EncoderError.self) { try tokens([:]) }
        #expect(error?.description.hasPrefix("e: found no tokenizer, expected tokenizer.json") == true)
    }
}
