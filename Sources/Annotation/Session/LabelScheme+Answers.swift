import Answers
import Journal
import Messages

extension LabelScheme {
    /// What a line's names say by the indices of this task; nil where the label has no place here any more, or where they are
    /// several and the task takes one.
    ///
    /// Of an answer of several a label that was retired is no part any more; the others hold, with what they imply now. Where none
    /// is left the answer says nothing: that none of today's labels holds is more than was said.
    /// One label of a task that took one is, where several are taken, an answer with that label.
    public func answer(named given: NamedAnswer) -> Answer? {
        let names = given.names
        if !isSeveral { return names.count == 1 ? index(ofName: names[0]).map(Answer.one) : nil }
        var labels: LabelIndices = []
        for name in names {
            if let index = index(ofName: name) { labels.insert(index) }
        }
        return labels.isEmpty && !names.isEmpty ? nil : .several(implications.completed(labels))
    }

    /// What a label teaches and measures: what it names, and nothing where it waits for a second look because a label of it was
    /// split, as any part of that may hold.
    public func answer(of record: LabelRecord) -> Answer? {
        let given = record.event.answer
        if isSeveral, record.isDoubted, given.names.contains(where: { index(ofName: $0) == nil }) { return nil }
        return answer(named: given)
    }

    /// Whether two answers of one journal say the same today; by their names where one has no place.
    public func isSame(_ one: NamedAnswer, _ other: NamedAnswer) -> Bool {
        if one == other { return true }
        guard let one = answer(named: one), let other = answer(named: other) else { return false }
        return one == other
    }

    /// An answer as a line has it.
    public func names(of answer: Answer) -> NamedAnswer {
        func name(_ label: Int) -> String { labels.indices.contains(label) ? labels[label].name : "" }
        switch answer {
        case .one(let label): return .one(name(label))
        case .several(let some): return NamedAnswer(several: some.map(name))
        }
    }

    /// Titles of an answer's labels as a person reads them; names that the scheme has no label for as they are.
    public func title(of given: NamedAnswer) -> String {
        let titles = given.names.sorted { (index(ofName: $0) ?? labels.count) < (index(ofName: $1) ?? labels.count) }
            .map { name in index(ofName: name).map { labels[$0].title } ?? name }
        return titles.isEmpty ? "none" : titles.joined(separator: ", ")
    }

    /// What an answer of somebody's journal says by the indices of this task: see ``currentNames(of:in:)``.
    public func answer(named given: NamedAnswer, in history: LabelHistory?) -> Answer? {
        currentNames(of: given, in: history).flatMap { answer(named: $0) }
    }

    /// What an answer of somebody's journal is called here: see ``currentName(of:)``; nil where a label has no place.
    ///
    /// Of several labels one that the journal itself has retired is no part of the answer any more. One that the journal still
    /// has, and this scheme not, comes from a task file of another day: without it the answer would say that it does not hold.
    /// - Parameter history: of the journal that has the answer.
    public func currentNames(of given: NamedAnswer, in history: LabelHistory?) -> NamedAnswer? {
        let names = given.names
        if !isSeveral { return names.count == 1 ? currentName(of: names[0]).map(NamedAnswer.one) : nil }
        var current: [String] = []
        for name in names {
            if let name = currentName(of: name) {
                current.append(name)
            } else if history?.labelNames?.contains(name) == true {
                return nil
            }
        }
        return current.isEmpty && !names.isEmpty ? nil : NamedAnswer(several: current)
    }
}
