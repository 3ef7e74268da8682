import Answers

extension LabelScheme {
    /// An answer as this task takes it: with what its labels imply; nil where a label is not the task's, or where it is an answer
    /// of the other kind of task.
    public func checked(_ answer: Answer) -> Answer? {
        switch answer {
        case .one(let label): isSeveral || !labels.indices.contains(label) ? nil : answer
        case .several(let some):
            isSeveral && some.allSatisfy(labels.indices.contains) ? .several(implications.completed(some)) : nil
        }
    }

    /// Titles of an answer's labels as a person reads them: `water, food`; "none" where none holds.
    public func title(of answer: Answer) -> String {
        let titles = answer.labels.map { labels.indices.contains($0) ? labels[$0].title : "label \($0)" }
        return titles.isEmpty ? "none" : titles.joined(separator: ", ")
    }

    /// What labels imply, by their own words and by those of what they imply.
    static func implications(of labels: [Label], isSeveral: Bool) throws(LabelSchemeError) -> Implications {
        let names = labels.map(\.name)
        var implied: [[Int]] = []
        for label in labels {
            if !label.implies.isEmpty, !isSeveral { throw .impliesInTaskOfOne(label: label.name) }
            var indices: [Int] = []
            for name in label.implies {
                let index = labels.firstIndex { other in
                    ([other.name] + other.also).contains { folded($0) == folded(name) }
                }
                guard let index else { throw .unknownImplied(name, label: label.name, known: names) }
                indices.append(index)
            }
            implied.append(indices)
        }
        guard isSeveral else { return Implications() }
        if let circle = circle(in: implied) { throw .impliesInCircle(circle.map { names[$0] }) }
        return Implications(
            closures: labels.indices.map { label in
                var all: LabelIndices = []
                var left = [label]
                while let next = left.popLast() {
                    guard !all.contains(next) else { continue }
                    all.insert(next)
                    left += implied[next]
                }
                return all
            })
    }

    /// Labels of which each implies the next, and the last the first, which stands at the end again; nil where there are none.
    private static func circle(in implied: [[Int]]) -> [Int]? {
        var isDone = [Bool](repeating: false, count: implied.count)
        for start in implied.indices where !isDone[start] {
            // The way from the start, with the place of the next label to follow from each.
            var way = [(label: start, next: 0)]
            while let (label, next) = way.last {
                guard next < implied[label].count else {
                    isDone[label] = true
                    way.removeLast()
                    continue
                }
                way[way.count - 1].next += 1
                let follower = implied[label][next]
                if let place = way.firstIndex(where: { $0.label == follower }) {
                    return way[place...].map(\.label) + [follower]
                }
                if !isDone[follower] { way.append((follower, 0)) }
            }
        }
        return nil
    }
}
