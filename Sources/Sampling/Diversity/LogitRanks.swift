import Learning

/// Where a message's logits stand among those of held-out messages: the shared part of outlier sampling.
struct LogitRanks {
    /// Logits of the held-out messages for each output neuron, ascending.
    private let sorted: [[Float]]
    private let outputs: ModelOutputs
    /// Held-out messages that the ranks rest on.
    let heldOutCount: Int

    init(_ split: HeldOutSplit) {
        outputs = split.outputs
        heldOutCount = split.heldOut.count
        sorted = (0..<split.outputs.logits.columnCount).map { neuron in
            split.heldOut.map { split.outputs.logits[$0, neuron] }.filter { !$0.isNaN }.sorted()
        }
    }

    /// 1 − the mean rank of a row's logits over the neurons, in [0, 1]: 1 where every neuron is less active than it is
    /// for any held-out message.
    func outlierScore(of row: Int) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let ranks = sorted.indices.map { Self.rank(outputs.logits[row, $0], among: sorted[$0]) }
        return clampedToUnit(1 - ranks.reduce(0, +) / Double(ranks.count))
    }

    /// The rank of a value among ascending values, as a fraction: 0 below all, 1 above all, between two neighbours by
    /// linear interpolation, the middle of its equals where it has any, ½ where there is nothing to rank among.
    ///
    /// - Complexity: O(log *n*).
    static func rank(_ value: Float, among sorted: [Float]) -> Double {
        guard let last = sorted.last, let first = sorted.first, !value.isNaN else { return 0.5 }
        if value < first { return 0 }
        if value > last { return 1 }
        guard sorted.count > 1, first < last else { return 0.5 }
        let below = lowerBound(value, sorted)
        var above = below
        while above < sorted.count, sorted[above] == value { above += 1 }
        let position: Double
        if above > below {
            position = Double(below + above - 1) / 2
        } else {
            let (low, high) = (Double(sorted[below - 1]), Double(sorted[below]))
            position = Double(below - 1) + (Double(value) - low) / (high - low)
        }
        return position / Double(sorted.count - 1)
    }

    /// The first position whose value is not below `value`.
    private static func lowerBound(_ value: Float, _ sorted: [Float]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
