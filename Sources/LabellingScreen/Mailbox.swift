import Annotation
import Threads

/// Where other threads leave what they have for the terminal's thread.
public final class Mailbox: Sendable {
    /// What is left for the terminal's thread.
    public enum Letter: Sendable {
        /// How far a round has come, or what has come of it.
        case round(RoundReport)
        /// How far vectors have come, and which they are.
        case vectors(TextVectors.Progress, identity: String)
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
