import Testing

@testable import NCursesTerminal

@Test("a character that the C library cannot place leaves a mark of the same width, others stay")
func placed() throws {
    try TextEncoding.takeUTF8()
    // U+0378 and U+3FFFD are assigned to nothing.
    #expect(NCursesTerminal.placed("\u{0378}", isWide: false) == "\u{FFFD}")
    #expect(NCursesTerminal.placed("\u{3FFFD}", isWide: true) == "\u{FFFD} ")
    #expect(NCursesTerminal.placed("e\u{0378}", isWide: false) == "\u{FFFD}")
    for known in ["a", " ", "e\u{301}", "é", "洪", "🔥", "\u{FFFD}"] {
        #expect(NCursesTerminal.placed(known, isWide: true) == known)
    }
}
