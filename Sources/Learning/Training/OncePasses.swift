/// Passes in which no example comes twice: of each label some, drawn at random, or all that there are of it.
struct OncePasses {
    private let byLabel: [[Int]]
    private let itemsPerLabel: Int

    /// - Parameter itemsPerLabel: at most so many of each label a pass; nil for all.
    init(examples: [Example], labelCount: Int, itemsPerLabel: Int?) {
        var byLabel = [[Int]](repeating: [], count: labelCount)
        for (index, example) in examples.enumerated() where byLabel.indices.contains(example.label) {
            byLabel[example.label].append(index)
        }
        self.byLabel = byLabel
        self.itemsPerLabel = max(0, itemsPerLabel ?? examples.count)
    }

    /// Examples of a pass.
    var count: Int { byLabel.reduce(0) { $0 + min(itemsPerLabel, $1.count) } }

    /// Positions of the examples of one pass, all labels mixed.
    ///
    /// - Complexity: O(examples).
    func next(_ random: inout SeededRandom) -> [Int] {
        var pass = byLabel.flatMap { random.sample(itemsPerLabel, from: $0) }
        random.shuffle(&pass)
        return pass
    }
}
