import Journal
import Messages

extension LabelScheme {
    /// Names that an answer is written with: those of its labels; in a task of one label a message what stands for them all.
    func exportedNames(of answer: NamedAnswer) -> [String] {
        isSeveral ? answer.names : [answer.text].filter { !$0.isEmpty }
    }

    /// The places of an answer's labels among those of the scheme and behind them the former ones, ascending; nil for none in a task
    /// of one label a message. A label that got another name since has the place of that name.
    func exportedLabels(of answer: NamedAnswer, former: [String]) -> [Int]? {
        let places = exportedNames(of: answer).compactMap { name in
            currentName(of: name).flatMap(index(ofName:))
                ?? former.firstIndex(of: name).map { labels.count + $0 }
        }
        return places.isEmpty && !isSeveral ? nil : Set(places).sorted()
    }

    /// Names among those of answers that the scheme has no more, under no other name either, in order.
    func formerNames(in answers: some Sequence<NamedAnswer>) -> [String] {
        Set(answers.flatMap(exportedNames).filter { currentName(of: $0) == nil }).sorted()
    }
}
