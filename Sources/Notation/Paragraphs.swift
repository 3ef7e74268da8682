/// The paragraphs of a plain text, whatever width its author broke its lines at.
public struct Paragraphs: Sendable, Hashable {
    /// A paragraph, an item of a list, a heading, or an empty line.
    public struct Paragraph: Sendable, Hashable {
        /// What it says, in one line, with the blanks that it begins with; empty for an empty line.
        public let text: String
        /// Characters that its further lines stand to the right: behind the mark of a list's item.
        public let indent: Int
    }

    /// In the order of the text.
    public private(set) var paragraphs: [Paragraph] = []

    /// A line is taken for the going on of the one before where its first word would have made that one longer than the
    /// lines of the text are: its author had to break there, and did not wish to.
    ///
    /// - Complexity: O(bytes).
    public init(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Line.init)
        // Nobody breaks lines by hand that are longer, and shorter ones are broken for their own sake.
        let width = max(50, lines.map(\.count).filter { $0 <= 100 }.max() ?? 0)
        var open: (text: String, indent: Int, last: Line)?
        func close() {
            if let open { paragraphs.append(Paragraph(text: open.text, indent: open.indent)) }
            open = nil
        }
        for line in lines {
            if let before = open, before.last.isBroken(before: line, width: width) {
                open = ("\(before.text) \(line.words)", before.indent, line)
                continue
            }
            close()
            if line.words.isEmpty {
                paragraphs.append(Paragraph(text: "", indent: 0))
            } else {
                open = (String(repeating: " ", count: line.margin) + line.words, line.margin + line.mark, line)
            }
        }
        close()
    }

    /// The first sentence that asks something; nil where none does.
    public var firstQuestion: String? {
        for paragraph in paragraphs {
            var sentence = ""
            let characters = Array(paragraph.text)
            for (place, character) in characters.enumerated() {
                sentence.append(character)
                let isLast = place + 1 == characters.count || characters[place + 1].isWhitespace
                guard Self.ends.contains(character), isLast || !character.isASCII else { continue }
                if Self.questionMarks.contains(character) {
                    return String(sentence.drop { !$0.isLetter && !$0.isNumber && $0 != "¿" })
                }
                sentence = ""
            }
        }
        return nil
    }

    private static let questionMarks: Set<Character> = ["?", "？", "؟"]
    private static let ends = questionMarks.union([".", "!", "…", "。", "！", "۔", "।"])

    /// A line as its author wrote it.
    private struct Line {
        /// Blanks before it.
        let margin: Int
        /// What it says, without the blanks around it.
        let words: String
        /// Characters of the mark that makes it an item of a list, with the blanks behind; 0 for none.
        let mark: Int

        var count: Int { margin + words.count }

        init(_ line: Substring) {
            let text = line.drop(while: \.isWhitespace)
            margin = line.count - text.count
            words = String(text.reversed().drop(while: \.isWhitespace).reversed())
            mark = Self.mark(of: words)
        }

        private static func mark(of words: String) -> Int {
            let sign = words.prefix { !$0.isWhitespace }
            let isNumber = sign.count > 1 && ".)".contains(sign.last ?? " ") && sign.dropLast().allSatisfy(\.isNumber)
            guard isNumber || ["-", "*", "+", "•", "–", "—"].contains(sign), sign.count < words.count else { return 0 }
            return sign.count + words.dropFirst(sign.count).prefix(while: \.isWhitespace).count
        }

        /// Whether a line was broken here for want of room.
        func isBroken(before next: Line, width: Int) -> Bool {
            guard !words.isEmpty, !next.words.isEmpty, next.mark == 0, count <= width else { return false }
            return count + 1 + next.words.prefix { !$0.isWhitespace }.count > width
        }
    }
}
