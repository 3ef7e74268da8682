/// Deals examples that can have several labels into folds so that each label is spread evenly, the rarest with most care: iterative
/// stratification (K. Sechidis, G. Tsoumakas & I. Vlahavas, *On the Stratification of Multi-Label Data* 2011,
/// doi:10.1007/978-3-642-23808-6_10).
///
/// Of the labels that undealt examples have, the one that fewest of them have is taken up. Each of its examples goes to the fold that
/// lacks most of that label, among equals to the one that lacks most examples, then by chance. Those that have no label are dealt
/// last. No fold has more than one example more than another.
enum StratifiedFolds {
    /// The fold of each example, 0 ..< `foldCount`.
    ///
    /// - Complexity: O(labels × (examples + labels) + examples × (labels + folds)).
    static func folds(
        of examples: [Example], labelCount: Int, foldCount: Int, random: inout SeededRandom
    ) -> [Int] {
        var order = Array(examples.indices)
        random.shuffle(&order)
        var fold = [Int](repeating: -1, count: examples.count)
        var room = (0..<foldCount).map { examples.count / foldCount + ($0 < examples.count % foldCount ? 1 : 0) }
        var left = [Int](repeating: 0, count: labelCount)
        for example in examples { for label in example.answer.labels where label < labelCount { left[label] += 1 } }
        var wanted = left.map { Array(repeating: Double($0) / Double(foldCount), count: foldCount) }
        func deal(_ index: Int, to place: Int) {
            fold[index] = place
            room[place] -= 1
            for label in examples[index].answer.labels where label < labelCount {
                left[label] -= 1
                wanted[label][place] -= 1
            }
        }
        func best(lacking lack: (Int) -> Double) -> Int {
            var found: [Int] = []
            for candidate in room.indices where room[candidate] > 0 {
                guard let first = found.first else {
                    found = [candidate]
                    continue
                }
                let (one, other) = ((lack(candidate), room[candidate]), (lack(first), room[first]))
                if one > other { found = [candidate] } else if one == other { found.append(candidate) }
            }
            return found.isEmpty ? 0 : found[found.count > 1 ? random.below(found.count) : 0]
        }
        while let label = left.indices.filter({ left[$0] > 0 }).min(by: { (left[$0], $0) < (left[$1], $1) }) {
            for index in order where fold[index] < 0 && examples[index].answer.has(label) {
                deal(index, to: best(lacking: { wanted[label][$0] }))
            }
        }
        for index in order where fold[index] < 0 { deal(index, to: best(lacking: { _ in 0 })) }
        return fold
    }
}
