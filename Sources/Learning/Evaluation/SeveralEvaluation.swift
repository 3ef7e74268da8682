import Answers

/// How well a model does on labelled messages that can have several labels each.
public struct SeveralEvaluation: Sendable, Hashable {
    /// One label as a question of its own: whether a message has it.
    public struct Label: Sendable, Hashable {
        /// Messages that have it.
        public let positives: Int
        /// Messages that have it and are predicted to.
        public let hits: Int
        /// Messages that are predicted to have it and have it not.
        public let falseAlarms: Int
        /// Messages that have it and are not predicted to.
        public let misses: Int
        /// F1 at thresholds chosen without the message's own answer; nil where there are too few positives.
        public let f1: Estimate?
        /// Average precision; nil where there are too few positives.
        public let averagePrecision: Estimate?
        /// Area under the ROC curve; nil where too few messages have it, or too few have it not.
        public let auc: Estimate?
        /// The same on these messages alone, however few they are.
        public let observed: Evaluation.Observed
    }

    /// Samples that the intervals come from.
    public static let resampleCount = 500

    /// Messages.
    public let count: Int
    /// Each label, in their order.
    public let labels: [Label]
    /// Mean F1 of the labels that some message has.
    public let macroF1: Estimate?
    /// F1 of all pairs of a message and a label together: 2 Σ hits / (2 Σ hits + Σ false alarms + Σ misses).
    public let microF1: Estimate?
    /// Mean average precision of the labels that some message has.
    public let macroAveragePrecision: Estimate?
    /// Label ranking average precision: R. E. Schapire & Y. Singer, *BoosTexter* (2000), doi:10.1023/A:1007649029923. Of the labels
    /// that a message has, the mean share of such labels among all that are at least as probable; 1 for a message that has all
    /// labels or none. Its mean over the messages.
    public let labelRanking: Estimate?
    /// Share of messages whose whole answer is predicted, with Wilson's interval.
    public let exactMatch: Estimate?

    /// The intervals are those of the bootstrap (the percentile method of B. Efron, *Nonparametric standard errors and confidence intervals*, 1981): the
    /// figure of ``resampleCount`` samples of as many messages, drawn with replacement, between its 2.5 % and 97.5 % quantiles.
    /// Each is nil of fewer than `Estimate.fewestItems` messages, and where no message has a label.
    ///
    /// - Parameters:
    ///   - probabilities: *n* × K.
    ///   - answers: *n* answers.
    ///   - predicted: *n* answers of the model, at thresholds in which the message's own answer had no say.
    ///   - seed: of the samples.
    /// - Complexity: O(K *n* log *n* + K *n* × samples).
    init(probabilities: Matrix, answers: [Answer], predicted: [Answer], seed: UInt64) {
        count = answers.count
        let columns = (0..<probabilities.columnCount).map { label in
            Column(
                scores: answers.indices.map { Double(probabilities[$0, label]) },
                actual: answers.map { $0.has(label) }, predicted: predicted.map { $0.has(label) })
        }
        labels = columns.map(\.figures)
        let rankings = answers.indices.map { Self.ranking(of: answers[$0], probabilities.row($0)) }
        let whole = Sample(columns, rankings, times: Array(repeating: 1, count: answers.count))
        var samples: [Sample] = []
        if answers.count >= Estimate.fewestItems {
            var random = SeededRandom(seed: seed, stream: "bootstrap")
            samples.reserveCapacity(Self.resampleCount)
            for _ in 0..<Self.resampleCount {
                var times = [Int](repeating: 0, count: answers.count)
                for _ in answers.indices { times[random.below(answers.count)] += 1 }
                samples.append(Sample(columns, rankings, times: times))
            }
        }
        func estimate(_ figure: KeyPath<Sample, Double?>) -> Estimate? {
            whole[keyPath: figure].flatMap { value in
                Estimate(value, samples: samples.compactMap { $0[keyPath: figure] })
            }
        }
        macroF1 = estimate(\.macroF1)
        microF1 = estimate(\.microF1)
        macroAveragePrecision = estimate(\.macroAveragePrecision)
        labelRanking = estimate(\.labelRanking)
        exactMatch = Estimate(share: zip(answers, predicted).count { $0 == $1 }, of: answers.count)
    }

    /// The share of labels that hold among all at least as probable, in the mean over the labels that hold.
    static func ranking(of answer: Answer, _ probabilities: ArraySlice<Float>) -> Double {
        let holding = answer.labels.filter { $0 < probabilities.count }
        guard !holding.isEmpty, holding.count < probabilities.count else { return 1 }
        func probability(_ label: Int) -> Float { probabilities[probabilities.startIndex + label] }
        let sum = holding.reduce(0.0) { sum, label in
            let rank = probabilities.count { $0 >= probability(label) }
            return sum + Double(holding.count { probability($0) >= probability(label) }) / Double(rank)
        }
        return sum / Double(holding.count)
    }
}

extension SeveralEvaluation {
    /// What is measured of one label.
    private struct Column {
        let actual: [Bool]
        let predicted: [Bool]
        let scores: [Double]
        /// Messages from the highest score down.
        let order: [Int]

        init(scores: [Double], actual: [Bool], predicted: [Bool]) {
            self.scores = scores
            self.actual = actual
            self.predicted = predicted
            order = scores.indices.sorted { scores[$0] > scores[$1] }
        }

        var figures: Label {
            let positives = actual.count { $0 }
            let hits = zip(actual, predicted).count { $0 && $1 }
            let either = zip(actual, predicted).count { $0 || $1 }
            let observed = Evaluation.Observed(
                f1: Metrics.f1(predicted: predicted, actual: actual), auc: Metrics.auc(scores: scores, actual: actual),
                averagePrecision: Metrics.averagePrecision(scores: scores, actual: actual))
            return Label(
                positives: positives, hits: hits, falseAlarms: either - positives, misses: positives - hits,
                f1: Estimate(f1OfBoth: hits, either: either, positives: positives),
                averagePrecision: observed.averagePrecision.flatMap {
                    Estimate(averagePrecision: $0, positives: positives)
                },
                auc: observed.auc.flatMap {
                    Estimate(auc: $0, positives: positives, negatives: actual.count - positives)
                },
                observed: observed)
        }

        /// Counts and average precision where each message stands so many times; nil where none that has the label does.
        func counts(_ times: [Int]) -> (hits: Int, predicted: Int, positives: Int, averagePrecision: Double?) {
            var (hits, guesses, positives) = (0, 0, 0)
            for message in actual.indices {
                if predicted[message] { guesses += times[message] }
                guard actual[message] else { continue }
                positives += times[message]
                if predicted[message] { hits += times[message] }
            }
            guard positives > 0 else { return (hits, guesses, 0, nil) }
            var (sum, found, seen, start) = (0.0, 0, 0, 0)
            while start < order.count {
                let score = scores[order[start]]
                var (end, new) = (start, 0)
                while end < order.count, scores[order[end]] == score {
                    seen += times[order[end]]
                    if actual[order[end]] { new += times[order[end]] }
                    end += 1
                }
                found += new
                if new > 0 { sum += Double(new) * Double(found) / Double(seen) }
                start = end
            }
            return (hits, guesses, positives, sum / Double(positives))
        }
    }

    /// The figures of messages that each stand some number of times.
    private struct Sample {
        let macroF1: Double?
        let microF1: Double?
        let macroAveragePrecision: Double?
        let labelRanking: Double?

        init(_ columns: [Column], _ rankings: [Double], times: [Int]) {
            var (f1, precision, held) = (0.0, 0.0, 0)
            var (hits, either) = (0, 0)
            for column in columns {
                let counts = column.counts(times)
                hits += counts.hits
                either += counts.predicted + counts.positives
                guard let averagePrecision = counts.averagePrecision else { continue }
                held += 1
                f1 += 2 * Double(counts.hits) / Double(counts.predicted + counts.positives)
                precision += averagePrecision
            }
            macroF1 = held > 0 ? f1 / Double(held) : nil
            macroAveragePrecision = held > 0 ? precision / Double(held) : nil
            microF1 = held > 0 ? 2 * Double(hits) / Double(either) : nil
            let total = times.reduce(0, +)
            labelRanking =
                held > 0 ? zip(rankings, times).reduce(0.0) { $0 + $1.0 * Double($1.1) } / Double(total) : nil
        }
    }
}

extension Estimate {
    /// A figure between the 2.5 % and the 97.5 % quantiles of what it is on samples drawn anew; nil without samples.
    fileprivate init?(_ value: Double, samples: [Double]) {
        guard !samples.isEmpty else { return nil }
        let sorted = samples.sorted()
        let low = sorted[Int(0.025 * Double(sorted.count - 1))]
        let high = sorted[Int((0.975 * Double(sorted.count - 1)).rounded(.up))]
        self.init(value: value, low: min(value, low), high: max(value, high))
    }
}

extension Evaluation {
    /// F1 of the positive label; where messages can have several, its mean over the labels.
    public var leadingF1: Estimate? { if let several { several.macroF1 } else { f1 } }

    /// Average precision of the positive label; where messages can have several, its mean over the labels.
    public var leadingAveragePrecision: Estimate? {
        if let several { several.macroAveragePrecision } else { averagePrecision }
    }

    /// Area under the ROC curve of the positive label; nil where messages can have several labels.
    public var leadingAUC: Estimate? { several == nil ? auc : nil }
}
