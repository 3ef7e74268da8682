import Learning
import Messages

/// Texts made from those of a file: the first half of one and the second half of another, drawn at random, so that they have its
/// words and lengths.
struct DrawnTexts {
    private let words: [[Substring]]

    /// - Returns: nil where there are no texts.
    init?(_ pool: MessagePool) {
        guard !pool.isEmpty else { return nil }
        words = pool.texts.map { $0.split(separator: " ") }
    }

    func next(_ random: inout SeededRandom) -> String {
        let first = words[random.below(words.count)]
        let second = words[random.below(words.count)]
        return (first.prefix((first.count + 1) / 2) + second.suffix(second.count / 2)).joined(separator: " ")
    }
}
