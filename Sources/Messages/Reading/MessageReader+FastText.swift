extension MessageReader {
    static let fastTextMark = "__label__"

    /// The labels that a line of fastText begins with, and the text behind them.
    static func fastText(_ line: String) -> (labels: [String], text: String) {
        var rest = line[...]
        var labels: [String] = []
        while true {
            rest = rest.drop { $0.isWhitespace }
            guard rest.hasPrefix(fastTextMark) else { break }
            let word = rest.prefix { !$0.isWhitespace }
            labels.append(String(word.dropFirst(fastTextMark.count)))
            rest = rest[word.endIndex...]
        }
        return (labels, String(rest))
    }
}
