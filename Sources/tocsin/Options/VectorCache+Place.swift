import Annotation
import Foundation

extension VectorCache {
    /// `NAME.vectors` beside `NAME.journal.jsonl`, or beside messages.
    convenience init(besides path: String, _ source: EncoderSource) {
        self.init(path: CachePlace.vectors(besides: path), digest: source.digest, arithmetic: source.arithmetic)
    }
}
