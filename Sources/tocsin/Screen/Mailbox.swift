import Annotation
import Threads

/// Where other threads leave what they have for the terminal's thread.
final class Mailbox: Sendable {
    enum Letter: Sendable {
        case round(RoundReport)
        /// Something to tell the annotator.
        case notice(String)
    }

    private let letters = Lock<[Letter]>([])

    func put(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
    }

    func takeAll() -> [Letter] {
        letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}
