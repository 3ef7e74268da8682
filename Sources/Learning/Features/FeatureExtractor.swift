import Threads

/// Draws a vocabulary from texts, and turns them into rows over it.
public struct FeatureExtractor: Sendable {
    /// Number of the way in which rows are made of texts. To be raised by hand with every change by which the same texts and
    /// settings get other features, other weights or other codes; see ``FeatureBytes``.
    public static let algorithm = 2

    /// What counts as a feature, and how much.
    public let settings: FeatureSettings

    public init(settings: FeatureSettings = .standard) {
        self.settings = settings
    }

    /// The vocabulary of texts, and one row for each of them, in order.
    ///
    /// - Parameter apart: texts that the vocabulary is not drawn from; they get rows over it all the same.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(characters) time; space for the rows, and while they are made for each different word once.
    public func extract(
        fromTexts count: Int, text: @escaping @Sendable (Int) -> String, apart: Set<Int> = [], threads: Int,
        monitor: WorkMonitor = WorkMonitor()
    ) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
        var sequences = WordSequences(settings)
        let readers = TokenReaders(words: settings.words)
        let withPairs = settings.wordGrams > 1
        // A few chunks at a time, so that only their tokens are held.
        let batch = Self.chunk * Self.chunksInBatch
        for start in stride(from: 0, to: count, by: batch) {
            let chunks = Parallel.ranges(of: min(batch, count - start), chunk: Self.chunk)
            let read = Parallel.map(chunks.count, threads: threads) { chunk -> WordSequences.Chunk in
                readers.use { tokens in
                    var (ends, isDrawnFrom): ([Int], [Bool]) = ([], [])
                    for position in chunks[chunk] where !monitor.isCancelled {
                        var text = text(start + position)
                        text.withUTF8 { tokens.append($0) }
                        ends.append(tokens.spans.count)
                        isDrawnFrom.append(!apart.contains(start + position))
                    }
                    let (spans, units) = tokens.takeAll()
                    return WordSequences.Chunk(
                        spans: spans, units: units, ends: ends, isDrawnFrom: isDrawnFrom, withPairs: withPairs)
                }
            }
            try monitor.checkCancellation()
            sequences.append(read, threads: threads)
        }
        // Among a handful of texts nothing stands in two of them.
        let minimum = count < 50 ? 1 : UInt32(clamping: settings.minimumDocuments)
        return try sequences.finish(inAtLeast: minimum, threads: threads, monitor: monitor)
    }

    private static let chunk = 256
    private static let chunksInBatch = 64

    /// What reads tokens, for one thread at a time: what it has looked up of scalars serves the next chunk.
    private struct TokenReaders: Sendable {
        private let free = Lock<[TokenSpans]>([])
        private let words: FeatureSettings.Words

        init(words: FeatureSettings.Words) { self.words = words }

        func use<Result>(_ body: (inout TokenSpans) -> Result) -> Result {
            var tokens = free.withLock { $0.popLast() } ?? TokenSpans(words: words)
            defer { free.withLock { $0.append(tokens) } }
            return body(&tokens)
        }
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

    /// Calls `body` with the runs of characters that begin at one place of a word, which has a space before and behind it.
    ///
    /// - Parameter start: 0 is the space before the word.
    @inline(__always)
    static func visitRuns(
        from start: Int, of word: UnsafeBufferPointer<ScalarTable.Unit>, lengths: ClosedRange<Int>,
        _ body: (UInt64) -> Void
    ) {
        let last = word.count + 1
        var hash = FeatureHash(kind: 64)
        for position in start..<min(last + 1, start + lengths.upperBound) {
            hash.add(position == 0 || position == last ? 0x20 : word[position - 1].value)
            if position - start + 1 >= lengths.lowerBound { body(hash.value) }
        }
    }

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
