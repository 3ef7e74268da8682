import Answers

/// Choosing several labels for a message, one key each, and giving them as one answer.
extension ScreenState {
    /// What is chosen for a message, and has not been given yet.
    struct Choice: Sendable, Hashable {
        /// The message that it is for; it holds for no other.
        let row: Int
        var labels: LabelIndices
        /// Whether it was asked for that none holds: the same once more says so.
        var isNoneAsked = false
    }

    /// The labels that are chosen for the message in front: those of this sitting's keys, else those that it has already, or
    /// where somebody decides, that most annotators give.
    public var chosenLabels: LabelIndices {
        guard let card = content.card else { return [] }
        return choice.flatMap { $0.row == card.row ? $0.labels : nil } ?? card.given.union(content.labelsOfMost)
    }

    /// Whether keys have chosen labels for the message in front.
    var isChoosing: Bool { choice.map { $0.row == content.card?.row } ?? false }

    /// Gives the message in front a label more, with what it implies, or takes it away, with what implies it.
    mutating func toggle(_ label: Int) {
        guard let row = content.card?.row else { return }
        choice = Choice(row: row, labels: content.implications.toggled(label, in: chosenLabels))
    }

    /// Gives what is chosen as the answer; that none holds, only where it is said twice.
    mutating func give() -> [Effect] {
        guard let row = content.card?.row else { return [] }
        let labels = chosenLabels
        if labels.isEmpty, choice.map({ $0.row == row && $0.isNoneAsked }) != true {
            choice = Choice(row: row, labels: [], isNoneAsked: true)
            content.notice = "no label is chosen; \(keyMap.name(of: .confirm)) again: none of them holds"
            return []
        }
        leaveMessage()
        return [.label(.several(labels))]
    }

    /// Whether the labels that are chosen differ from those of another state of the same message.
    public func choosesOtherwise(than other: ScreenState) -> Bool {
        content.isSeveral && choice != other.choice
    }
}
