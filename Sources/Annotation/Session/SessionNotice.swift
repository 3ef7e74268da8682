import Learning

/// Something that happened between two keys and that the annotator should read.
public enum SessionNotice: Sendable {
    /// A new round took over; `before` is the evaluation of the model it replaced.
    case roundDone(ranking: Ranking, before: Evaluation?)
    /// A round could not be learnt; labelling goes on with the queue at hand.
    case roundFailed(String)
    /// A round was asked for while fewer than two labels have been used.
    case cannotLearnYet
    /// The queue in use was learnt from vectors that are not there any more; a new round takes its place.
    case queueLost
    /// A line that the session wrote contradicts its own history.
    case lineRefused(String)
}
