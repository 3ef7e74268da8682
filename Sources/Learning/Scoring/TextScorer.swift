import Arithmetic

/// What a model of words alone says of texts, one after the other: the probabilities of
/// ``TextModel/probabilities(for:vectors:threads:monitor:)`` to a millionth, faster, and in bounded memory.
///
/// Sums over features are taken word by word, and what words come to is kept. Texts in which a feature stands more than eight
/// times, or with very long words, are summed feature by feature. Which way a text goes depends on the text alone,
/// and so do the bits: neither on texts before nor on threads.
///
/// It holds room for one text. Each thread takes a copy, which shares the model's weights.
///
/// ```swift
/// var scorer = try TextScorer(model)
/// let probabilities = scorer.probabilities(of: Array("a flood at the mill".utf8)[...])
/// ```
public struct TextScorer: Sendable {
    /// A model that has learnt from an encoder cannot do with words.
    public struct WordsAreNotEnough: Error, Hashable, CustomStringConvertible {
        /// What the encoder is called.
        public let encoder: String

        public var description: String {
            "this model has learnt from the encoder \(encoder), and reads more than words"
        }
    }

    private let classifier: Classifier
    private let weights: FeatureWeights
    private let isWeighted: Bool
    private var tokens: TokenSpans
    private var features: TextFeatures
    private var sort = BucketSort<UInt64>()
    /// Columns of a text in the upper bits, so that they are spread over all numbers.
    private var order: [UInt64] = []
    private let shift: Int
    private var columns: [UInt32] = []
    private var values: [Float] = []
    private var rows: [Int32] = []
    private var wordSums: WordSums
    private var marks = ColumnMarks()
    private var repeats: [ColumnMarks.Repeat] = []
    /// Of a text's words, the rows of ``wordSums``, each counted once.
    private var wordRows: [Int32] = []
    private var ones: [Float] = []
    /// By column, what is asked of one that stands in a text, in one place of the memory.
    private let single: [Single]
    private let zeros: [Float]
    private var sum: [Float]
    private var hidden: [Float]
    private var probabilities: [Float]

    /// What a feature comes to.
    private struct Single: Sendable {
        /// What it is worth where it comes once.
        let worth: Float
        /// Its row of weights; −1 for none.
        let row: Int32
        /// Its share of that row.
        let share: Float
    }

    /// Tokens of a text that is summed word by word.
    private static let tokenLimit = 1_024

    /// - Throws: ``WordsAreNotEnough``.
    /// - Complexity: O(features).
    public init(_ model: TextModel) throws(WordsAreNotEnough) {
        if let meaning = model.meaning { throw WordsAreNotEnough(encoder: meaning.encoder) }
        classifier = model.classifier
        weights = FeatureWeights(of: model.vocabulary)
        isWeighted = model.vocabulary.settings.isWeighted
        tokens = TokenSpans(words: model.vocabulary.settings.words)
        features = TextFeatures(model.vocabulary)
        shift = max(1, model.vocabulary.columnCount).leadingZeroBitCount
        let (classifier, weights, columnCount) = (classifier, weights, model.vocabulary.columnCount)
        single = weights.withView { weights in
            classifier.weightRows.indices.prefix(columnCount).map { column in
                Single(
                    worth: weights.unit(column), row: classifier.weightRows[column],
                    share: classifier.share(ofColumn: column))
            }
        }
        wordSums = WordSums(hiddenCount: model.classifier.hiddenCount)
        zeros = Array(repeating: 0, count: model.classifier.hiddenCount)
        sum = zeros
        hidden = zeros
        probabilities = Array(repeating: 0, count: model.classifier.labelCount)
    }

    /// K probabilities of a text.
    ///
    /// - Parameter text: UTF-8, valid: what is not is a programmer's mistake.
    /// - Complexity: O(bytes + known features × hidden units).
    public mutating func probabilities(of text: ArraySlice<UInt8>) -> [Float] {
        text.withUnsafeBufferPointer { tokens.read($0) }
        if !sumWords() { sumFeatures() }
        hidden.withUnsafeMutableBufferPointer { hidden in
            probabilities.withUnsafeMutableBufferPointer { probabilities in
                classifier.score(UnsafeBufferPointer(hidden), 0, logits: probabilities, at: 0)
                classifier.loss.apply(probabilities, 0, count: classifier.labelCount)
            }
        }
        return probabilities
    }

    // MARK: Feature by feature

    /// Sums over the features in their order.
    private mutating func sumFeatures() {
        features.find(in: tokens)
        countColumns(features.columns)
        values.withUnsafeMutableBufferPointer { values in
            columns.withUnsafeBufferPointer { weights.apply(to: values, of: $0) }
        }
        keepWeighted()
        rows.withUnsafeBufferPointer { rows in
            values.withUnsafeBufferPointer { values in
                classifier.hiddenBias.withUnsafeBufferPointer { bias in
                    hidden.withUnsafeMutableBufferPointer {
                        classifier.activate(rows, values, beginning: bias, hidden: $0, at: 0)
                    }
                }
            }
        }
    }

    /// Brings columns into their order, on which the bits of every sum depend, each with how often it came.
    private mutating func countColumns(_ found: [UInt32]) {
        order.removeAll(keepingCapacity: true)
        for column in found { order.append(UInt64(column) << UInt64(shift)) }
        sort.sort(&order)
        columns.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, order[end] == order[start] { end += 1 }
            columns.append(UInt32(truncatingIfNeeded: order[start] >> UInt64(shift)))
            values.append(Float(end - start))
            start = end
        }
    }

    /// Columns without weights have counted for the length alone.
    private mutating func keepWeighted() {
        rows.removeAll(keepingCapacity: true)
        for entry in columns.indices {
            let row = classifier.weightRows[Int(columns[entry])]
            guard row >= 0 else { continue }
            values[rows.count] = values[entry] * classifier.share(ofColumn: Int(columns[entry]))
            rows.append(row)
        }
        values.removeLast(values.count - rows.count)
    }

    // MARK: Word by word

    /// Sums over words.
    ///
    /// A feature that comes c times has been counted c times, where it has to count 1 + ln c times: the difference is added.
    ///
    /// - Returns: whether the text is one for this way.
    private mutating func sumWords() -> Bool {
        let spans = tokens.spans
        guard spans.count <= Self.tokenLimit,
            spans.allSatisfy({ !$0.hasRuns || $0.range.count <= WordSums.longestWord }),
            wordSums.makeRoom(tokens: spans.count)
        else { return false }
        marks.begin()
        wordRows.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        var squares = addWords(spans)
        features.removeAll()
        features.addOwn(of: spans, withRuns: false)
        features.lookUp()
        features.columns.withUnsafeBufferPointer { marks.count($0) }
        marks.find(&repeats)
        guard repeats.allSatisfy({ $0.times <= RowSums.mostTimes }) else { return false }
        let weights = weights
        weights.withView { weights in
            for column in features.columns {
                let value = single[Int(column)].worth
                squares += Double(value) * Double(value)
                add(column, value)
            }
            guard isWeighted else { return }
            for entry in repeats {
                squares += weights.excessOfSquares(ofCount: entry.times, Int(entry.column))
                add(entry.column, Float(weights.excess(ofCount: entry.times, Int(entry.column))))
            }
        }
        finish(scale: isWeighted && squares > 0 ? Float(1 / squares.squareRoot()) : 1)
        return true
    }

    private mutating func addWords(_ spans: [TokenSpans.Span]) -> Double {
        wordSums.touch(spans.lazy.filter(\.hasRuns).map(\.feature))
        for span in spans where span.hasRuns { wordRows.append(Int32(truncatingIfNeeded: number(of: span))) }
        var squares = 0.0
        for row in wordRows {
            squares += wordSums.squares(Int(row))
            wordSums.withColumns(Int(row)) { marks.count($0) }
        }
        return squares
    }

    private mutating func number(of span: TokenSpans.Span) -> Int {
        tokens.units.withUnsafeBufferPointer { units in
            let word = TextFeatures.word(span, units)
            if let number = wordSums.number(span.feature, word) { return number }
            features.removeAll()
            features.addWhole(span.feature, word)
            features.lookUp()
            return wordSums.keep(span.feature, word, features.columns, idf: weights.idf, classifier)
        }
    }

    @inline(__always)
    private mutating func add(_ column: UInt32, _ value: Float) {
        let entry = single[Int(column)]
        guard entry.row >= 0 else { return }
        rows.append(entry.row)
        values.append(value * entry.share)
    }

    /// ReLU of bias + scale · (sums of words + sums of single features).
    private mutating func finish(scale: Float) {
        while ones.count < wordRows.count { ones.append(1) }
        sum.withUnsafeMutableBufferPointer { sum in
            zeros.withUnsafeBufferPointer { zeros in
                wordRows.withUnsafeBufferPointer { wordRows in
                    ones.withUnsafeBufferPointer { ones in
                        wordSums.sums.withUnsafeBufferPointer { table in
                            LinearMath.weightedSum(
                                rows: wordRows, values: UnsafeBufferPointer(rebasing: ones[..<wordRows.count]),
                                weights: table, start: zeros, to: sum, at: 0, width: classifier.hiddenCount)
                        }
                    }
                }
            }
            hidden.withUnsafeMutableBufferPointer { hidden in
                rows.withUnsafeBufferPointer { rows in
                    values.withUnsafeBufferPointer {
                        classifier.sum(rows, $0, beginning: UnsafeBufferPointer(sum), to: hidden, at: 0)
                    }
                }
                classifier.hiddenBias.withUnsafeBufferPointer { bias in
                    for unit in hidden.indices { hidden[unit] = max(0, bias[unit] + scale * hidden[unit]) }
                }
            }
        }
    }
}
