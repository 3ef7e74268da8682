/// Draws labels in turn, and of each label an example that has it and then one that has it not; each such group of examples in an
/// order shuffled anew whenever it is used up.
///
/// Labels that all examples have, or none, say nothing and are not drawn.
struct BalancedAnswers {
    private var turns: ShuffledTurns
    /// For each label the share of the draws that have it.
    let shares: [Double]

    init(examples: [Example], labelCount: Int) {
        var groups: [[Int]] = []
        for label in 0..<labelCount {
            let holding = examples.indices.filter { examples[$0].answer.has(label) }
            guard !holding.isEmpty, holding.count < examples.count else { continue }
            groups += [holding, examples.indices.filter { !examples[$0].answer.has(label) }]
        }
        turns = ShuffledTurns(groups)
        // A group gives each of its examples as many draws.
        var draws = [Double](repeating: 0, count: examples.count)
        for group in groups { for index in group { draws[index] += 1 / Double(group.count * groups.count) } }
        var shares = [Double](repeating: 0, count: labelCount)
        for (index, example) in examples.enumerated() {
            for label in example.answer.labels where label < labelCount { shares[label] += draws[index] }
        }
        self.shares = shares
    }

    var isEmpty: Bool { turns.count == 0 }
    /// Two for each label that is drawn.
    var groupCount: Int { turns.count }

    mutating func next(_ random: inout SeededRandom) -> Int { turns.next(&random) }
}
