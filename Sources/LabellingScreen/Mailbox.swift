import Annotation
import Journal
import Threads

/// Where other threads leave what they have for the terminal's thread.
public final class Mailbox: Sendable {
    /// What is left for the terminal's thread.
    public enum Letter: Sendable {
        /// How far a round has come, or what has come of it.
        case round(RoundReport)
        /// How far vectors have come, and which they are.
        case vectors(TextVectors.Progress, identity: String)
        /// Lines of others of the team; the own line behind which all their journals were looked at, nil for no such look.
        case others([String: [JournalLine]], behind: Int?)
        /// What a model doubts, where somebody decides; nil where none could be learnt yet.
        case doubt(ModelDoubt?)
        /// Something to tell the annotator.
        case notice(String)
    }

    private let letters = Lock<[Letter]>([])

    public init() {}

    /// Leaves a letter; the terminal's thread has to be woken for it.
    public func put(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
    }

    func takeAll() -> [Letter] {
        letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}
