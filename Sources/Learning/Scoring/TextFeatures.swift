/// The columns of a text's features, what ``FeatureExtractor`` and ``Vocabulary`` make of it.
struct TextFeatures: Sendable {
    typealias Unit = ScalarTable.Unit

    private let settings: FeatureSettings
    private let known: KnownFeatures
    /// Features that are still to be looked up, ``count`` of them.
    private var features = [UInt64](repeating: 0, count: roomCount)
    private var count = 0
    private(set) var columns: [UInt32] = []

    /// Features that are looked up at once: those of nearly every message, and a bound for the memory of a long one.
    private static let roomCount = 2_048
    /// What a token has besides runs of characters: itself, and the pair with the one before.
    private static let ownCount = 2

    init(_ vocabulary: Vocabulary) {
        settings = vocabulary.settings
        known = KnownFeatures(vocabulary)
    }

    /// Forgets what was found.
    mutating func removeAll() {
        columns.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Finds the columns of all features of a text that the vocabulary knows, one for each time that a feature stands in it, in no
    /// order.
    ///
    /// - Complexity: O(units of the tokens).
    mutating func find(in tokens: borrowing TokenSpans) {
        removeAll()
        tokens.units.withUnsafeBufferPointer { units in
            for span in tokens.spans where span.hasRuns { addRuns(of: Self.word(span, units)) }
        }
        addOwn(of: tokens.spans, withRuns: true)
        lookUp()
    }

    /// Finds those of the tokens themselves and of pairs.
    ///
    /// - Parameter withRuns: whether those tokens count themselves that have runs of characters; pairs count anyway.
    mutating func addOwn(of spans: [TokenSpans.Span], withRuns: Bool) {
        var before: UInt64?
        for span in spans {
            if count + Self.ownCount > Self.roomCount { lookUp() }
            if withRuns || !span.hasRuns { append(span.feature) }
            if settings.wordGrams > 1, let before { append(FeatureHash.pair(before, span.feature)) }
            before = span.feature
        }
    }

    /// Adds a token itself with its runs of characters.
    mutating func addWhole(_ feature: UInt64, _ word: UnsafeBufferPointer<Unit>) {
        if count + Self.ownCount > Self.roomCount { lookUp() }
        append(feature)
        addRuns(of: word)
    }

    static func word(_ span: TokenSpans.Span, _ units: UnsafeBufferPointer<Unit>) -> UnsafeBufferPointer<Unit> {
        UnsafeBufferPointer(rebasing: units[span.range])
    }

    mutating func lookUp() {
        guard count > 0 else { return }
        features.withUnsafeBufferPointer {
            known.appendColumns(of: UnsafeBufferPointer(rebasing: $0[..<count]), to: &columns)
        }
        count = 0
    }

    @inline(__always)
    private mutating func append(_ feature: UInt64) {
        features[count] = feature
        count += 1
    }

    /// Runs of characters of a word, with a space before and behind it.
    private mutating func addRuns(of word: UnsafeBufferPointer<Unit>) {
        guard let lengths = settings.characterGrams else { return }
        for start in 0...word.count + 1 {
            if count + lengths.count > Self.roomCount { lookUp() }
            FeatureHash.visitRuns(from: start, of: word, lengths: lengths) { append($0) }
        }
    }
}
