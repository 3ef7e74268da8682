import Answers
import Journal
import Messages

extension LabelScheme {
    /// What a line's names say by the indices of this task; nil where the label has no place here any more, or where they are
    /// several and the task takes one.
    ///
    /// Of an answer of several a label that was retired is no part any more; the others hold.
    /// One label of a task that took one is, where several are taken, an answer with that label.
    public func answer(named given: NamedAnswer) -> Answer? {
        if !isSeveral {
            let names = given.names
            return names.count == 1 ? index(ofName: names[0]).map(Answer.one) : nil
        }
        var labels: LabelIndices = []
        for name in given.names {
            if let index = index(ofName: name) { labels.insert(index) }
        }
        return .several(labels)
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

    /// What an answer of somebody's journal is called here: see ``currentName(of:)``; nil where a label has no place.
    public func currentNames(of given: NamedAnswer) -> NamedAnswer? {
        if given.isSeveral { return NamedAnswer(several: given.names.compactMap(currentName)) }
        return given.names.first.flatMap(currentName).map(NamedAnswer.one)
    }
}
