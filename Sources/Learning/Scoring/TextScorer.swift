import Arithmetic

/// What a model of words alone says of texts, one after the other: the probabilities of ``TextModel/probabilities(for:vectors:threads:monitor:)``,
/// bit for bit, many times as fast and in memory that does not grow.
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
    private var features: TextFeatures
    private var sort = BucketSort()
    /// Columns of a text in the upper bits, so that they are spread over all numbers.
    private var order: [UInt64] = []
    private let shift: Int
    private var columns: [UInt32] = []
    private var values: [Float] = []
    private var rows: [Int32] = []
    private var hidden: [Float]
    private var probabilities: [Float]

    /// - Throws: ``WordsAreNotEnough``.
    /// - Complexity: O(features).
    public init(_ model: TextModel) throws(WordsAreNotEnough) {
        if let meaning = model.meaning { throw WordsAreNotEnough(encoder: meaning.encoder) }
        classifier = model.classifier
        weights = FeatureWeights(of: model.vocabulary)
        features = TextFeatures(model.vocabulary)
        shift = max(1, model.vocabulary.columnCount).leadingZeroBitCount
        hidden = Array(repeating: 0, count: model.classifier.hiddenCount)
        probabilities = Array(repeating: 0, count: model.classifier.labelCount)
    }

    /// K probabilities of a text.
    ///
    /// - Parameter text: UTF-8, valid: what is not is a programmer's mistake.
    /// - Complexity: O(bytes + known features × hidden units).
    public mutating func probabilities(of text: ArraySlice<UInt8>) -> [Float] {
        text.withUnsafeBufferPointer { countColumns(features.columns(of: $0)) }
        values.withUnsafeMutableBufferPointer { values in
            columns.withUnsafeBufferPointer { weights.apply(to: values, of: $0) }
        }
        keepWeighted()
        rows.withUnsafeBufferPointer { rows in
            values.withUnsafeBufferPointer { values in
                hidden.withUnsafeMutableBufferPointer { hidden in
                    probabilities.withUnsafeMutableBufferPointer { probabilities in
                        classifier.hiddenBias.withUnsafeBufferPointer { bias in
                            classifier.activate(rows, values, beginning: bias, hidden: hidden, at: 0)
                        }
                        classifier.score(UnsafeBufferPointer(hidden), 0, logits: probabilities, at: 0)
                        Softmax.apply(probabilities, 0, count: classifier.labelCount)
                    }
                }
            }
        }
        return probabilities
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
            values[rows.count] = values[entry]
            rows.append(row)
        }
        values.removeLast(values.count - rows.count)
    }
}
