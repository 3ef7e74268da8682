import HeapModule

/// The top-k of a list of scores, written once for all strategies.
enum HighestScores {
    private struct Entry: Comparable {
        let score: Double
        let position: Int

        /// Lower is worse: the smaller score, and among equal scores the higher position.
        static func < (left: Entry, right: Entry) -> Bool {
            left.score != right.score ? left.score < right.score : left.position > right.position
        }
    }

    /// Positions of the `count` highest scores, best first; equal scores go to the lower position.
    ///
    /// A score that is not a number counts as the lowest.
    /// - Complexity: O(*n* log *count*) time and O(*count*) space, with *n* scores.
    static func positions(_ count: Int, of scores: [Double]) -> [Int] {
        guard count > 0 else { return [] }
        var best = Heap<Entry>()
        for (position, score) in scores.enumerated() {
            let entry = Entry(score: score.isNaN ? -.infinity : score, position: position)
            if best.count < count {
                best.insert(entry)
            } else if let worst = best.min, worst < entry {
                best.replaceMin(with: entry)
            }
        }
        var positions: [Int] = []
        positions.reserveCapacity(best.count)
        while let entry = best.popMax() { positions.append(entry.position) }
        return positions
    }
}
