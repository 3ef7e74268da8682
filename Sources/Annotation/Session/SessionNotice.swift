import Learning

/// Something that happened between two keys and that the annotator should read.
public enum SessionNotice: Sendable {
    /// A new round took over; `before` is the evaluation of the model it replaced.
    case roundDone(ranking: Ranking, before: Evaluation?)
    /// A round that the annotator asked for is being learnt.
    case learning(round: Int)
    /// Nothing can be learnt yet: the queue in use is computed again first.
    case restoring
    /// A round that the annotator asked for is learnt; it takes over with the next message.
    case roundReady(round: Int)
    /// A recipe that the annotator asked for has chosen; its queue takes over with the next message.
    case queueReady(recipe: String)
    /// A round could not be learnt; labelling goes on with the queue at hand.
    case roundFailed(String)
    /// A round was asked for while fewer than two labels have been used.
    case cannotLearnYet
    /// The queue in use was learnt from vectors that are not there any more; a new round takes its place.
    case queueLost
    /// The own share is used up: so many messages of others' shares were taken.
    case claimed(count: Int)
    /// Lines of somebody else contradict those before them: they are not read any further.
    case othersUnsound(name: String, reason: String)
    /// A line that the session wrote contradicts its own history.
    case lineRefused(String)
}
