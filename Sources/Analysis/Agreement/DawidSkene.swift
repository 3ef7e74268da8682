import Foundation

/// What label each message most likely has, and how often each annotator is right, where nobody knows the truth: the model of Dawid and
/// Skene (1979, doi:10.2307/2346806), fitted by expectation maximisation.
///
/// Each message has one true label; each annotator gives label *l* to messages of label *k* with a probability of their own. Begun
/// with the shares of the votes, as in the paper; each annotator's row of probabilities is smoothed by one message, so that nobody is
/// taken for infallible by a handful of labels.
public struct DawidSkene: Sendable {
    /// For each message a probability of each label; a message that nobody labelled has that of the prevalences.
    public let posteriors: [[Double]]
    /// How frequent each label is.
    public let prevalences: [Double]
    /// By annotator, true label and given label: how probable it is.
    public let confusion: [[[Double]]]
    /// Steps until nothing changed any more.
    public let iterations: Int

    /// One message's worth of smoothing, spread over a row.
    private static let smoothing = 1.0
    private static let mostIterations = 500
    private static let tolerance = 1e-9

    /// - Returns: nil where no message has two labels, or there is one label only: then nothing can be told of anybody.
    /// - Complexity: O(iterations × (ratings × labels + annotators × labels²)).
    public init?(_ table: RatingTable) {
        let (labels, annotators) = (table.labelCount, table.annotatorCount)
        guard labels > 1 else { return nil }
        let ratings = (0..<table.messageCount).map { message in
            (0..<annotators).compactMap { annotator in
                table[message, annotator].map { (annotator: annotator, label: $0) }
            }
        }
        guard ratings.contains(where: { $0.count > 1 }), Set(ratings.joined().map(\.label)).count > 1 else {
            return nil
        }
        var posteriors = ratings.map { given in
            var shares = [Double](repeating: given.isEmpty ? 1 / Double(labels) : 0, count: labels)
            for rating in given { shares[rating.label] += 1 / Double(given.count) }
            return shares
        }
        var prevalences: [Double] = []
        var confusion: [[[Double]]] = []
        var iterations = 0
        while iterations < Self.mostIterations {
            iterations += 1
            prevalences = Self.prevalences(posteriors, ratings.map { !$0.isEmpty }, labels)
            confusion = Self.confusion(posteriors, ratings, labels, annotators)
            var change = 0.0
            for (message, given) in ratings.enumerated() {
                var logs = prevalences.map { log($0) }
                for rating in given {
                    for label in 0..<labels { logs[label] += log(confusion[rating.annotator][label][rating.label]) }
                }
                let most = logs.max() ?? 0
                let weights = logs.map { exp($0 - most) }
                let sum = weights.reduce(0, +)
                let new = weights.map { $0 / sum }
                for (before, now) in zip(posteriors[message], new) { change = max(change, abs(before - now)) }
                posteriors[message] = new
            }
            if change < Self.tolerance { break }
        }
        self.posteriors = posteriors
        self.prevalences = prevalences
        self.confusion = confusion
        self.iterations = iterations
    }

    /// Smoothed as the rows of annotators are, so that no logarithm is infinite.
    private static func prevalences(_ posteriors: [[Double]], _ counts: [Bool], _ labels: Int) -> [Double] {
        var sums = [Double](repeating: smoothing / Double(labels), count: labels)
        for (row, counts) in zip(posteriors, counts) where counts {
            for label in 0..<labels { sums[label] += row[label] }
        }
        let sum = sums.reduce(0, +)
        return sums.map { $0 / sum }
    }

    private static func confusion(
        _ posteriors: [[Double]], _ ratings: [[(annotator: Int, label: Int)]], _ labels: Int, _ annotators: Int
    ) -> [[[Double]]] {
        let row = [Double](repeating: smoothing / Double(labels), count: labels)
        var sums = [[[Double]]](repeating: [[Double]](repeating: row, count: labels), count: annotators)
        for (message, given) in ratings.enumerated() {
            for rating in given {
                for label in 0..<labels { sums[rating.annotator][label][rating.label] += posteriors[message][label] }
            }
        }
        return sums.map { rows in
            rows.map { row in
                let sum = row.reduce(0, +)
                return row.map { $0 / sum }
            }
        }
    }

    /// How often an annotator gives the true label: over all labels by their prevalences.
    public func accuracy(of annotator: Int) -> Double {
        prevalences.indices.reduce(0) { $0 + prevalences[$1] * confusion[annotator][$1][$1] }
    }

    /// The most probable label of a message; the first of several.
    public func label(of message: Int) -> Int {
        let row = posteriors[message]
        return row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? 0
    }
}
