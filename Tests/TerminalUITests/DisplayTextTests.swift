import Testing

@testable import TerminalUI

@Test(
    "widths are those of Unicode Standard Annex 11",
    arguments: [
        ("flood", 5), ("洪水", 4), ("e\u{301}", 1), ("é", 1), ("🔥", 2), ("ｱ", 1), ("Ａ", 2), ("한국", 4), ("ไทย", 3),
        ("بحر", 3), ("हिन्दी", 5), ("❤\u{FE0F}", 1), ("\u{200B}\u{200D}", 0), ("", 0), ("\u{1F1E6}\u{1F1F9}", 2),
        ("\u{1112}\u{1161}", 2),
    ])
func widths(text: String, width: Int) {
    #expect(DisplayText(text).width == width)
}

@Test("nothing of a message is a command to the terminal")
func controlsAreShown() {
    let text = DisplayText("a\u{1B}[2Jb\u{7}c\u{9B}d\u{7F}e\tf\u{202E}g\u{2028}h")
    let shown = text.glyphs.map(\.text).joined()
    #expect(shown == "a\u{241B}[2Jb\u{2407}c\u{FFFD}d\u{2421}e fg h")
    for scalar in shown.unicodeScalars {
        #expect(![.control, .format].contains(scalar.properties.generalCategory))
    }
}

@Test("a text is cut at glyphs, with a mark, and never wider than asked")
func truncation() {
    #expect(DisplayText("flooding").truncated(to: 5).glyphs.map(\.text).joined() == "floo…")
    #expect(DisplayText("洪水警報").truncated(to: 4).glyphs.map(\.text).joined() == "洪…")
    #expect(DisplayText("flood").truncated(to: 5).glyphs.map(\.text).joined() == "flood")
    #expect(DisplayText("flood").truncated(to: 0).glyphs.isEmpty)
    #expect(DisplayText("flood").truncated(to: 2, mark: "...").glyphs.isEmpty)
}

@Test("lines break at spaces, at line breaks, and in a word only where it is wider than a line")
func wrapping() {
    func lines(_ text: String, _ width: Int) -> [String] {
        DisplayText.wrapped(text, width: width).map { $0.glyphs.map(\.text).joined() }
    }
    #expect(lines("the river is rising fast", 10) == ["the river", "is rising", "fast"])
    #expect(lines("exactly ten", 7) == ["exactly", "ten"])
    #expect(lines("one\ntwo\r\nthree", 20) == ["one", "two", "three"])
    #expect(lines("unbreakable", 4) == ["unbr", "eaka", "ble"])
    #expect(lines("洪水が来る", 4) == ["洪水", "が来", "る"])
    #expect(lines("", 4) == [""])
    #expect(lines("text", 0) == [])
    #expect(lines("水", 1) == [""])
}

@Test("no line is wider than asked, and no glyph but spaces is lost, for any text and width")
func wrappingFuzz() {
    var random = Generator(state: 5)
    let pieces = ["a", " ", "flood", "洪", "\n", "🔥", "e\u{301}", "\u{1B}", "  ", "https://t.co/abcdefgh"]
    for _ in 0..<3_000 {
        let text = (0..<Int.random(in: 0..<25, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
        }.joined()
        let width = Int.random(in: 2..<30, using: &random)
        let lines = DisplayText.wrapped(text, width: width)
        #expect(lines.allSatisfy { $0.width <= width })
        let kept = lines.flatMap(\.glyphs).map(\.text).filter { $0 != " " }
        let all = DisplayText(text).glyphs.map(\.text).filter { $0 != " " }
        #expect(kept == all)
    }
}

/// A linear congruential generator (Knuth, MMIX), so that a failure can be repeated.
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
