import Testing

@testable import Learning

@Test(
    "a token's place is in the text as it was given, without full stops and apostrophes at its end",
    arguments: [
        ("DON'T 7.8, homes'", ["DON'T", "7.8", "homes"]), ("www.who.int. ok", ["www.who.int.", "ok"]),
        // A tag is two tokens of one place; İ is lower-cased to two scalars, ẞ to one.
        ("#Flood @Radio", ["#Flood", "#Flood", "@Radio"]), ("aİ İb ẞ!", ["aİ", "İb", "ẞ", "!"]),
        ("大地震 🔥", ["大", "地", "震", "🔥"]), ("...", []),
    ])
func placesByHand(text: String, places: [String]) {
    #expect(Tokenizer().placedTokens(of: text).map { String(text[$0.range]) } == places)
}

@Test("tokens with their places are the tokens without, for any text")
func placedTokensAreTheTokens() {
    var random = SeededRandom(seed: 5, stream: "places")
    let pieces: [Unicode.Scalar] = [
        "h", "t", "p", ":", "/", "W", ".", "@", "#", "_", "'", "’", "7", " ", "É", "\u{301}", "İ", "Σ", "ẞ", "🔥",
    ]
    for _ in 0..<2_000 {
        var view = String.UnicodeScalarView()
        for _ in 0..<random.below(20) {
            let scalar = random.below(4) == 0 ? Unicode.Scalar(UInt32(random.below(0x11_0000))) : nil
            view.append(scalar ?? pieces[random.below(pieces.count)])
        }
        let text = String(view)
        let placed = Tokenizer().placedTokens(of: text)
        #expect(placed.map(\.token) == Tokenizer().tokens(of: text))
        #expect(placed.allSatisfy { !$0.range.isEmpty })
        #expect(
            zip(placed, placed.dropFirst()).allSatisfy {
                $0.range == $1.range || $0.range.upperBound <= $1.range.lowerBound
            })
    }
}
