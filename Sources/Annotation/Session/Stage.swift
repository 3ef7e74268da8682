/// Where a session stands.
public enum Stage: Sendable, Hashable {
    /// Random items that measure the model and are never trained on.
    case evaluation(done: Int, of: Int)
    /// Random items to train the first model on. `done` may exceed `of` while the first round is being learnt or while
    /// there is a label with fewer than two: `rarest`, its index.
    case seed(done: Int, of: Int, rarest: Int?)
    /// Items that the recipe chose with a model; `done` may exceed `of` while the next round is being learnt.
    case active(round: Int, done: Int, of: Int)
    /// Every message is labelled or skipped.
    case finished(skipped: Int)
}
