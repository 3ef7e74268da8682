import Foundation
import Testing

@testable import Encoders

/// Tokens of real encoders, beside those of the libraries that these were trained with.
///
/// `TOCSIN_ENCODERS` names a folder with the encoders `use`, `minilm` and `e5`, messages in `300.jsonl`, a JSON string a
/// line, and their tokens in `300/NAME.tokens.jsonl`, an array a line; `TOCSIN_ENCODERS_MESSAGES` names other messages
/// there than `300`.
@Suite("tokens of real encoders", .enabled(if: ReferenceTokens.folder != nil))
struct ReferenceTokensTests {
    private static let special = [
        "<s>", "</s>", "<unk>", "<pad>", "<mask>", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[PAD]",
    ]

    @Test(
        "tokens equal those of the library, but where a message says the name of a special token",
        arguments: [
            ReferenceTokens(name: "use", maximumCount: .max),
            ReferenceTokens(name: "minilm", maximumCount: 256),
            ReferenceTokens(name: "e5", maximumCount: 512),
            ReferenceTokens(name: "e5", prefix: "query: ", list: "e5.query", maximumCount: 512),
        ])
    func tokens(reference: ReferenceTokens) throws {
        let tokenizer = try reference.tokenizer()
        let pairs = try reference.messages()
        var differing: [String] = []
        for (message, expected) in pairs where !Self.special.contains(where: { message.contains($0) }) {
            let tokens = tokenizer.tokens(of: reference.prefix + message)
            #expect(tokens.allSatisfy { 0..<Int32(tokenizer.vocabularySize) ~= $0 })
            if tokens != expected { differing.append("\(message.debugDescription): \(tokens), expected \(expected)") }
        }
        #expect(differing.isEmpty, "\(differing.count) of \(pairs.count) differ: \(differing.prefix(20))")
    }
}

struct ReferenceTokens: Sendable, CustomTestStringConvertible {
    let name: String
    var prefix = ""
    /// The name of the list of tokens, if another than the encoder's.
    var list: String?
    let maximumCount: Int

    static var folder: String? { ProcessInfo.processInfo.environment["TOCSIN_ENCODERS"] }

    var testDescription: String { list ?? name }

    private func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: (Self.folder ?? "") + "/" + path).map { Array($0) }
    }

    func tokenizer() throws -> SubwordTokenizer {
        try SubwordTokenizer(folder: name, maximumCount: maximumCount) { bytes("\(name)/\($0)") }
    }

    /// Messages and their tokens.
    func messages() throws -> [(String, [Int32])] {
        let set = ProcessInfo.processInfo.environment["TOCSIN_ENCODERS_MESSAGES"] ?? "300"
        func lines<Line: Decodable>(_ path: String, _: Line.Type) throws -> [Line] {
            try #require(bytes(path)).split(separator: 0x0A).map { try JSONDecoder().decode(Line.self, from: Data($0)) }
        }
        let messages = try lines("\(set).jsonl", String.self)
        let tokens = try lines("\(set)/\(list ?? name).tokens.jsonl", [Int32].self)
        try #require(messages.count == tokens.count)
        return Array(zip(messages, tokens))
    }
}
