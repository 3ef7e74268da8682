/// Passes in which no example comes twice: of each label some, drawn at random, or all that there are of it.
struct OncePasses {
    private let byLabel: [[Int]]
    private let itemsPerLabel: Int
    private let isSeveral: Bool

    /// - Parameters:
    ///   - itemsPerLabel: at most so many of each label a pass; nil for all.
    ///   - isSeveral: whether an example can have several labels, and come once for each of them; so many are then drawn of those that
    ///     have none as well.
    init(examples: [Example], labelCount: Int, itemsPerLabel: Int?, isSeveral: Bool = false) {
        self.isSeveral = isSeveral
        var byLabel = [[Int]](repeating: [], count: isSeveral ? labelCount + 1 : labelCount)
        if isSeveral {
            for (index, example) in examples.enumerated() {
                let labels = example.answer.labels.filter { $0 < labelCount }
                for label in labels.isEmpty ? [labelCount] : labels { byLabel[label].append(index) }
            }
            self.byLabel = byLabel
            self.itemsPerLabel = max(0, itemsPerLabel ?? examples.count)
            return
        }
        for (index, example) in examples.enumerated() where byLabel.indices.contains(example.label) {
            byLabel[example.label].append(index)
        }
        self.byLabel = byLabel
        self.itemsPerLabel = max(0, itemsPerLabel ?? examples.count)
    }

    /// Examples of a pass; of several labels at most.
    var count: Int { byLabel.reduce(0) { $0 + min(itemsPerLabel, $1.count) } }

    /// Positions of the examples of one pass, all labels mixed.
    ///
    /// - Complexity: O(examples).
    func next(_ random: inout SeededRandom) -> [Int] {
        var pass = byLabel.flatMap { random.sample(itemsPerLabel, from: $0) }
        if isSeveral { pass = Set(pass).sorted() }
        random.shuffle(&pass)
        return pass
    }
}
