import Threads

/// Draws a vocabulary from texts, and turns them into rows over it.
public struct FeatureExtractor: Sendable {
    /// What counts as a feature, and how much.
    public let settings: FeatureSettings

    public init(settings: FeatureSettings = .standard) {
        self.settings = settings
    }

    /// The vocabulary of texts, and one row for each of them, in order.
    ///
    /// - Parameter apart: texts that the vocabulary is not drawn from; they get rows over it all the same.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(characters) time; space for the features of all texts once, rare ones included.
    public func extract(
        fromTexts count: Int, text: @escaping @Sendable (Int) -> String, apart: Set<Int> = [], threads: Int,
        monitor: WorkMonitor = WorkMonitor()
    ) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
        var counts = CountedRows(expected: count)
        // A few chunks at a time, so that only they are there twice.
        let batch = Self.chunk * Self.chunksInBatch
        for start in stride(from: 0, to: count, by: batch) {
            let texts = start..<min(count, start + batch)
            let chunks = Parallel.ranges(of: texts.count, chunk: Self.chunk)
            let counted = Parallel.map(chunks.count, threads: threads) { chunk -> CountedRows.Chunk in
                var sort = BucketSort()
                var result = CountedRows.Chunk()
                for position in chunks[chunk] where !monitor.isCancelled {
                    result.counts += self.counts(of: text(start + position), &sort)
                    result.ends.append(result.counts.count)
                    result.isDrawnFrom.append(!apart.contains(start + position))
                }
                return result
            }
            try monitor.checkCancellation()
            counts.append(counted, threads: threads)
        }
        // Among a handful of texts nothing stands in two of them.
        let minimum = count < 50 ? 1 : UInt32(clamping: settings.minimumDocuments)
        return counts.finish(settings, inAtLeast: minimum, threads: threads)
    }

    private static let chunk = 256
    private static let chunksInBatch = 64

    struct FeatureCount: Sendable {
        let feature: UInt64
        let count: UInt32
    }

    /// How often each feature stands in a text, by ascending feature.
    func counts(of text: String, _ sort: inout BucketSort) -> [FeatureCount] {
        let tokenizer = Tokenizer(words: settings.words)
        var features: [UInt64] = []
        var before: UInt64?
        for token in tokenizer.tokens(of: text) {
            let word = FeatureHash(kind: token.kind.rawValue, token.scalars).value
            features.append(word)
            if settings.wordGrams > 1, let before { features.append(FeatureHash.pair(before, word)) }
            before = word
            if let lengths = settings.characterGrams, token.kind == .word || token.kind == .tag {
                appendCharacterGrams(of: token.scalars, lengths: lengths, to: &features)
            }
        }
        sort.sort(&features)
        var counts: [FeatureCount] = []
        var start = 0
        while start < features.count {
            var end = start + 1
            while end < features.count, features[end] == features[start] { end += 1 }
            counts.append(FeatureCount(feature: features[start], count: UInt32(end - start)))
            start = end
        }
        return counts
    }

    /// Runs of characters of a word, with a space before and behind it.
    func appendCharacterGrams(of word: [Unicode.Scalar], lengths: ClosedRange<Int>, to features: inout [UInt64]) {
        let count = word.count + 2
        for start in 0..<count {
            var hash = FeatureHash(kind: 64)
            for length in 1...lengths.upperBound where start + length <= count {
                let position = start + length - 1
                hash.add(position == 0 || position == count - 1 ? " " : word[position - 1])
                if length >= lengths.lowerBound { features.append(hash.value) }
            }
        }
    }
}

/// A 64-bit name for a feature: FNV-1a over kind and scalars, finished by a multiply-xor so that all bits count.
struct FeatureHash {
    private var hash: UInt64

    init(kind: UInt8) {
        hash = (0xcbf2_9ce4_8422_2325 ^ UInt64(kind)) &* 0x100_0000_01b3
    }

    init(kind: UInt8, _ scalars: some Sequence<Unicode.Scalar>) {
        self.init(kind: kind)
        for scalar in scalars { add(scalar) }
    }

    mutating func add(_ scalar: Unicode.Scalar) { add(scalar.value) }

    /// Adds a scalar by its number.
    @inline(__always)
    mutating func add(_ scalar: UInt32) { hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01b3 }

    /// The name of what was added so far.
    var value: UInt64 { Self.finished(hash) }

    static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
        finished(first &* 0x9e37_79b9_7f4a_7c15 &+ second)
    }

    private static func finished(_ hash: UInt64) -> UInt64 {
        var hash = hash
        hash = (hash ^ (hash >> 32)) &* 0xd6e8_feb8_6659_fd93
        hash = (hash ^ (hash >> 32)) &* 0xd6e8_feb8_6659_fd93
        return hash ^ (hash >> 32)
    }
}
