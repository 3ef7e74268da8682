import Learning

/// Where the activities of the model's neurons for a message stand among those for held-out messages: the shared part of outlier
/// sampling. The neurons are those of the output layer, or one for each label that measures how near the label is.
struct LogitRanks {
    /// Activities of the held-out messages for each neuron, ascending.
    private let sorted: [[Float]]
    /// Corpus rows × neurons, or for the rows of ``places`` alone.
    private let activities: Matrix
    private let places: [Int: Int]?
    /// Held-out messages that the ranks rest on.
    let heldOutCount: Int

    /// Ranks of the logits, as published.
    init(_ split: HeldOutSplit) {
        self.init(activities: split.outputs.logits, places: nil, heldOut: split.heldOut)
    }

    /// Ranks of nearness: a neuron for each label, as active as the message is near to the label's own messages. It is minus the mean
    /// distance to the nearest of those that the split's model learnt from, in the layers of that model (``Layers``).
    ///
    /// With two labels the logits mirror each other, so that their mean rank is one half for everything; a message far from both
    /// labels is below V for both. Distances to the training data in the layers of a network tell what is outside of it: Lee et
    /// al. 2018, label by label; Sun et al. 2022, by the nearest neighbours.
    /// - Parameters:
    ///   - training: what the round learns from, with labels.
    ///   - rows: further rows whose ranks will be asked for.
    /// - Complexity: O((rows + |V|) × |T| × (hidden units + entries of a row, or dense width)).
    init(
        nearnessIn split: HeldOutSplit, training: [Example], rows: [Int], features: FeatureRows, threads: Int
    ) {
        let heldOut = Set(split.heldOut)
        let kept = training.filter { !heldOut.contains($0.row) }
        let layers = Layers(
            hidden: split.outputs.hidden, features: features, scaledOn: split.heldOut,
            inputLength: Self.inputLength, threads: threads)
        let measured = split.heldOut + rows
        // A label that nothing is left of is no neuron; messages that have none of several labels are one, too.
        var rowsByLabel: [Int: [Int]] = [:]
        for example in kept {
            let labels = example.answer.labels
            for label in labels.isEmpty ? [-1] : labels { rowsByLabel[label, default: []].append(example.row) }
        }
        let columns = rowsByLabel.sorted { $0.key < $1.key }.map { _, rows in
            layers.meanDistances(of: measured, toNearest: Self.neighbours, of: rows.sorted())
        }
        var activities = Matrix(zeros: measured.count, columns.count)
        for (neuron, column) in columns.enumerated() {
            for (position, distance) in column.enumerated() { activities[position, neuron] = Float(-distance) }
        }
        self.init(
            activities: activities,
            places: Dictionary(zip(measured, measured.indices), uniquingKeysWith: { first, _ in first }),
            heldOut: split.heldOut)
    }

    /// Neighbours whose distances are averaged: one alone may be an odd message itself.
    private static let neighbours = 5
    /// Length of the input layer beside the hidden one, which knows the task's answer and hardly more.
    private static let inputLength = 1 / 0.3

    private init(activities: Matrix, places: [Int: Int]?, heldOut: [Int]) {
        self.activities = activities
        self.places = places
        heldOutCount = heldOut.count
        sorted = (0..<activities.columnCount).map { neuron in
            heldOut.compactMap { row in
                let place = places.map { $0[row] } ?? row
                return place.map { activities[$0, neuron] }
            }.filter { !$0.isNaN }.sorted()
        }
    }

    /// 1 − the mean rank of a row's activities over the neurons, in [0, 1]: 1 where every neuron is less active than it is
    /// for any held-out message; ½ for a row that was not measured.
    func outlierScore(of row: Int) -> Double {
        guard !sorted.isEmpty else { return 0 }
        guard let place = places.map({ $0[row] }) ?? row else { return 0.5 }
        let ranks = sorted.indices.map { Self.rank(activities[place, $0], among: sorted[$0]) }
        return clampedToUnit(1 - ranks.reduce(0, +) / Double(ranks.count))
    }

    /// The sum of a row's activities: tells apart what is below all held-out messages.
    func activity(of row: Int) -> Double {
        guard let place = places.map({ $0[row] }) ?? row else { return 0 }
        return sorted.indices.reduce(0) { $0 + Double(activities[place, $1]) }
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
