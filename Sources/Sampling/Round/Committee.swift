import Answers
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
    /// Where a message can have several labels: what the members say of each row, in place of ``votes``.
    private let several: [LabelOpinions]

    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: a training and a pass over the rows for each member; holds as many models at once as threads, and
    ///   the members' probabilities of all rows.
    init(
        _ rotation: Rotation, rows: FeatureRows, loss: Loss = .softmax, threads: Int, monitor: WorkMonitor
    ) throws {
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
        self.init(memberProbabilities: probabilities, loss: loss, threads: threads)
    }

    /// The committee whose members gave these probabilities, each rows × K. A vote goes to the most probable label, and
    /// to the lower one of two.
    init(memberProbabilities members: [Matrix], loss: Loss = .softmax, threads: Int = 1) {
        let labels = members.first?.columnCount ?? 0
        memberCount = members.count
        labelCount = labels
        guard loss == .softmax else {
            votes = []
            divergences = []
            several = Parallel.flatMap(rangesOf: members.first?.rowCount ?? 0, threads: threads) { range in
                range.map { row in LabelOpinions(members.map { $0.row(row) }) }
            }
            return
        }
        several = []
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

    /// What members say of a message that can have several labels: each label is a vote of its own, for it from one half on.
    struct LabelOpinions: Sendable {
        /// Vote entropy of the labels as a share of ln 2: their mean, and the largest.
        let meanEntropy: Double, largestEntropy: Double
        /// Mean Kullback–Leibler divergence of the members to the consensus as a share of ln 2: the mean of the labels, and the
        /// largest.
        let meanDivergence: Double, largestDivergence: Double
        /// Members whose whole answer is not the one that most of them give.
        let dissenters: Int

        init(_ members: [ArraySlice<Float>]) {
            let labels = members.first?.count ?? 0
            let count = Double(max(1, members.count))
            let largest = Entropy.nats(labels: 2)
            var (entropies, divergences) = ((sum: 0.0, most: 0.0), (sum: 0.0, most: 0.0))
            var answers = [LabelIndices](repeating: [], count: members.count)
            for label in 0..<labels {
                var (mean, entropy, votes) = (0.0, 0.0, 0)
                for (member, row) in members.enumerated() {
                    let probability = Double(row[row.startIndex + label])
                    mean += probability / count
                    entropy += Entropy.nats(ofOne: probability) / count
                    guard probability >= 0.5 else { continue }
                    votes += 1
                    answers[member].insert(label)
                }
                let split = Entropy.nats(ofOne: Double(votes) / count) / largest
                let apart = max(0, Entropy.nats(ofOne: mean) - entropy) / largest
                entropies = (entropies.sum + split, max(entropies.most, split))
                divergences = (divergences.sum + apart, max(divergences.most, apart))
            }
            let share = Double(max(1, labels))
            (meanEntropy, largestEntropy) = (entropies.sum / share, entropies.most)
            (meanDivergence, largestDivergence) = (divergences.sum / share, divergences.most)
            let most = Dictionary(answers.map { ($0, 1) }, uniquingKeysWith: +).values.max() ?? 0
            dissenters = members.count - most
        }

        func entropy(_ aggregation: LabelAggregation) -> Double {
            aggregation == .mean ? meanEntropy : largestEntropy
        }

        func divergence(_ aggregation: LabelAggregation) -> Double {
            aggregation == .mean ? meanDivergence : largestDivergence
        }
    }

    /// What is said of a row of a task of several labels; nil of one.
    func opinions(on row: Int) -> LabelOpinions? { several.isEmpty ? nil : several[row] }

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
