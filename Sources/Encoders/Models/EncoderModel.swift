/// A pretrained network that makes vectors of messages' tokens.
protocol EncoderModel: Sendable {
    /// The family of networks, as its authors call it.
    var family: String { get }

    /// In words, what lies between a text's tokens and its vector.
    var layers: String { get }

    /// Numbers of a vector.
    var width: Int { get }

    /// Tokens that the network knows: numbers below this one.
    var vocabularyCount: Int { get }

    /// Most tokens of a message.
    var maximumCount: Int { get }

    /// The vectors of messages laid end to end, each of unit length; none depends on the messages beside it.
    ///
    /// - Parameter messages: the tokens of each, from 1 to ``maximumCount``.
    /// - Throws: ``EncoderError`` for tokens that the network has no row for, and for weights that are no numbers.
    func vectors(of messages: ArraySlice<[Int32]>) throws(EncoderError) -> [Float]
}
