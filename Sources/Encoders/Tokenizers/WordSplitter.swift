/// The pre-tokeniser of a `tokenizer.json` with pieces of SentencePiece: which stretches of a text are cut into pieces,
/// each alone.
struct WordSplitter: Sendable {
    enum Step: Sendable {
        /// Words between white space, which goes.
        case whitespace
        /// A mark for each space, one before the text, and words that begin with it.
        case metaspace(mark: [UInt8], prefix: Prefix, splits: Bool)
    }

    /// Where a mark is put before a word that has none.
    enum Prefix: Sendable {
        case always, first, never
    }

    private static let mostSteps = 8

    private(set) var steps: [Step] = []

    /// Reads the pre-tokeniser; null is none.
    init(_ value: JSONValue?, path: String) throws(EncoderError) {
        if let value { try read(value, path: path) }
    }

    private mutating func read(_ value: JSONValue, path: String) throws(EncoderError) {
        func fault(_ found: String, _ expected: String) -> EncoderError {
            EncoderError(path: path, place: "pre_tokenizer", found: found, expected: expected)
        }
        guard steps.count < Self.mostSteps else { throw fault("more than \(Self.mostSteps) steps", "fewer") }
        switch value["type"]?.text {
        case "Sequence":
            guard let parts = value["pretokenizers"]?.array else { throw fault("a Sequence of nothing", "an array") }
            for part in parts { try read(part, path: path) }
        case "WhitespaceSplit": steps.append(.whitespace)
        case "Metaspace":
            guard let mark = value["replacement"]?.bytes, 1...4 ~= mark.count,
                String(decoding: mark, as: UTF8.self).unicodeScalars.count == 1
            else { throw fault("replacement: \(value["replacement"]?.kind ?? "none")", "one character") }
            let prefix: Prefix
            switch value["prepend_scheme"]?.text {
            case "always": prefix = .always
            case "first": prefix = .first
            case "never": prefix = .never
            case nil: prefix = value["add_prefix_space"]?.bool ?? true ? .always : .never
            case let scheme?: throw fault("prepend_scheme: '\(scheme)'", "'always', 'first' or 'never'")
            }
            steps.append(.metaspace(mark: mark, prefix: prefix, splits: value["split"]?.bool ?? true))
        case let type:
            throw fault(type.map { "'\($0)'" } ?? value.kind, "Metaspace, WhitespaceSplit, or a Sequence of them")
        }
    }

    /// The bytes of a text with its marks, and the ranges that are words.
    func words(of text: [UInt8]) -> (bytes: [UInt8], words: [Range<Int>]) {
        var bytes = text
        var words = text.isEmpty ? [] : [0..<text.count]
        for step in steps {
            switch step {
            case .whitespace: words = words.flatMap { Self.splitAtWhitespace(bytes, $0) }
            case .metaspace(let mark, let prefix, let splits):
                var marked: [UInt8] = []
                marked.reserveCapacity(bytes.count * 3 / 2)
                var found: [Range<Int>] = []
                for word in words {
                    let start = marked.count
                    let begins = bytes[word].starts(with: mark) || bytes[word.lowerBound] == 0x20
                    if !begins, prefix == .always || prefix == .first && word.lowerBound == 0 { marked += mark }
                    for byte in bytes[word] {
                        if byte == 0x20 { marked += mark } else { marked.append(byte) }
                    }
                    if splits {
                        Self.split(marked, start..<marked.count, before: mark, into: &found)
                    } else {
                        found.append(start..<marked.count)
                    }
                }
                (bytes, words) = (marked, found)
            }
        }
        return (bytes, words)
    }

    private static func split(
        _ bytes: [UInt8], _ range: Range<Int>, before mark: [UInt8], into words: inout [Range<Int>]
    ) {
        var start = range.lowerBound
        var position = start
        while position < range.upperBound {
            if position > start, bytes[position] == mark[0], bytes[position..<range.upperBound].starts(with: mark) {
                words.append(start..<position)
                start = position
            }
            position += 1
        }
        if start < range.upperBound { words.append(start..<range.upperBound) }
    }

    private static func splitAtWhitespace(_ bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = range.lowerBound
        var position = start
        for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
            let end = min(range.upperBound, position + UTF8.width(scalar))
            if scalar.properties.isWhitespace {
                if start < position { words.append(start..<position) }
                start = end
            }
            position = end
        }
        if start < range.upperBound { words.append(start..<range.upperBound) }
        return words
    }
}
