import Notation

extension SentencePieceUnigram {
    /// How the pieces of a `.model` are numbered.
    public enum Numbering: Sendable, Hashable {
        /// By their place in it.
        case own
        /// As XLM-R numbers them, after fairseq: `<s>`, `<pad>`, `</s>` and `<unk>` are 0 to 3, and of the pieces behind
        /// the model's first three each is one more than its place.
        case fairseq
    }

    /// What a piece is for, as a `.model` numbers it.
    private enum PieceType: UInt64 {
        case normal = 1
        case unknown, control, userDefined, unused, byte
    }

    private struct Piece {
        var range = 0..<0
        var score: Float = 0
        var type = PieceType.normal
    }

    /// What a `.model` says of itself, beside its pieces.
    private struct Specification {
        var normalizer = SentencePieceNormalizer()
        var usesBytes = false
        var firstName = Array("<s>".utf8)
        var lastName = Array("</s>".utf8)
    }

    /// Reads SentencePiece's `.model`, a protocol buffer (ModelProto).
    ///
    /// - Parameters:
    ///   - addsFirst: `<s>` stands before a text.
    ///   - addsLast: `</s>` stands behind it.
    ///   - maximumCount: The most tokens of a text, with those around it.
    /// - Throws: An error for what is no model of the unigram kind, and for one without an unknown piece.
    public init(
        model bytes: [UInt8], path: String, numbering: Numbering = .own, addsFirst: Bool, addsLast: Bool,
        maximumCount: Int
    ) throws(EncoderError) {
        try EncoderError.requireModest(bytes, path: path)
        var list: [Piece] = []
        var specification = Specification()
        var reader = ProtobufReader(bytes, path: path)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .bytes(let range)):
                list.append(try Self.piece(in: bytes, range, number: list.count, path: path))
            case (2, .bytes(let range)): try Self.readTrainer(in: bytes, range, path: path, into: &specification)
            case (3, .bytes(let range)):
                try Self.readNormalizer(in: bytes, range, path: path, into: &specification.normalizer)
            default: break
            }
        }
        guard list.count < 1 << 24 else {
            throw EncoderError(
                path: path, found: "\(CountText.text(list.count, "piece"))", expected: "fewer than \(1 << 24)")
        }
        let unknowns = list.indices.filter { list[$0].type == .unknown }
        guard let unknown = unknowns.first, unknowns.count == 1 else {
            throw EncoderError(
                path: path, found: "\(CountText.text(list.count, "piece")), \(unknowns.count) of them unknown",
                expected: "pieces of which one is unknown")
        }
        func token(_ index: Int) -> Int32 {
            switch numbering {
            case .own: Int32(index)
            case .fairseq: index == unknown ? 3 : Int32(index) + 1
            }
        }

        var normal: [Float] = []
        var keys: [(range: Range<Int>, number: Int32)] = []
        var fixed: [(range: Range<Int>, number: Int32)] = []
        var scores = [Double](repeating: 0, count: list.count + 4)
        for (index, piece) in list.enumerated() where piece.type == .normal {
            normal.append(piece.score)
            keys.append((piece.range, token(index)))
            scores[Int(token(index))] = Double(piece.score)
        }
        let lowest = normal.min() ?? 0
        for (index, piece) in list.enumerated() where piece.type == .userDefined {
            keys.append((piece.range, token(index)))
            fixed.append((piece.range, token(index)))
            // As the library scores them, whatever the file says: the longer the better, and others are negative.
            scores[Int(token(index))] = Double(0.1 * Float(piece.range.count - 1))
        }
        var byteTokens: [Int32]?
        if specification.usesBytes { byteTokens = try Self.byteTokens(of: list, in: bytes, path: path, token: token) }
        let trie = ByteTrie(bytes: bytes, keys: keys)
        if let repeated = trie.repeated {
            let name = String(decoding: bytes[repeated], as: UTF8.self)
            throw EncoderError(path: path, found: "the piece '\(name)' twice", expected: "each once")
        }
        if !fixed.isEmpty { specification.normalizer.fixed = ByteTrie(bytes: bytes, keys: fixed) }

        func control(_ name: [UInt8], _ fairseq: Int32) throws(EncoderError) -> Int32 {
            if numbering == .fairseq { return fairseq }
            guard let index = list.firstIndex(where: { $0.type == .control && bytes[$0.range].elementsEqual(name) })
            else {
                let shown = String(decoding: name, as: UTF8.self)
                throw EncoderError(
                    path: path, found: "no control piece '\(shown)'",
                    expected: "one, or a tokenizer.json that says what stands around a text")
            }
            return token(index)
        }
        let before = addsFirst ? [try control(specification.firstName, 0)] : []
        let behind = addsLast ? [try control(specification.lastName, 2)] : []
        self.init(
            preparation: .sentencePiece(specification.normalizer),
            pieces: Pieces(
                trie: trie, scores: scores, unknown: token(unknown), unknownScore: Double(lowest - 10),
                bytes: byteTokens, addsInSinglePrecision: true),
            before: before, behind: behind,
            maximumCount: try Self.checked(maximumCount, around: before.count + behind.count, path: path),
            vocabularySize: numbering == .own ? list.count : max(4, list.count + 1))
    }

    /// A maximum that leaves room for the tokens around a text.
    static func checked(_ maximumCount: Int, around count: Int, path: String) throws(EncoderError) -> Int {
        guard maximumCount >= count else {
            throw EncoderError(
                path: path, found: "a maximum of \(CountText.text(maximumCount, "token"))", expected: "\(count) or more"
            )
        }
        return maximumCount
    }

    private static func piece(
        in bytes: [UInt8], _ range: Range<Int>, number: Int, path: String
    ) throws(EncoderError) -> Piece {
        func fault(_ found: String, _ expected: String) -> EncoderError {
            EncoderError(path: path, place: "piece \(number)", found: found, expected: expected)
        }
        var piece = Piece()
        var reader = ProtobufReader(bytes, range: range, path: path)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .bytes(let range)): piece.range = range
            case (2, .fixed32(let bits)): piece.score = Float(bitPattern: bits)
            case (3, .varint(let number)):
                guard let type = PieceType(rawValue: number) else {
                    throw fault("the type \(number)", "one from 1 to 6")
                }
                piece.type = type
            default: break
            }
        }
        guard 1...ByteTrie.longestKey ~= piece.range.count else {
            throw fault("\(CountText.text(piece.range.count, "byte"))", "1 to \(ByteTrie.longestKey)")
        }
        guard piece.score.isFinite else { throw fault("the score \(piece.score)", "a number") }
        return piece
    }

    private static func readTrainer(
        in bytes: [UInt8], _ range: Range<Int>, path: String, into specification: inout Specification
    ) throws(EncoderError) {
        var reader = ProtobufReader(bytes, range: range, path: path)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (3, .varint(let type)):
                guard type == 1 else {
                    throw EncoderError(
                        path: path, place: "trainer", found: "a model of type \(type)", expected: "1, unigram")
                }
            case (24, .varint(let flag)): specification.normalizer.addsSpaceBehind = flag != 0
            case (35, .varint(let flag)): specification.usesBytes = flag != 0
            case (46, .bytes(let range)): specification.firstName = Array(bytes[range])
            case (47, .bytes(let range)): specification.lastName = Array(bytes[range])
            default: break
            }
        }
    }

    private static func readNormalizer(
        in bytes: [UInt8], _ range: Range<Int>, path: String, into normalizer: inout SentencePieceNormalizer
    ) throws(EncoderError) {
        var reader = ProtobufReader(bytes, range: range, path: path)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (2, .bytes(let range)):
                normalizer.map = range.isEmpty ? nil : try CharacterMap(bytes[range], path: path)
            case (3, .varint(let flag)): normalizer.addsSpace = flag != 0
            case (4, .varint(let flag)): normalizer.removesExtraSpaces = flag != 0
            case (5, .varint(let flag)): normalizer.escapesSpaces = flag != 0
            default: break
            }
        }
    }

    /// The token of each byte, from pieces named `<0x00>` to `<0xFF>`.
    private static func byteTokens(
        of list: [Piece], in bytes: [UInt8], path: String, token: (Int) -> Int32
    ) throws(EncoderError) -> [Int32] {
        var tokens: [Int32?] = Array(repeating: nil, count: 256)
        for (index, piece) in list.enumerated() where piece.type == .byte {
            if let byte = byte(named: bytes[piece.range]) { tokens[Int(byte)] = token(index) }
        }
        let known = tokens.compactMap { $0 }
        guard known.count == 256 else {
            throw EncoderError(
                path: path, found: "pieces for \(CountText.text(known.count, "byte"))", expected: "for all 256")
        }
        return known
    }

    /// The byte that a piece like `<0x0A>` stands for.
    static func byte(named name: ArraySlice<UInt8>) -> UInt8? {
        guard name.count == 6, name.starts(with: "<0x".utf8), name.last == UInt8(ascii: ">") else { return nil }
        return UInt8(String(decoding: name.dropFirst(3).dropLast(), as: UTF8.self), radix: 16)
    }
}
