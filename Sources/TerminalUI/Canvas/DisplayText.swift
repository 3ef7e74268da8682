import Notation

/// A text as a terminal can show it: a list of glyphs with their widths in cells.
///
/// Nothing of a message reaches the terminal as a command: control characters become visible symbols, marks that turn
/// the writing direction are left out. Sequences that terminals disagree on are taken apart: joined emoji stand side by
/// side, a flag becomes its two letters.
public struct DisplayText: Sendable, Hashable {
    /// What takes one place in a line.
    public struct Glyph: Sendable, Hashable {
        /// A base character with the marks that sit on it.
        public var text: String
        /// 1 or 2 cells.
        public let width: Int
        /// Where its first scalar begins in the text's UTF-8.
        public let offset: Int

        var isSpace: Bool { text == " " }
    }

    /// From left to right.
    public private(set) var glyphs: [Glyph] = []

    /// - Complexity: O(scalars).
    public init(_ text: String, from start: Int = 0) {
        var offset = start
        for scalar in text.unicodeScalars {
            defer { offset += UTF8.width(scalar) }
            switch Self.width(of: scalar) {
            case 0:
                guard !Self.isLeftOut(scalar), !glyphs.isEmpty else { continue }
                glyphs[glyphs.count - 1].text.unicodeScalars.append(scalar)
            case let width:
                glyphs.append(Glyph(text: Self.shown(scalar), width: width, offset: offset))
            }
        }
    }

    init(_ glyphs: some Sequence<Glyph>) {
        self.glyphs = Array(glyphs)
    }

    /// Cells that the text takes.
    public var width: Int { glyphs.reduce(0) { $0 + $1.width } }

    /// The text with blanks behind it, up to so many cells.
    func padded(to cells: Int) -> String {
        glyphs.map(\.text).joined() + String(repeating: " ", count: max(0, cells - width))
    }

    /// The text cut to `limit` cells, ending in `mark` where something was cut off.
    public func truncated(to limit: Int, mark: String = "…") -> DisplayText {
        guard width > limit else { return self }
        let end = DisplayText(mark)
        var room = limit - end.width
        guard room >= 0 else { return DisplayText([Glyph]()) }
        var kept: [Glyph] = []
        for glyph in glyphs {
            guard glyph.width <= room else { break }
            room -= glyph.width
            kept.append(glyph)
        }
        return DisplayText(kept + end.glyphs)
    }

    /// Cells of one scalar: 0 for marks, 2 for wide ones (Unicode Standard Annex 11: W and F, and emoji).
    static func width(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value == 0xAD ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x20000...0x3FFFD:
            return 2
        case 0x1160...0x11FF: return 0
        case 0x1F1E6...0x1F1FF: return 1
        default: return scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format || scalar.properties.isVariationSelector || scalar.value == 0xAD
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: return " "
        case 0x1F1E6...0x1F1FF:
            return Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41).map { String(Character($0)) } ?? "?"
        default: return String(Character(TerminalText.visible(scalar) ?? " "))
        }
    }
}

extension DisplayText {
    /// Lines of at most `width` cells, broken at spaces where there are any, at the line breaks of the text, and
    /// inside a word only where it is wider than a line.
    ///
    /// - Complexity: O(scalars).
    public static func wrapped(_ text: String, width: Int) -> [DisplayText] {
        guard width > 0 else { return [] }
        let paragraphs = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        return paragraphs.flatMap { paragraph in
            let start = text.utf8.distance(from: text.startIndex, to: paragraph.startIndex)
            return wrappedParagraph(DisplayText(String(paragraph), from: start), width: width)
        }
    }

    private static func wrappedParagraph(_ text: DisplayText, width: Int) -> [DisplayText] {
        var lines: [DisplayText] = []
        var line: [Glyph] = []
        var used = 0
        var lastSpace: Int?
        // A glyph wider than a whole line has no place anywhere.
        for glyph in text.glyphs where glyph.width <= width {
            if used + glyph.width > width, glyph.isSpace {
                lines.append(DisplayText(line))
                (line, used, lastSpace) = ([], 0, nil)
                continue
            }
            // Twice, where the word that moves down fills the next line but for half of a wide glyph.
            while used + glyph.width > width {
                if let space = lastSpace {
                    lines.append(DisplayText(line[..<space]))
                    line = Array(line[(space + 1)...])
                } else {
                    lines.append(DisplayText(line))
                    line = []
                }
                used = line.reduce(0) { $0 + $1.width }
                lastSpace = nil
            }
            if glyph.isSpace { lastSpace = line.count }
            line.append(glyph)
            used += glyph.width
        }
        return lines + [DisplayText(line)]
    }
}

extension UTF8 {
    /// Bytes of a scalar.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x80: 1
        case 0x80..<0x800: 2
        case 0x800..<0x10000: 3
        default: 4
        }
    }
}
