import Answers
import Journal

extension Array where Element: Hashable {
    /// What more of them are than anything else; nil where several things are as many.
    fileprivate var mostFrequent: Element? {
        let counts = reduce(into: [Element: Int]()) { $0[$1, default: 0] += 1 }
        guard let most = counts.values.max() else { return nil }
        let leading = counts.filter { $0.value == most }.keys
        return leading.count == 1 ? leading.first : nil
    }

    /// What more than half of sets have, where of everything either more or fewer than half have it.
    fileprivate func heldByMost<Member: Hashable>(_ members: (Element) -> some Sequence<Member>) -> [Member]? {
        var counts: [Member: Int] = [:]
        for set in self { for member in members(set) { counts[member, default: 0] += 1 } }
        guard !isEmpty, !counts.values.contains(where: { 2 * $0 == count }) else { return nil }
        return counts.filter { 2 * $0.value > count }.map(\.key)
    }
}

extension [Answer] {
    /// What most say: of one label a message the label that more say than any other; of several the labels that more than half
    /// say. Nil where one label has as many as another, or half of all say it.
    var majority: Answer? {
        guard case .several? = first else { return mostFrequent }
        return heldByMost(\.labels).map { .several(LabelIndices($0)) }
    }
}

extension [NamedAnswer] {
    /// As of answers by indices.
    var majority: NamedAnswer? {
        guard first?.isSeveral == true else { return mostFrequent }
        return heldByMost(\.names).map { NamedAnswer(several: $0) }
    }
}
