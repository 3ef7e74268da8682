/// SentencePiece's unigram tokenizer: of all ways to cut a text into pieces, the one of the highest sum of scores.
///
/// It is read from SentencePiece's own `.model` or from a `tokenizer.json`, and does what the library does that the file
/// belongs to: the two normalise and add up differently. Pieces that stand for a token and not for text (unknown,
/// control, bytes, and special ones of `tokenizer.json`) are never found in a text;
/// ``SubwordTokenizer/tokens(of:)`` says why.
///
/// Source: Kudo 2018, Subword Regularization, https://doi.org/10.18653/v1/P18-1007; Kudo and Richardson 2018,
/// SentencePiece, https://doi.org/10.18653/v1/D18-2012.
public struct SentencePieceUnigram: Sendable {
    /// How a text becomes the bytes that are cut into pieces.
    enum Preparation: Sendable {
        case sentencePiece(SentencePieceNormalizer)
        case tokenizers(NormalizationPipeline, WordSplitter)
    }

    /// Pieces, their scores, and what an unknown character becomes.
    struct Pieces: Sendable {
        var trie: ByteTrie
        /// A score a token; of a token that is never found in a text it does not matter which.
        var scores: [Double]
        var unknown: Int32
        var unknownScore: Double
        /// The token of each byte, where unknown characters become bytes.
        var bytes: [Int32]?
        /// Sums are kept in 32 bits, as SentencePiece keeps them, so that ties fall alike.
        var addsInSinglePrecision: Bool

        @inline(__always)
        func sum(_ first: Double, _ second: Double) -> Double {
            addsInSinglePrecision ? Double(Float(first + second)) : first + second
        }
    }

    let preparation: Preparation
    let pieces: Pieces
    /// Tokens before and behind those of a text.
    let before: [Int32]
    let behind: [Int32]
    /// The most tokens of a text, with those around it.
    public let maximumCount: Int
    /// All tokens are numbers below this one.
    public let vocabularySize: Int

    /// The tokens of a text, between those around each.
    public func tokens(of text: String) -> [Int32] {
        var result = before
        switch preparation {
        case .sentencePiece(let normalizer):
            let bytes = normalizer.normalized(Array(text.utf8))
            var path = BestPath(length: bytes.count)
            append(bytes, 0..<bytes.count, to: &result, path: &path)
        case .tokenizers(let pipeline, let splitter):
            let (bytes, words) = splitter.words(of: pipeline.normalized(text))
            var path = BestPath(length: words.reduce(0) { max($0, $1.count) })
            for word in words where result.count < maximumCount {
                append(bytes, word, to: &result, path: &path)
            }
        }
        let limit = maximumCount - behind.count
        if result.count > limit { result.removeLast(result.count - limit) }
        return result + behind
    }

    /// The best way to each place of a text.
    private struct BestPath {
        var scores: [Double]
        /// Where the last piece begins on it; −1 where none leads.
        var starts: [Int]
        var tokens: [Int32]

        init(length: Int) {
            scores = Array(repeating: 0, count: length + 1)
            starts = Array(repeating: -1, count: length + 1)
            tokens = Array(repeating: 0, count: length + 1)
        }
    }

    /// Cuts a range of bytes into pieces (Viterbi 1967), in time in proportion to its length and the longest piece.
    private func append(_ bytes: [UInt8], _ range: Range<Int>, to result: inout [Int32], path: inout BestPath) {
        let count = range.count
        guard count > 0 else { return }
        path.scores[0] = 0
        for place in 1...count { path.starts[place] = -1 }
        var start = 0
        while start < count {
            let here = path.scores[start]
            let next = min(count, start + UTF8Length.ofCharacter(bytes[range.lowerBound + start]))
            var knowsCharacter = false
            var node = ByteTrie.root
            var place = start
            while place < count, let child = pieces.trie.child(of: node, by: bytes[range.lowerBound + place]) {
                node = child
                place += 1
                let token = pieces.trie.value(at: node)
                guard token >= 0 else { continue }
                if place == next { knowsCharacter = true }
                let score = pieces.sum(here, pieces.scores[Int(token)])
                if path.starts[place] < 0 || score > path.scores[place] {
                    path.scores[place] = score
                    path.starts[place] = start
                    path.tokens[place] = token
                }
            }
            if !knowsCharacter {
                let score = pieces.sum(here, pieces.unknownScore)
                if path.starts[next] < 0 || score > path.scores[next] {
                    path.scores[next] = score
                    path.starts[next] = start
                    path.tokens[next] = pieces.unknown
                }
            }
            start = next
        }

        let first = result.count
        var end = count
        var isUnknown = false
        while end > 0 {
            let start = path.starts[end]
            let token = path.tokens[end]
            if token == pieces.unknown {
                if let tokens = pieces.bytes {
                    for byte in bytes[(range.lowerBound + start)..<(range.lowerBound + end)].reversed() {
                        result.append(tokens[Int(byte)])
                    }
                } else if !isUnknown {
                    result.append(token)
                }
            } else {
                result.append(token)
            }
            isUnknown = token == pieces.unknown
            end = start
        }
        result[first...].reverse()
    }
}
