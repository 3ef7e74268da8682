import HeapModule

/// The top-k of a list of scores, written once for all strategies.
enum HighestScores {
    private struct Entry: Comparable {
        let score: Double
        let second: Double
        let position: Int

        /// Lower is worse: the smaller score, among equal ones the smaller second score, then the higher position.
        static func < (left: Entry, right: Entry) -> Bool {
            if left.score != right.score { return left.score < right.score }
            if left.second != right.second { return left.second < right.second }
            return left.position > right.position
        }
    }

    /// Positions of the `count` highest scores, best first; equal scores go to the lower position.
    ///
    /// A score that is not a number counts as the lowest.
    /// - Parameter seconds: decide between equal scores; nil for none.
    /// - Complexity: O(*n* log *count*) time and O(*count*) space, with *n* scores.
    static func positions(_ count: Int, of scores: [Double], then seconds: [Double]? = nil) -> [Int] {
        guard count > 0 else { return [] }
        func number(_ score: Double?) -> Double {
            guard let score else { return 0 }
            return score.isNaN ? -.infinity : score
        }
        var best = Heap<Entry>()
        for (position, score) in scores.enumerated() {
            let entry = Entry(score: number(score), second: number(seconds?[position]), position: position)
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
