import Foundation
import Notation

/// BERT's tokenizer: words are cut, from the left, into the longest pieces of a vocabulary.
///
/// Its tokens are those of the library `tokenizers` (BertNormalizer, BertPreTokenizer, WordPiece), but that names of
/// special tokens in a text are text; ``SubwordTokenizer/tokens(of:)`` says why.
///
/// Source: Devlin et al. 2019, BERT, https://doi.org/10.18653/v1/N19-1423; Wu et al. 2016, arXiv:1609.08144.
public struct WordPiece: Sendable {
    /// Pieces that begin a word.
    private let beginnings: ByteTrie
    /// Pieces that go on in one, without their `##`.
    private let continuations: ByteTrie
    private let unknown: Int32
    private let first: Int32
    private let last: Int32
    private let options: WordPieceOptions
    /// The most tokens of a text, with the first and the last.
    public let maximumCount: Int
    /// All tokens are numbers below this one.
    public let vocabularySize: Int

    /// Reads `vocab.txt`: a piece a line, numbered from 0.
    ///
    /// - Parameter maximumCount: At least 2, for the tokens around a text.
    /// - Throws: An error for a vocabulary without `[UNK]`, `[CLS]` or `[SEP]`, or with a piece twice.
    public init(
        vocabulary bytes: [UInt8], path: String, options: WordPieceOptions = WordPieceOptions(), maximumCount: Int
    ) throws(EncoderError) {
        try EncoderError.requireModest(bytes, path: path)
        var lines: [(range: Range<Int>, number: Int32)] = []
        var start = 0
        while start < bytes.count {
            let next = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let end = next > start && bytes[next - 1] == 0x0D ? next - 1 : next
            lines.append((start..<end, Int32(clamping: lines.count)))
            start = next + 1
        }
        try self.init(pieces: lines, in: bytes, path: path, options: options, maximumCount: maximumCount)
    }

    /// Reads the vocabulary in `tokenizer.json`.
    init(
        file: JSONValue, path: String, options: WordPieceOptions, maximumCount: Int
    ) throws(EncoderError) {
        guard case .object(let members)? = file["model"]?["vocab"] else {
            throw EncoderError(
                path: path, place: "vocab", found: file["model"]?["vocab"]?.kind ?? "none",
                expected: "an object of pieces and their numbers")
        }
        var bytes: [UInt8] = []
        var pieces: [(range: Range<Int>, number: Int32)] = []
        for (name, value) in members {
            guard let number = value.index, number < 1 << 24 else {
                throw EncoderError(
                    path: path, place: "vocab", found: value.kind, expected: "a number from 0 to \(1 << 24 - 1)")
            }
            pieces.append((bytes.count..<(bytes.count + name.count), number))
            bytes += name
        }
        try self.init(pieces: pieces, in: bytes, path: path, options: options, maximumCount: maximumCount)
    }

    private init(
        pieces: [(range: Range<Int>, number: Int32)], in bytes: [UInt8], path: String, options: WordPieceOptions,
        maximumCount: Int
    ) throws(EncoderError) {
        guard maximumCount >= 2 else {
            throw EncoderError(
                path: path, found: "a maximum of \(CountText.text(maximumCount, "token"))", expected: "2 or more")
        }
        var special: [String: Int32] = [:]
        var beginnings: [(range: Range<Int>, number: Int32)] = []
        var continuations: [(range: Range<Int>, number: Int32)] = []
        for piece in pieces {
            let name = bytes[piece.range]
            guard name.count <= ByteTrie.longestKey else {
                throw EncoderError(
                    path: path, place: "piece \(piece.number)", found: "\(CountText.text(name.count, "byte"))",
                    expected: "\(ByteTrie.longestKey) at most")
            }
            if name.first == UInt8(ascii: "["), name.last == UInt8(ascii: "]") {
                special[String(decoding: name, as: UTF8.self)] = piece.number
            }
            if name.count > 2, name.starts(with: "##".utf8) {
                continuations.append((piece.range.dropFirst(2), piece.number))
            } else {
                beginnings.append(piece)
            }
        }
        func token(_ name: String) throws(EncoderError) -> Int32 {
            guard let number = special[name] else {
                throw EncoderError(
                    path: path, found: "\(CountText.text(pieces.count, "piece")) without \(name)",
                    expected: "a vocabulary with [UNK], [CLS] and [SEP]")
            }
            return number
        }
        unknown = try token("[UNK]")
        first = try token("[CLS]")
        last = try token("[SEP]")
        self.beginnings = ByteTrie(bytes: bytes, keys: beginnings)
        self.continuations = ByteTrie(bytes: bytes, keys: continuations)
        if let repeated = self.beginnings.repeated ?? self.continuations.repeated {
            let name = String(decoding: bytes[repeated], as: UTF8.self)
            throw EncoderError(path: path, found: "the piece '\(name)' twice", expected: "each once")
        }
        self.options = options
        self.maximumCount = maximumCount
        vocabularySize = pieces.reduce(0) { max($0, Int($1.number) + 1) }
    }

    /// The tokens of a text, between `[CLS]` and `[SEP]`.
    public func tokens(of text: String) -> [Int32] {
        var words = Words(result: [first])
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 where words.result.count < maximumCount { addASCII(byte, to: &words) }
        } else {
            let normal = options.stripsAccents ? cleaned(text).decomposedStringWithCanonicalMapping : cleaned(text)
            for scalar in normal.unicodeScalars where words.result.count < maximumCount { add(scalar, to: &words) }
        }
        finishWord(of: &words)
        var result = words.result
        if result.count > maximumCount - 1 { result.removeLast(result.count - (maximumCount - 1)) }
        result.append(last)
        return result
    }

    /// The tokens so far, and the word that is not finished.
    private struct Words {
        var result: [Int32]
        var word: [UInt8] = []
        var characters = 0
    }

    private func addASCII(_ byte: UInt8, to words: inout Words) {
        switch byte {
        case 0x20, 0x09...0x0D:
            if options.cleansText, byte == 0x0B || byte == 0x0C { return }
            finishWord(of: &words)
        case 0x00..<0x20, 0x7F:
            guard !options.cleansText else { return }
            words.word.append(byte)
            words.characters += 1
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            words.word.append(options.lowercases ? byte | 0x20 : byte)
            words.characters += 1
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            words.word.append(byte)
            words.characters += 1
        default:
            finishWord(of: &words)
            words.word.append(byte)
            words.characters = 1
            finishWord(of: &words)
        }
    }

    /// A text without control characters, and with spaces around Chinese ones, as options say.
    private func cleaned(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if options.cleansText {
                if scalar.isDroppedByBERT { continue }
                if scalar.properties.isWhitespace {
                    result.append(" ")
                    continue
                }
            }
            if options.splitsCJK, scalar.isChineseToBERT {
                result.append(" ")
                result.append(scalar)
                result.append(" ")
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private func add(_ scalar: Unicode.Scalar, to words: inout Words) {
        if scalar.value < 0x80 { return addASCII(UInt8(scalar.value), to: &words) }
        if options.stripsAccents, scalar.isAccentToBERT { return }
        if scalar.properties.isWhitespace { return finishWord(of: &words) }
        if scalar.isPunctuationToBERT {
            finishWord(of: &words)
            words.word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            words.characters = 1
            return finishWord(of: &words)
        }
        if options.lowercases {
            let lower = scalar.properties.lowercaseMapping
            words.word.append(contentsOf: lower.utf8)
            words.characters += lower.unicodeScalars.count
        } else {
            words.word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            words.characters += 1
        }
    }

    /// Cuts a word into pieces; one that cannot be cut is unknown as a whole.
    private func finishWord(of words: inout Words) {
        guard !words.word.isEmpty else { return }
        defer {
            words.word.removeAll(keepingCapacity: true)
            words.characters = 0
        }
        guard words.characters <= options.longestWord else { return words.result.append(unknown) }
        let before = words.result.count
        let end = words.word.count
        var start = 0
        while start < end {
            guard let piece = (start == 0 ? beginnings : continuations).longest(in: words.word, at: start, end: end)
            else {
                words.result.removeLast(words.result.count - before)
                return words.result.append(unknown)
            }
            words.result.append(piece.number)
            start = piece.end
        }
    }
}
