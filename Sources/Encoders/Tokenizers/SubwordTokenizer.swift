/// Takes a text apart into the numbered pieces that an encoder was trained on.
public enum SubwordTokenizer: Sendable {
    case wordPiece(WordPiece)
    case unigram(SentencePieceUnigram)

    /// The tokens of a text, between those that an encoder has around each, no more than its maximum.
    ///
    /// What a text says is text: one that says `[MASK]` or `</s>` has the pieces of these characters, and never the
    /// token of that name. The libraries that encoders are trained with differ there: in them anybody who writes a
    /// message could put such a token into it.
    ///
    /// Takes time in proportion to the text.
    public func tokens(of text: String) -> [Int32] {
        switch self {
        case .wordPiece(let tokenizer): tokenizer.tokens(of: text)
        case .unigram(let tokenizer): tokenizer.tokens(of: text)
        }
    }

    /// All tokens are numbers below this one.
    public var vocabularySize: Int {
        switch self {
        case .wordPiece(let tokenizer): tokenizer.vocabularySize
        case .unigram(let tokenizer): tokenizer.vocabularySize
        }
    }
}
