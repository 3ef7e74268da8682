import Learning
import Messages

/// Tells everything that feature rows are computed from from anything else: all texts in the order of their rows, the
/// settings, and the number of the way in which rows are made.
///
/// No label counts, nor who gives them: all who label the same messages with the same sets have the same rows.
struct FeatureKey: Hashable {
    /// In sixteen hexadecimal digits.
    let digits: String

    /// - Complexity: O(1).
    init(of corpus: Corpus, settings: FeatureSettings) {
        var hash = FNV1a()
        func add(_ text: String) {
            for byte in text.utf8 { hash.add(byte) }
            // No byte of UTF-8: what follows is something else.
            hash.add(0xFF)
        }
        for pool in [corpus.pool, corpus.training?.pool, corpus.evaluation?.pool] {
            add(pool.map { "\($0.count) \($0.digest)" } ?? "none")
        }
        add("\(settings)")
        add("\(FeatureExtractor.algorithm)")
        digits = hash.digits
    }
}
