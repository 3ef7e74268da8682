/// What has to be there before a key does something.
public enum Need: Sendable, Hashable {
    case nothing
    /// A message to be labelled or skipped.
    case messageToLabel
    case message
    case somethingDone
    case severalLabels
    case model
    /// A message that was labelled, to compare others with it.
    case comparison
    case unsavedLines
    case unreadRows
    /// Others who label here as well.
    case team
    /// A label that more annotators give than any other.
    case majority
    /// Something that was decided here.
    case decision

    /// Why the key does nothing now; nil where it does something.
    func reason(in content: ScreenContent) -> String? {
        switch self {
        case .nothing: nil
        case .messageToLabel: content.card == nil ? "there is no message to label" : nil
        case .message: content.card == nil ? "there is no message" : nil
        case .somethingDone: content.canUndo ? nil : "there is nothing to undo"
        case .severalLabels: content.canLearn ? nil : "at least two different labels are needed to learn from"
        case .model:
            if content.isModelKept {
                "the model is still being learnt; the words come with it"
            } else {
                content.hasModel ? nil : "there is no model yet"
            }
        case .comparison: content.past.isEmpty ? "nothing is labelled yet" : nil
        case .unsavedLines: content.isUnsaved ? nil : "everything is saved where it belongs"
        case .unreadRows: content.problemCount == 0 ? "every row could be read" : nil
        case .team: content.isTeam ? nil : "you label alone; several label in a team's folder: tocsin label FOLDER"
        case .majority: content.card == nil ? "there is no message to decide on" : content.whyNoMajority
        case .decision: content.hasDecided ? nil : "nothing is decided yet"
        }
    }
}
