/// What can be written of a message; the name is that of its column.
public enum ExportField: String, Sendable, CaseIterable {
    case id, text
    /// The label that holds; where a message can have several, the list of those that do, in a column `labels`.
    case label
    /// `training` or `evaluation`.
    case set
    /// Round of the queue that the message came from; 0 before the first.
    case round
    /// The strategy that chose it.
    case strategy
    /// The score it was chosen with.
    case score
    /// Who gave the label.
    case annotator
    /// When it was given, in UTC.
    case time
    /// How long the message was on the screen.
    case seconds
    case note
    /// Whether it is marked for a second look.
    case flag
    /// Whether it was left without a label.
    case skipped
    /// Whether the label went to it as to a copy of a labelled text.
    case spread
    /// `gone` where the message is not there any more, `changed` where its text is not the one that it was labelled for.
    case change
    /// How the label of several annotators came about: `single`, `unanimous`, `majority`, `decision` or `tie`.
    case source
    /// How many annotators have labelled it.
    case votes

    /// Those that are written of a message that several have labelled, where none are named.
    public static let ofTeam: [ExportField] = [.id, .text, .label, .set, .source, .votes]
    /// Those that are written of each annotator's labels, where none are named.
    public static let ofLabels: [ExportField] = [
        .id, .text, .label, .annotator, .time, .seconds, .set, .round, .strategy,
    ]
    /// Those that are written where none are named.
    public static let standard: [ExportField] = [.id, .text, .label, .set, .round, .strategy, .score]
}
