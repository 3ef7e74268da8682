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
    public let features: [UInt64]
    /// By column, the texts that the feature stands in.
    public let frequencies: [UInt32]
    /// N, the texts that it was drawn from.
    public let textCount: Int

    /// - Precondition: `features` ascend, each with its frequency.
    init(settings: FeatureSettings, features: [UInt64], frequencies: [UInt32], textCount: Int) {
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
        let pieces = Parallel.map(ranges.count, threads: threads) { piece -> [[FeatureWeights.Entry]] in
            var sort = BucketSort()
            return monitor.isCancelled
                ? [] : ranges[piece].map { entries(of: extractor.counts(of: text($0), &sort), weights) }
        }
        try monitor.checkCancellation()
        var rows = SparseRows(columnCount: columnCount)
        for piece in pieces { for entries in piece { rows.append(entries) } }
        return rows
    }

    private func entries(
        of counts: [FeatureExtractor.FeatureCount], _ weights: FeatureWeights
    ) -> [FeatureWeights.Entry] {
        var entries: [FeatureWeights.Entry] = []
        var next = 0
        for entry in counts {
            // Both ascend: what lies behind has been looked for.
            next = firstColumn(notBelow: entry.feature, from: next)
            guard next < features.count else { break }
            if features[next] == entry.feature {
                entries.append((column: UInt32(next), value: weights.value(of: Float(entry.count), column: next)))
            }
        }
        let length = weights.length(entries.lazy.map(\.value))
        for entry in entries.indices { entries[entry].value = weights.value(entries[entry].value, ofLength: length) }
        return entries
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

/// What the counts of a vocabulary's features are worth: (1 + ln count) · idf at unit length, or as they are.
struct FeatureWeights: Sendable {
    typealias Entry = (column: UInt32, value: Float)

    /// By column; empty where counts stay as they are.
    private let idf: [Float]
    private let isWeighted: Bool

    init(of vocabulary: Vocabulary) {
        isWeighted = vocabulary.settings.isWeighted
        let textCount = Double(vocabulary.textCount)
        idf =
            isWeighted
            ? vocabulary.frequencies.map { Float(naturalLogarithm((1 + textCount) / (1 + Double($0))) + 1) } : []
    }

    /// The value of a count, before the row has its length.
    @inline(__always)
    func value(of count: Float, column: Int) -> Float {
        guard isWeighted else { return count }
        return (count == 1 ? 1 : Float(1 + naturalLogarithm(Double(count)))) * idf[column]
    }

    /// Euclidean length of a row's values, in the order of their columns; 0 where it does not count.
    @inline(__always)
    func length(_ values: some Sequence<Float>) -> Double {
        isWeighted ? values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() : 0
    }

    /// A value in a row of a length.
    @inline(__always)
    func value(_ value: Float, ofLength length: Double) -> Float {
        length > 0 ? Float(Double(value) / length) : value
    }
}
