import Threads

/// The features that a set of texts has, and in how many of them each stands: what turns any text into a row.
///
/// Drawn from texts once by a ``FeatureExtractor``; apart from their rows, so that a model can be used on texts that were
/// not there when it learnt. The column of a feature is its place among ``features``.
///
/// idf = ln((1 + N) / (1 + df)) + 1, with N texts of which df hold the feature (the smoothed form of scikit-learn). It
/// rests on all texts, labelled or not: that needs no label and gives steadier weights.
public struct Vocabulary: Sendable, Hashable {
    /// How features are read from a text.
    public let settings: FeatureSettings
    /// A 64-bit name for each feature that is the same for all texts, ascending.
    public let features: NumberList<UInt64>
    /// By column, the texts that the feature stands in.
    public let frequencies: NumberList<UInt32>
    /// N, the texts that it was drawn from.
    public let textCount: Int

    /// - Precondition: `features` ascend, each with its frequency.
    init(settings: FeatureSettings, features: [UInt64], frequencies: [UInt32], textCount: Int) {
        self.init(
            settings: settings, features: NumberList(features), frequencies: NumberList(frequencies),
            textCount: textCount)
    }

    /// - Precondition: likewise.
    init(
        settings: FeatureSettings, features: NumberList<UInt64>, frequencies: NumberList<UInt32>, textCount: Int
    ) {
        precondition(
            features.count == frequencies.count, "\(frequencies.count) frequencies of \(features.count) features")
        self.settings = settings
        self.features = features
        self.frequencies = frequencies
        self.textCount = textCount
    }

    /// Columns that rows over it have.
    public var columnCount: Int { features.count }

    /// One row for each text, in order, by the weights of this vocabulary: features that it does not know are left out.
    ///
    /// A text that it was drawn from gets the same row again, bit for bit, on any number of threads.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(characters + features of different words × log ``columnCount``), shared among the threads.
    public func rows(
        ofTexts count: Int, text: @escaping @Sendable (Int) -> String, threads: Int = 1,
        monitor: WorkMonitor = WorkMonitor()
    ) throws -> SparseRows {
        let weights = FeatureWeights(of: self)
        let ranges = Parallel.ranges(of: count, chunk: Self.piece)
        let pieces = Parallel.map(ranges.count, threads: threads) { place -> WordRows in
            rows(of: ranges[place].lazy.prefix { _ in !monitor.isCancelled }.map(text), weights)
        }
        try monitor.checkCancellation()
        return SparseRows(WordRows(pieces, weights: weights, columnCount: columnCount))
    }

    /// Each piece knows its own words.
    private static let piece = 2_048

    private func rows(of texts: some Sequence<String>, _ weights: FeatureWeights) -> WordRows {
        var tokens = TokenSpans(words: settings.words)
        var sort = BucketSort<UInt64>()
        var table = WordTable()
        var columns = NumberLists()
        var (words, pairs) = (NumberLists(), NumberLists())
        var found: [UInt64] = []
        for var text in texts {
            text.withUTF8 { tokens.read($0) }
            let spans = tokens.spans
            words.append(
                spans.map { span in
                    let word = tokens.units.withUnsafeBufferPointer { table.number(of: span, $0) }
                    if Int(word) == columns.count {
                        found.removeAll(keepingCapacity: true)
                        table.appendFeatures(of: Int(word), runs: settings.characterGrams, to: &found)
                        sort.sort(&found)
                        columns.append(found.lazy.compactMap(column(of:)))
                    }
                    return word
                })
            pairs.append(
                settings.wordGrams < 2
                    ? []
                    : zip(spans, spans.dropFirst()).compactMap { column(of: FeatureHash.pair($0.feature, $1.feature)) })
        }
        let (allWords, allPairs) = (words, pairs)
        return RowMaker(columns).rows { builder in
            for text in 0..<allWords.count {
                allWords.withView { words in
                    allPairs.withView { builder.append(words: Array(words[text]), pairs: Array($0[text])) }
                }
            }
        }.rows(weights, columnCount: columnCount, threads: 1)
    }

    /// The column of a feature; nil where it is not known.
    private func column(of feature: UInt64) -> UInt32? {
        features.withUnsafeBufferPointer { features in
            var (low, high) = (0, features.count)
            while low < high {
                let middle = low + (high - low) / 2
                if features[middle] < feature { low = middle + 1 } else { high = middle }
            }
            return low < features.count && features[low] == feature ? UInt32(low) : nil
        }
    }
}
