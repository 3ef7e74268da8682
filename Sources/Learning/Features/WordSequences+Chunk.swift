extension WordSequences {
    /// The tokens of some texts.
    struct Chunk: Sendable {
        /// Of all its texts, one behind the other.
        let spans: [TokenSpans.Span]
        let units: [TokenSpans.Unit]
        /// Where each text's tokens end.
        let ends: [Int]
        /// Whether each text's features come into the vocabulary.
        let isDrawnFrom: [Bool]
        /// Its tokens by the part of their words, and its pairs by their own: sorted by whoever reads the texts, because each part is
        /// numbered by a thread that would have to look at all of them.
        let words: Sorted
        let pairs: Sorted

        /// Tokens by part, in each in their order.
        struct Sorted: Sendable {
            /// The features that the tokens are, or the pairs of each with the one before.
            private(set) var features: [UInt64]
            /// Twice each token's place, and 1 more where its features come into the vocabulary.
            private(set) var codes: [UInt32]
            /// Where each part begins, and behind the last one all.
            private var starts = [Int](repeating: 0, count: WordSequences.partCount + 1)

            /// Where those of a part are.
            func range(_ part: Int) -> Range<Int> { starts[part]..<starts[part + 1] }

            fileprivate init(_ given: [UInt64], _ givenCodes: [UInt32]) {
                for feature in given { starts[WordSequences.part(of: feature) + 1] += 1 }
                for part in 0..<WordSequences.partCount { starts[part + 1] += starts[part] }
                var next = starts
                features = Array(repeating: 0, count: given.count)
                codes = Array(repeating: 0, count: given.count)
                for (feature, code) in zip(given, givenCodes) {
                    let part = WordSequences.part(of: feature)
                    features[next[part]] = feature
                    codes[next[part]] = code
                    next[part] += 1
                }
            }
        }

        /// - Parameter withPairs: whether pairs are features.
        /// - Complexity: O(tokens).
        init(
            spans: [TokenSpans.Span], units: [TokenSpans.Unit], ends: [Int], isDrawnFrom: [Bool], withPairs: Bool
        ) {
            precondition(spans.count <= Int(Int32.max), "\(spans.count) tokens in one chunk")
            (self.spans, self.units, self.ends, self.isDrawnFrom) = (spans, units, ends, isDrawnFrom)
            var (ofWords, ofPairs): ([UInt64], [UInt64]) = ([], [])
            var (wordCodes, pairCodes): ([UInt32], [UInt32]) = ([], [])
            ofWords.reserveCapacity(spans.count)
            wordCodes.reserveCapacity(spans.count)
            ofPairs.reserveCapacity(withPairs ? spans.count : 0)
            pairCodes.reserveCapacity(withPairs ? spans.count : 0)
            var start = 0
            for (end, isCounted) in zip(ends, isDrawnFrom) {
                for place in start..<end {
                    let code = UInt32(truncatingIfNeeded: place) << 1 | (isCounted ? 1 : 0)
                    ofWords.append(spans[place].feature)
                    wordCodes.append(code)
                    guard withPairs, place > start else { continue }
                    ofPairs.append(FeatureHash.pair(spans[place - 1].feature, spans[place].feature))
                    pairCodes.append(code)
                }
                start = end
            }
            words = Sorted(ofWords, wordCodes)
            pairs = Sorted(ofPairs, pairCodes)
        }
    }
}
