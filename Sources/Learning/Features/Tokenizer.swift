/// Cuts a message into words, tags, names, links, numbers and signs; or, where features are words between white space, into
/// these.
///
/// Letters of every script are lower-cased; a link becomes one kind of token whatever its address, a number its
/// magnitude; signs of scripts that put no space between words (Chinese, Japanese, Thai …) and emoji stand alone.
public struct Tokenizer: Sendable {
    /// What a token is.
    public enum Kind: UInt8, Sendable {
        case word = 1
        case number, link, name, tag, sign
    }

    /// A piece of a message.
    public struct Token: Sendable, Hashable {
        /// What it is.
        public let kind: Kind
        let scalars: [Unicode.Scalar]

        /// What it says; nothing for a link, the number of its digits for a number.
        public var text: String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            return String(view)
        }
    }

    let words: FeatureSettings.Words

    public init(words: FeatureSettings.Words = .tokens) {
        self.words = words
    }

    /// - Complexity: O(scalars).
    public func tokens(of text: String) -> [Token] {
        if words == .spaced { return Self.spacedWords(of: text).map { Token(kind: .word, scalars: Array($0)) } }
        var tokens: [Token] = []
        visitTokens(of: Array(text.lowercased().unicodeScalars)) { token, _ in tokens.append(token) }
        return tokens
    }

    /// Calls `visit` with each token of a lower-cased text, in order, and with where it stands among the scalars.
    @inline(__always)
    func visitTokens(of scalars: [Unicode.Scalar], _ visit: (Token, Range<Int>) -> Void) {
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            if Self.startsLink(scalars, position) {
                let end = Self.end(scalars, position) { !$0.properties.isWhitespace }
                visit(Token(kind: .link, scalars: []), position..<end)
                position = end
            } else if scalar == "@" || scalar == "#", position + 1 < scalars.count, Self.isWord(scalars[position + 1]) {
                let end = Self.end(scalars, position + 1) { Self.isWord($0) || $0 == "_" }
                let word = Self.withoutApostrophes(scalars[position + 1..<end])
                visit(Token(kind: scalar == "@" ? .name : .tag, scalars: word), position..<end)
                if scalar == "#" { visit(Token(kind: .word, scalars: word), position..<end) }
                position = end
            } else if Self.isUnspaced(scalar) {
                visit(Token(kind: .word, scalars: [scalar]), position..<position + 1)
                position += 1
            } else if Self.isDigit(scalar) {
                let end = Self.end(scalars, position) { Self.isDigit($0) || $0 == "." || $0 == "," }
                let digits = scalars[position..<end].count(where: Self.isDigit)
                visit(Token(kind: .number, scalars: Array(String(digits).unicodeScalars)), position..<end)
                position = end
            } else if Self.isWord(scalar) {
                let end = Self.end(scalars, position) {
                    (Self.isWord($0) || $0 == "'" || $0 == "’") && !Self.isUnspaced($0)
                }
                visit(Token(kind: .word, scalars: Self.withoutApostrophes(scalars[position..<end])), position..<end)
                position = end
            } else {
                if scalar == "!" || scalar == "?" || Self.isEmoji(scalar) {
                    visit(Token(kind: .sign, scalars: [scalar]), position..<position + 1)
                }
                position += 1
            }
        }
    }

    /// What stands between white space, of which Python's `str.split` has four separators more than Unicode.
    static func spacedWords(of text: String) -> [Substring.UnicodeScalarView] {
        text.unicodeScalars.split(whereSeparator: isSeparator)
    }

    static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(scalar)
    }

    private static func withoutApostrophes(_ scalars: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        var word = Array(scalars)
        if word.contains(where: isApostrophe) { word.removeAll(where: isApostrophe) }
        return word
    }

    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "’" }

    private static func end(
        _ scalars: [Unicode.Scalar], _ start: Int, while holds: (Unicode.Scalar) -> Bool
    ) -> Int {
        var end = start
        while end < scalars.count, holds(scalars[end]) { end += 1 }
        return end
    }

    private static func startsLink(_ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        guard scalars[position] == "h" || scalars[position] == "w" else { return false }
        return linkStarts.contains { start in
            guard position + start.count <= scalars.count else { return false }
            for offset in 0..<start.count where scalars[position + offset] != start[offset] { return false }
            return true
        }
    }

    private static let linkStarts = ["http://", "https://", "www."].map { Array($0.unicodeScalars) }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar >= "0" && scalar <= "9" : scalar.properties.generalCategory == .decimalNumber
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar >= "a" && scalar <= "z" || scalar >= "0" && scalar <= "9" }
        return switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber:
            true
        default: false
        }
    }

    /// Scripts written without spaces between words.
    static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x203C && scalar.properties.isEmojiPresentation
    }
}
