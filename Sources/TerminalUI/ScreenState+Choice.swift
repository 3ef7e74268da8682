import Answers

/// Choosing several labels for a message, one key each, and giving them as one answer.
extension ScreenState {
    /// The labels that are chosen for the message in front: those of this sitting's keys, else those that it has already, or
    /// where somebody decides, that most annotators give.
    public var chosenLabels: LabelIndices {
        guard let card = content.card else { return [] }
        return choices[card.row] ?? card.given.union(content.labelsOfMost)
    }

    /// Whether keys have chosen labels for the message in front.
    var isChoosing: Bool { content.card.map { choices[$0.row] != nil } ?? false }

    /// Gives the message in front a label more, with what it implies, or takes it away, with what implies it.
    mutating func toggle(_ label: Int) {
        guard let row = content.card?.row else { return }
        choices[row] = content.implications.toggled(label, in: chosenLabels)
    }

    /// The same for a message of a list, which comes to the front so.
    mutating func toggle(_ label: Int, of row: ScreenContent.Row) {
        choices[row.row] = content.implications.toggled(label, in: choices[row.row] ?? row.given)
    }

    /// Gives what is chosen as the answer; that none holds, only where it is said twice.
    mutating func give() -> [Effect] {
        guard let row = content.card?.row else { return [] }
        let labels = chosenLabels
        if labels.isEmpty, noneAsked != row {
            (choices[row], noneAsked) = ([], row)
            content.notice = "no label is chosen; \(keyMap.name(of: .confirm)) again: none of them holds"
            return []
        }
        leaveMessage()
        return [.label(.several(labels))]
    }

    /// Whether the labels that are chosen differ from those of another state.
    public func choosesOtherwise(than other: ScreenState) -> Bool {
        content.isSeveral && (choices != other.choices || noneAsked != other.noneAsked)
    }
}
