import Annotation
import Learning
import Messages
import Threads

/// What makes probabilities of a block of lines.
enum BlockScorer: Sendable {
    /// Words alone, message by message.
    case words(WordsPool)
    /// With an encoder's vectors, which are made of all messages of a block at once.
    case meaning(TextModel, any TextEncoder)

    /// Bytes of a block.
    func blockSize(threads: Int) -> Int {
        switch self {
        case .words: Self.pieceSize * 4 * threads
        case .meaning: Self.pieceSize
        }
    }

    /// Bytes that a thread takes at a time.
    static let pieceSize = 1 << 15
}

/// Scorers that threads take one of, and put back: each keeps what it has looked up of scalars.
final class WordsPool: Sendable {
    private let model: TextScorer
    private let free = Lock<[TextScorer]>([])

    init(_ model: TextScorer) { self.model = model }

    func withScorer<Result>(_ body: (inout TextScorer) -> Result) -> Result {
        var scorer = free.withLock { $0.popLast() } ?? model
        let result = body(&scorer)
        free.withLock { [scorer] in $0.append(scorer) }
        return result
    }
}
