/// A hidden layer that has learnt one task, to start another from.
///
/// With the layer frozen and a new output layer this is transfer learning as in R. Monarch's figure 1: a model of the
/// labels A–D becomes one of the labels W–Z. With the layer moving too it is fine-tuning (note 1 of the article).
public struct HiddenLayer: Sendable, Hashable {
    /// For each column of the rows that it will be used on, its row in ``weights``, or −1.
    let weightRows: [Int32]
    /// By column what its row counts for it; empty where each counts once.
    var shares: [Float] = []
    /// Rows of ``unitCount`` weights.
    let weights: [Float]
    /// Weights of the numbers of a dense row; empty without.
    var denseWeights: [Float] = []
    let bias: [Float]

    /// Units of the layer.
    public var unitCount: Int { bias.count }

    /// The layer for rows whose columns stand for other features: weights go by the features' names, and a feature
    /// that the first task did not know has none.
    ///
    /// - Parameters:
    ///   - from: names of the features by column, for the rows that the layer was learnt on.
    ///   - to: names of the features by column, for the rows that it will be used on.
    /// - Complexity: O(columns).
    public func renamed(from: some Sequence<UInt64>, to: some Sequence<UInt64>) -> HiddenLayer {
        var known: [UInt64: Int] = [:]
        for (column, name) in from.enumerated() where column < weightRows.count && weightRows[column] >= 0 {
            known[name] = column
        }
        let columns = to.map { known[$0] }
        return HiddenLayer(
            weightRows: columns.map { $0.map { weightRows[$0] } ?? -1 },
            shares: shares.isEmpty ? [] : columns.map { $0.map { shares[$0] } ?? 1 }, weights: weights,
            denseWeights: denseWeights, bias: bias)
    }

    /// The layer without what it has learnt of dense rows.
    public var ofWordsAlone: HiddenLayer {
        HiddenLayer(weightRows: weightRows, shares: shares, weights: weights, bias: bias)
    }

    /// Features that it has weights for.
    public var knownFeatureCount: Int { weightRows.count { $0 >= 0 } }
}

extension Classifier {
    /// The hidden layer, for another task on the same columns.
    public var hiddenLayer: HiddenLayer {
        HiddenLayer(
            weightRows: weightRows, shares: shares, weights: inputWeights, denseWeights: denseWeights, bias: hiddenBias)
    }

    /// The output layer alone.
    public var outputLayer: OutputLayer {
        OutputLayer(
            weights: Matrix(rowCount: labelCount, columnCount: hiddenCount, elements: outputWeights),
            bias: outputBias)
    }
}
