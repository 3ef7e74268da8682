import Journal
import Messages

extension LabelScheme {
    /// Names that an answer is written with: those of its labels; in a task of one label a message what stands for them all.
    func exportedNames(of answer: NamedAnswer) -> [String] {
        isSeveral ? answer.names : [answer.text].filter { !$0.isEmpty }
    }

    /// The places of an answer's labels among those of the scheme and behind them the former ones, ascending; nil for none in a task
    /// of one label a message.
    func exportedLabels(of answer: NamedAnswer, former: [String]) -> [Int]? {
        let places = exportedNames(of: answer).compactMap { name in
            index(ofName: name) ?? former.firstIndex(of: name).map { labels.count + $0 }
        }
        return places.isEmpty && !isSeveral ? nil : places.sorted()
    }

    /// Names among those of answers that the scheme has no more, in order.
    func formerNames(in answers: some Sequence<NamedAnswer>) -> [String] {
        Set(answers.flatMap(exportedNames).filter { index(ofName: $0) == nil }).sorted()
    }
}
