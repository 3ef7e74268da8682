/// Which features stand for a text.
public struct FeatureSettings: Sendable, Hashable {
    /// How a text is cut into words.
    public enum Words: String, Sendable, Hashable, CaseIterable {
        /// As a ``Tokenizer`` does.
        case tokens
        /// Whatever stands between white space, as it is written: `Fire`, `fire` and `fire,` are three words.
        case spaced
    }

    /// Longest run of words that is one feature; 1 is a bag of words.
    public var wordGrams: Int
    /// Lengths of character runs within words; nil for none.
    public var characterGrams: ClosedRange<Int>?
    /// Features in fewer texts than this are left out.
    public var minimumDocuments: Int
    /// Features that occur fewer times than this, in all texts together, are left out.
    public var minimumOccurrences: Int
    /// Whether values are (1 + ln count) · idf at unit length; else plain counts.
    public var isWeighted: Bool
    /// How a text is cut into words.
    public var words: Words

    /// Words and pairs of words, and runs of 3 to 5 characters within words, as sublinear tf-idf of unit length.
    public static let standard = FeatureSettings(
        wordGrams: 2, characterGrams: 3...5, minimumDocuments: 2, isWeighted: true)

    /// The bag of words of Monarch's reference: counts of what stands between white space and occurs three times at least,
    /// be it in one text.
    public static let published = FeatureSettings(
        wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: false, minimumOccurrences: 3,
        words: .spaced)

    public init(
        wordGrams: Int, characterGrams: ClosedRange<Int>?, minimumDocuments: Int, isWeighted: Bool,
        minimumOccurrences: Int = 1, words: Words = .tokens
    ) {
        self.wordGrams = wordGrams
        self.characterGrams = characterGrams
        self.minimumDocuments = minimumDocuments
        self.minimumOccurrences = minimumOccurrences
        self.isWeighted = isWeighted
        self.words = words
    }

    /// Whether programs before 0.3 know all that these settings say.
    var isKnownFromTheFirst: Bool { minimumOccurrences <= 1 && words == .tokens }
}
