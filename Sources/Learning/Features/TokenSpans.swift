/// The tokens of a text by their places, straight from its bytes: those of ``Tokenizer/visitTokens(of:_:)``, which says what they
/// are, without a string or an array for each.
struct TokenSpans: Sendable {
    typealias Unit = ScalarTable.Unit

    /// A token and where it stands in ``units``.
    struct Span: Sendable {
        /// The feature that it is.
        let feature: UInt64
        let range: Range<Int>
        /// Whether its runs of characters are features.
        let hasRuns: Bool
    }

    private let words: FeatureSettings.Words
    private var scalars: ScalarTable
    private var text: [Unit] = []
    /// What tokens are made of, apostrophes left out where words have none.
    private(set) var units: [Unit] = []
    private(set) var spans: [Span] = []

    init(words: FeatureSettings.Words) {
        self.words = words
        scalars = ScalarTable(words: words)
    }

    /// Takes up the next text in the place of the last.
    ///
    /// - Parameter bytes: UTF-8, valid.
    /// - Complexity: O(bytes).
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        spans.removeAll(keepingCapacity: true)
        units.removeAll(keepingCapacity: true)
        append(bytes)
    }

    /// The tokens of all texts since the last time, and what they are made of; then it holds none.
    mutating func takeAll() -> (spans: [Span], units: [Unit]) {
        defer { (spans, units) = ([], []) }
        return (spans, units)
    }

    /// Adds the tokens of a text behind those that it holds.
    ///
    /// - Parameter bytes: UTF-8, valid.
    /// - Complexity: O(bytes).
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        let count = scalars.read(bytes, into: &text)
        // Held by another name while they are read.
        let text = text
        text.withUnsafeBufferPointer { text in
            let text = UnsafeBufferPointer(rebasing: text[..<count])
            if words == .spaced { visitSpacedWords(of: text) } else { visitTokens(of: text) }
        }
    }

    private mutating func visitSpacedWords(of text: UnsafeBufferPointer<Unit>) {
        var position = 0
        while position < text.count {
            let start = position
            while position < text.count, !text[position].has(Unit.space) { position += 1 }
            if position > start { add(.word, text, start..<position) }
            position += 1
        }
    }

    private mutating func visitTokens(of text: UnsafeBufferPointer<Unit>) {
        var position = 0
        while position < text.count {
            let start = position
            let unit = text[start]
            if Self.startsLink(text, start) {
                while position < text.count, !text[position].has(Unit.space) { position += 1 }
                add(FeatureHash(kind: Tokenizer.Kind.link.rawValue).value)
            } else if unit.value == 0x40 || unit.value == 0x23, start + 1 < text.count, text[start + 1].has(Unit.word) {
                position += 1
                while position < text.count, text[position].has(Unit.word) || text[position].value == 0x5F {
                    position += 1
                }
                add(unit.value == 0x40 ? .name : .tag, text, start + 1..<position)
                if unit.value == 0x23 { add(.word, text, start + 1..<position) }
            } else if unit.has(Unit.unspaced) {
                position += 1
                add(.word, text, start..<position)
            } else if unit.has(Unit.digit) {
                var digits = 0
                while position < text.count {
                    if text[position].has(Unit.digit) {
                        digits += 1
                    } else if text[position].value != 0x2E, text[position].value != 0x2C {
                        break
                    }
                    position += 1
                }
                add(FeatureHash(kind: Tokenizer.Kind.number.rawValue, "\(digits)".unicodeScalars).value)
            } else if unit.has(Unit.word) {
                while position < text.count, text[position].has(Unit.word | Unit.apostrophe),
                    !text[position].has(Unit.unspaced)
                { position += 1 }
                add(.word, text, start..<position)
            } else {
                position += 1
                if unit.has(Unit.sign) { add(.sign, text, start..<position) }
            }
        }
    }

    @inline(__always)
    private static func startsLink(_ text: UnsafeBufferPointer<Unit>, _ start: Int) -> Bool {
        let first = text[start].value
        guard first == 0x68 || first == 0x77 else { return false }
        return linkStarts.contains { link in
            start + link.count <= text.count && link.indices.allSatisfy { text[start + $0].value == link[$0] }
        }
    }

    private static let linkStarts = ["http://", "https://", "www."].map { $0.unicodeScalars.map(\.value) }

    private mutating func add(_ feature: UInt64) {
        spans.append(Span(feature: feature, range: 0..<0, hasRuns: false))
    }

    /// Adds a token that is what stands there, without apostrophes where tokens are more than words between spaces.
    private mutating func add(_ kind: Tokenizer.Kind, _ text: UnsafeBufferPointer<Unit>, _ range: Range<Int>) {
        let start = units.count
        var hash = FeatureHash(kind: kind.rawValue)
        var hasApostrophes = false
        for place in range {
            if words == .tokens, text[place].has(Unit.apostrophe) {
                hasApostrophes = true
            } else {
                hash.add(text[place].value)
            }
        }
        let token = UnsafeBufferPointer(rebasing: text[range])
        if hasApostrophes {
            units.append(contentsOf: token.lazy.filter { !$0.has(Unit.apostrophe) })
        } else {
            units.append(contentsOf: token)
        }
        spans.append(
            Span(
                feature: hash.value, range: start..<units.count, hasRuns: kind == .word || kind == .tag))
    }
}
