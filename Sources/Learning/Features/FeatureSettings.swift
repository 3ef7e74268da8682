/// Which features stand for a text.
public struct FeatureSettings: Sendable, Hashable {
    /// Longest run of words that is one feature; 1 is a bag of words.
    public var wordGrams: Int
    /// Lengths of character runs within words; nil for none.
    public var characterGrams: ClosedRange<Int>?
    /// Features in fewer texts than this are left out.
    public var minimumDocuments: Int
    /// Whether values are (1 + ln count) · idf at unit length; else plain counts.
    public var isWeighted: Bool

    /// Words and pairs of words, and runs of 3 to 5 characters within words, as sublinear tf-idf of unit length.
    public static let standard = FeatureSettings(
        wordGrams: 2, characterGrams: 3...5, minimumDocuments: 2, isWeighted: true)

    /// The bag of words of Monarch's reference: counts of words that stand in at least three texts.
    public static let published = FeatureSettings(
        wordGrams: 1, characterGrams: nil, minimumDocuments: 3, isWeighted: false)

    public init(wordGrams: Int, characterGrams: ClosedRange<Int>?, minimumDocuments: Int, isWeighted: Bool) {
        self.wordGrams = wordGrams
        self.characterGrams = characterGrams
        self.minimumDocuments = minimumDocuments
        self.isWeighted = isWeighted
    }
}
