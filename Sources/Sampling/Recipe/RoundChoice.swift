/// The messages of a round while they are being chosen, by one strategy after another.
struct RoundChoice {
    private let context: RoundContext
    private var rows: Set<Int> = []
    /// Tells near copies of what is chosen; nil where they may be chosen as well.
    private var similar: SimilarRows?

    /// A choice among all candidates.
    init(from context: RoundContext) { self.context = context }

    /// A choice that holds one of near copies, as long as there is anything else.
    init(withoutNearCopiesFrom context: RoundContext) {
        self.init(from: context)
        similar = SimilarRows(context.words, lengths: context.wordLengths)
    }

    /// Lets a strategy choose some messages.
    ///
    /// - Parameter choose: chooses so many from what is left, or all of it; knows what is chosen already.
    /// - Returns: at most `count`, fewer where no candidates are left.
    /// - Complexity: one call where it finds no near copies; else two or three as a rule, at most 2 `count` + 2.
    mutating func add(
        _ count: Int, by choose: (_ count: Int, _ rest: RoundContext) throws -> [Selection]
    ) throws -> [Selection] {
        let found = try different(count, by: choose)
        guard found.count < count else { return found }
        return try Self.merged(found, take(choose(count - found.count, rest())))
    }

    /// Both, by falling scores where either stands so, as what ranks its candidates gives them; else one behind the other.
    private static func merged(_ found: [Selection], _ others: [Selection]) -> [Selection] {
        let isRanked = [found, others].allSatisfy { selections in
            let scores = selections.compactMap(\.score)
            return scores.count == selections.count && zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 }
        }
        guard isRanked else { return found + others }
        let all = found + others
        return all.indices.sorted { left, right in
            let (one, other) = (all[left].score ?? 0, all[right].score ?? 0)
            return one != other ? one > other : left < right
        }.map { all[$0] }
    }

    private func rest(without leftOut: Set<Int> = []) -> RoundContext {
        let rest = rows.isEmpty ? context : context.excluding(rows)
        return leftOut.isEmpty ? rest : rest.with(candidates: rest.candidates.filter { !leftOut.contains($0) })
    }

    private mutating func take(_ selections: [Selection]) -> [Selection] {
        for selection in selections {
            rows.insert(selection.row)
            similar?.add(selection.row)
        }
        return selections
    }

    /// Messages that are like none that is chosen, and not like each other.
    private mutating func different(
        _ count: Int, by choose: (Int, RoundContext) throws -> [Selection]
    ) throws -> [Selection] {
        guard similar != nil else { return [] }
        var found: [Selection] = []
        var leftOut: Set<Int> = []
        var wanted = count
        while found.count < count {
            let rest = rest(without: leftOut)
            guard !rest.candidates.isEmpty else { break }
            try context.monitor.checkCancellation()
            let chosen = try choose(min(wanted, rest.candidates.count), rest)
            let before = found.count
            var copied: Set<Int> = []
            for selection in chosen where found.count < count {
                if let other = similar?.firstLike(selection.row) {
                    copied.insert(other)
                } else {
                    found += take([selection])
                }
            }
            guard found.count < count, !chosen.isEmpty else { break }
            for row in copied.sorted() { leftOut.formUnion(context.nearCopies(of: row, among: rest.candidates)) }
            // Where one in five was new, five times as many are asked for.
            let new = max(1, found.count - before)
            wanted = (count - found.count) * ((chosen.count + new - 1) / new)
        }
        return found
    }
}
