/// The columns of a text's features, straight from its bytes: what ``FeatureExtractor`` and ``Vocabulary`` make of it, without a
/// string, a token or an array for each.
struct TextFeatures: Sendable {
    private typealias Unit = ScalarTable.Unit

    private let settings: FeatureSettings
    private let known: KnownFeatures
    private var scalars: ScalarTable
    private var text: [ScalarTable.Unit] = []
    /// Features that are still to be looked up, ``count`` of them.
    private var features = [UInt64](repeating: 0, count: roomCount)
    private var count = 0
    private var columns: [UInt32] = []

    /// Features that are looked up at once: those of nearly every message, and a bound for the memory of a long one.
    private static let roomCount = 2_048
    /// What a word has besides runs of characters: itself, and the pair with the word before.
    private static let ownCount = 2

    init(_ vocabulary: Vocabulary) {
        settings = vocabulary.settings
        known = KnownFeatures(vocabulary)
        scalars = ScalarTable(words: vocabulary.settings.words)
    }

    /// The columns of a text's features that the vocabulary knows, one for each time that a feature stands in it, in no order.
    ///
    /// - Parameter bytes: UTF-8, valid.
    /// - Complexity: O(bytes).
    mutating func columns(of bytes: UnsafeBufferPointer<UInt8>) -> [UInt32] {
        columns.removeAll(keepingCapacity: true)
        scalars.read(bytes, into: &text)
        // Taken out, so that they are not held twice while they are read.
        let text = text
        text.withUnsafeBufferPointer { text in
            if settings.words == .spaced { visitSpacedWords(of: text) } else { visitTokens(of: text) }
        }
        lookUp()
        return columns
    }

    private mutating func lookUp() {
        guard count > 0 else { return }
        features.withUnsafeBufferPointer {
            known.appendColumns(of: UnsafeBufferPointer(rebasing: $0[..<count]), to: &columns)
        }
        count = 0
    }

    // MARK: Tokens

    private mutating func visitSpacedWords(of text: UnsafeBufferPointer<Unit>) {
        var before: UInt64?
        var position = 0
        while position < text.count {
            let start = position
            while position < text.count, !text[position].has(Unit.space) { position += 1 }
            if position > start { add(.word, text, start..<position, after: &before) }
            position += 1
        }
    }

    /// The tokens of ``Tokenizer/visitTokens(of:_:)``, which says what they are.
    private mutating func visitTokens(of text: UnsafeBufferPointer<Unit>) {
        var before: UInt64?
        var position = 0
        while position < text.count {
            let start = position
            let unit = text[start]
            if Self.startsLink(text, start) {
                while position < text.count, !text[position].has(Unit.space) { position += 1 }
                add(FeatureHash(kind: Tokenizer.Kind.link.rawValue).value, after: &before)
            } else if unit.value == 0x40 || unit.value == 0x23, start + 1 < text.count, text[start + 1].has(Unit.word) {
                position += 1
                while position < text.count, text[position].has(Unit.word) || text[position].value == 0x5F {
                    position += 1
                }
                add(unit.value == 0x40 ? .name : .tag, text, start + 1..<position, after: &before)
                if unit.value == 0x23 { add(.word, text, start + 1..<position, after: &before) }
            } else if unit.has(Unit.unspaced) {
                position += 1
                add(.word, text, start..<position, after: &before)
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
                add(FeatureHash(kind: Tokenizer.Kind.number.rawValue, "\(digits)".unicodeScalars).value, after: &before)
            } else if unit.has(Unit.word) {
                while position < text.count, text[position].has(Unit.word | Unit.apostrophe),
                    !text[position].has(Unit.unspaced)
                { position += 1 }
                add(.word, text, start..<position, after: &before)
            } else {
                position += 1
                if unit.has(Unit.sign) { add(.sign, text, start..<position, after: &before) }
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

    // MARK: Features

    @inline(__always)
    private mutating func append(_ feature: UInt64) {
        features[count] = feature
        count += 1
    }

    /// Adds a token and its pair with the one before.
    private mutating func add(_ word: UInt64, after before: inout UInt64?) {
        if count + Self.ownCount > Self.roomCount { lookUp() }
        append(word)
        if settings.wordGrams > 1, let before { append(FeatureHash.pair(before, word)) }
        before = word
    }

    /// Adds a token that is what stands there, without apostrophes where tokens are more than words between spaces.
    private mutating func add(
        _ kind: Tokenizer.Kind, _ text: UnsafeBufferPointer<Unit>, _ range: Range<Int>, after before: inout UInt64?
    ) {
        var hash = FeatureHash(kind: kind.rawValue)
        var apostrophes = 0
        for place in range {
            if text[place].has(Unit.apostrophe), settings.words != .spaced {
                apostrophes += 1
            } else {
                hash.add(text[place].value)
            }
        }
        add(hash.value, after: &before)
        guard kind == .word || kind == .tag, let lengths = settings.characterGrams else { return }
        guard apostrophes > 0 else {
            return addRuns(of: UnsafeBufferPointer(rebasing: text[range]), lengths: lengths)
        }
        let plain = text[range].filter { !$0.has(Unit.apostrophe) }
        plain.withUnsafeBufferPointer { addRuns(of: $0, lengths: lengths) }
    }

    /// Runs of characters of a word, with a space before and behind it.
    private mutating func addRuns(of word: UnsafeBufferPointer<Unit>, lengths: ClosedRange<Int>) {
        let last = word.count + 1
        let ownCount = lengths.count
        for start in 0...last {
            if count + ownCount > Self.roomCount { lookUp() }
            var hash = FeatureHash(kind: 64)
            let end = min(last + 1, start + lengths.upperBound)
            for position in start..<end {
                hash.add(position == 0 || position == last ? 0x20 : word[position - 1].value)
                if position - start + 1 >= lengths.lowerBound { append(hash.value) }
            }
        }
    }
}
