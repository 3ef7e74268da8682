import Annotation
import Foundation

extension VectorCache {
    /// `NAME.vectors` beside `NAME.journal.jsonl`, or beside messages.
    convenience init(besides path: String, _ source: EncoderSource) {
        let ending = ".journal.jsonl"
        let name =
            path.hasSuffix(ending)
            ? String(path.dropLast(ending.count)) : MessageFileName.stem(of: path).path
        self.init(path: name + ".vectors", digest: source.digest, arithmetic: source.arithmetic)
    }
}
