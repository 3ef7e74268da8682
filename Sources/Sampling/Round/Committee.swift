import Learning
import Threads

/// The models of a rotation as a committee that votes on every row of the corpus.
///
/// Dagan & Engelson 1995 (vote entropy); McCallum & Nigam 1998 (Kullback–Leibler divergence to the consensus).
struct Committee: Sendable {
    let memberCount: Int
    let labelCount: Int
    /// Votes for each label, rows × K.
    private let votes: [UInt16]
    /// Mean over the members of KL(member ‖ consensus) in nats, for each row.
    let divergences: [Double]

    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: a training and a pass over the rows for each member; holds as many models at once as threads, and
    ///   the members' probabilities of all rows.
    init(_ rotation: Rotation, rows: FeatureRows, threads: Int, monitor: WorkMonitor) throws {
        let members = rotation.foldCount
        var probabilities: [Matrix] = []
        while probabilities.count < members {
            let done = probabilities.count
            let models = Parallel.map(min(max(1, threads), members - done), threads: threads) { index in
                try? rotation.model(of: done + index, rows: rows, monitor: monitor)
            }
            try monitor.checkCancellation()
            for case let model? in models { probabilities.append(model.probabilities(for: rows, threads: threads)) }
            monitor.report(0.9 * Double(probabilities.count) / Double(members))
        }
        self.init(memberProbabilities: probabilities, threads: threads)
    }

    /// The committee whose members gave these probabilities, each rows × K. A vote goes to the most probable label, and
    /// to the lower one of two.
    init(memberProbabilities members: [Matrix], threads: Int = 1) {
        let labels = members.first?.columnCount ?? 0
        memberCount = members.count
        labelCount = labels
        let opinions = Parallel.flatMap(rangesOf: members.first?.rowCount ?? 0, threads: threads) { range in
            range.map { Opinion(on: $0, members, labels: labels) }
        }
        votes = opinions.flatMap(\.votes)
        divergences = opinions.map(\.divergence)
    }

    private struct Opinion {
        var votes: [UInt16]
        let divergence: Double

        init(on row: Int, _ members: [Matrix], labels: Int) {
            votes = Array(repeating: 0, count: labels)
            var mean = [Double](repeating: 0, count: labels)
            var entropies = 0.0
            let start = row * labels
            for member in members {
                var best = 0
                for label in 0..<labels {
                    let probability = member.elements[start + label]
                    mean[label] += Double(probability) / Double(members.count)
                    if probability > member.elements[start + best] { best = label }
                }
                if labels > 0 { votes[best] += 1 }
                entropies += Entropy.nats(member.elements[start..<start + labels]) / Double(members.count)
            }
            // Mean of KL(pₘ ‖ p̄) = H(p̄) − mean of H(pₘ).
            divergence = max(0, Entropy.nats(mean) - entropies)
        }
    }

    /// Votes for each label of a row.
    func votes(on row: Int) -> ArraySlice<UInt16> { votes[row * labelCount..<(row + 1) * labelCount] }

    /// Members that did not vote as most did.
    func dissenters(on row: Int) -> Int { memberCount - Int(votes(on: row).max() ?? 0) }

    /// Entropy of the votes as a share of the largest possible: −Σ (v / M) log (v / M) / log K.
    func voteEntropy(on row: Int) -> Double {
        guard labelCount > 1, memberCount > 0 else { return 0 }
        // In one order, so that the same votes for other labels are equal to the last bit.
        let shares = votes(on: row).sorted(by: >).map { Double($0) / Double(memberCount) }
        return clampedToUnit(Entropy.nats(shares) / Entropy.nats(labels: labelCount))
    }
}
