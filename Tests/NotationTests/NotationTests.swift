import Notation
import Testing

@Test(
    "a string of JSON escapes what JSON demands, and what readers lose or take for a line end",
    arguments: [
        ("plain ü 洪", "\"plain ü 洪\""), ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#),
        ("\0\u{1F}\u{7F}", #""\u0000\u001f\u007f""#), ("\u{2028}\u{2029}\u{FEFF}", #""\u2028\u2029\ufeff""#),
    ])
func quotedJSON(text: String, expected: String) {
    #expect(JSONText.quoted(text) == expected)
}

@Test("shares stand in two decimals; only one of the two forms rounds up to one")
func shares() {
    #expect(
        [0, 0.004, 0.07, 0.305, 0.93, 1, 7].map(ShareText.rounded) == [".00", ".00", ".07", ".31", ".93", "1.0", "1.0"])
    #expect([0.996, -1, .nan].map(ShareText.rounded) == ["1.0", ".00", "?"])
    #expect([0.996, -1, 1, .infinity].map(ShareText.text) == [".99", ".00", "1.0", "?"])
    #expect([0.5, 1.44, 2e9].map(ShareText.ratio) == [".50", "1.4", "1000000.0"])
    #expect([-0.12, -0.001, 0.3].map(ShareText.signed) == ["-.12", ".00", ".30"])
    #expect([0.068, 0.999, 1].map(ShareText.percent) == ["7 %", "99 %", "100 %"])
}

@Test("figures stand in three decimals, with a sign where it tells")
func figures() {
    #expect([0.4123, 1, -0.02, 12.5, .nan].map(FigureText.text) == [".412", "1.000", "-.020", "12.500", "?"])
    #expect([0.0121, -0.0121, 0, -0.0001].map(FigureText.signed) == ["+.012", "-.012", "+.000", "+.000"])
    #expect(FigureText.text(-0.000_4) == ".000" && FigureText.text(-0.0) == ".000")
}

@Test("the score interval is that of the published table, holds the share and stays within 0 and 1")
func scoreInterval() throws {
    // R. G. Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3.
    for (count, total, low, high) in [
        (81.0, 263.0, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ] {
        let interval = try #require(ScoreInterval(share: count / total, of: total))
        #expect(abs(interval.low - low) < 5e-5 && abs(interval.high - high) < 5e-5)
    }
    for count in 0...20 {
        let interval = try #require(ScoreInterval(share: Double(count) / 20, of: 20))
        #expect(interval.low <= interval.share && interval.share <= interval.high)
        #expect(interval.low >= 0 && interval.high <= 1)
    }
    #expect(ScoreInterval(share: 0, of: 0) == nil && ScoreInterval(share: .nan, of: 5) == nil)
}

@Test("no scalar commands a terminal: what is shown for it is neither a control character nor turns the writing")
func terminalText() {
    for value in UInt32(0)...0x2FFF {
        guard let scalar = Unicode.Scalar(value), let shown = TerminalText.visible(scalar) else { continue }
        #expect(shown.properties.generalCategory != .control, "\(value)")
        #expect(!shown.properties.isBidiControl, "\(value)")
    }
    #expect(TerminalText.visible("a\u{1B}[2J\u{202E}b\u{9B}\n\tc") == "a\u{241B}[2Jb\u{FFFD}\n\tc")
    #expect(TerminalText.onOneLine("a\nb\tc\u{2028}d") == "a\u{240A}b\u{2409}c d")
    #expect(TerminalText.visible("👩‍👧 naïve") == "👩‍👧 naïve")
}

@Test(
    "JSON has a number for what is finite, and null for all else",
    arguments: [
        (0.25, "0.25"), (-1e300, "-1e+300"), (nil, "null"), (Double.nan, "null"), (-.infinity, "null"),
        (.infinity, "null"),
    ] as [(Double?, String)])
func jsonNumbers(value: Double?, expected: String) {
    #expect(JSONText.number(value) == expected)
}

@Test("one thing is counted as one", arguments: [(0, "0 rounds"), (1, "1 round"), (2, "2 rounds")])
func counts(count: Int, expected: String) {
    #expect(CountText.text(count, "round") == expected)
}

@Test("one of a thing is not several")
func counts() {
    #expect([0, 1, 2].map { CountText.text($0, "label") } == ["0 labels", "1 label", "2 labels"])
    #expect(
        [0, 1, 2].map { CountText.text($0, "row", one: "is left out", several: "are left out") }
            == ["0 rows are left out", "1 row is left out", "2 rows are left out"])
}
