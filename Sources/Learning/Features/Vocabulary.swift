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
    /// - Complexity: O(characters + features of the texts × log ``columnCount``), shared among the threads.
    public func rows(
        ofTexts count: Int, text: @escaping @Sendable (Int) -> String, threads: Int = 1,
        monitor: WorkMonitor = WorkMonitor()
    ) throws -> SparseRows {
        let extractor = FeatureExtractor(settings: settings)
        let weights = FeatureWeights(of: self)
        let ranges = Parallel.ranges(of: count, chunk: 256)
        let pieces = Parallel.map(ranges.count, threads: threads) { piece -> SparseRows in
            var sort = BucketSort<UInt64>()
            var rows = SparseRows(columnCount: columnCount, weights: weights)
            for text in ranges[piece].lazy.map(text) where !monitor.isCancelled {
                rows.append(columns: columns(of: extractor.features(of: text, &sort)))
            }
            return rows
        }
        try monitor.checkCancellation()
        var rows = SparseRows(columnCount: columnCount, weights: weights)
        for piece in pieces { rows.append(contentsOf: piece) }
        return rows
    }

    /// The columns of those features that are known, as often as they come.
    ///
    /// - Parameter found: ascending.
    private func columns(of found: [UInt64]) -> [UInt32] {
        var columns: [UInt32] = []
        var next = 0
        for feature in found {
            // Both ascend: what lies behind has been looked for.
            next = firstColumn(notBelow: feature, from: next)
            guard next < features.count else { break }
            if features[next] == feature { columns.append(UInt32(next)) }
        }
        return columns
    }

    /// The first column from `start` on whose feature is not below another.
    private func firstColumn(notBelow feature: UInt64, from start: Int) -> Int {
        var (low, high) = (start, features.count)
        while low < high {
            let middle = low + (high - low) / 2
            if features[middle] < feature { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
