/// The name that somebody meant who wrote one that there is not.
///
/// Near is what a third of its letters tells apart at most, by the distance of R. Lowrance & R. A. Wagner (1975,
/// doi:10.1145/321879.321880) between neighbours: a letter too many, one missing, another one, or two exchanged. Capitals, hyphens,
/// underscores and spaces count for nothing; the whole beginning of a name stands for it.
public enum NearName {
    /// The nearest of the names, of equally near ones the first; nil where none is near.
    ///
    /// - Complexity: O(names), on the first 60 letters of each.
    public static func nearest(to written: String, among names: some Sequence<String>) -> String? {
        let letters = folded(written)
        guard !letters.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        for name in names where name != written {
            let other = folded(name)
            let limit = max(letters.count, other.count) / 3
            let isBeginning = letters.count >= 3 && other.starts(with: letters)
            let far = distance(letters, other)
            guard far <= limit || isBeginning else { continue }
            let measured = isBeginning ? min(far, 1) : far
            if best.map({ measured < $0.distance }) ?? true { best = (name, measured) }
        }
        return best?.name
    }

    /// ` (did you mean 'text'?)`; empty where no name is near.
    public static func hint(for written: String, among names: some Sequence<String>) -> String {
        nearest(to: written, among: names).map { " (did you mean '\($0)'?)" } ?? ""
    }

    private static func folded(_ name: String) -> [Character] {
        Array(name.lowercased().filter { !"-_ ".contains($0) }.prefix(60))
    }

    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in one.indices {
            var next = [row + 1]
            for column in other.indices {
                let isSame = one[row] == other[column]
                var least = min(next[column] + 1, last[column + 1] + 1, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                next.append(least)
            }
            (beforeLast, last) = (last, next)
        }
        return last[other.count]
    }
}
