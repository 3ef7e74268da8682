import Testing

@testable import TerminalUI

/// What comes of bytes, in pieces between which the decoder is not told to give up.
private func decoded(_ pieces: [UInt8]...) -> [Input] {
    var decoder = InputDecoder()
    return pieces.flatMap { decoder.decode($0) }
}

extension [Input] {
    fileprivate var hasCharacters: Bool {
        contains { input in
            switch input {
            case .key(.character), .text: true
            default: false
            }
        }
    }
}

@Test("what terminals send for a key is that key, everything else nothing, and it ends where it ends")
func keySequences() {
    #expect(KeySequence.all.count > 200)
    for sequence in KeySequence.all {
        #expect(decoded(sequence.bytes) == sequence.inputs, "\(sequence)")
        var decoder = InputDecoder()
        #expect(decoder.decode(sequence.bytes + [0x31]) == sequence.inputs + [.key(.character("1"))], "\(sequence)")
        #expect(!decoder.isUnfinished, "\(sequence)")
    }
}

@Test("a sequence is the same, however it is split")
func splitSequences() {
    for sequence in KeySequence.all {
        let bytes = sequence.bytes
        var decoder = InputDecoder()
        #expect(bytes.flatMap { decoder.decode([$0]) } == sequence.inputs, "\(sequence)")
        for cut in bytes.indices.prefix(40) {
            #expect(decoded(Array(bytes[..<cut]), Array(bytes[cut...])) == sequence.inputs, "\(sequence) at \(cut)")
        }
    }
}

@Test("a sequence that pauses in its midst for too long gives no character, before the pause or after it")
func lateSequences() {
    // CSI, SS3, DCS, SOS, OSC, PM, APC. What else begins with ESC has a key of its own behind it.
    let begins: [UInt8] = [0x5B, 0x4F, 0x50, 0x58, 0x5D, 0x5E, 0x5F]
    for sequence in KeySequence.all where sequence.bytes[0] == 0x1B && begins.contains(sequence.bytes[1]) {
        for cut in sequence.bytes.indices.dropFirst().prefix(40) {
            var decoder = InputDecoder()
            let before = decoder.decode(sequence.bytes[..<cut])
            #expect(before.isEmpty || !decoder.isUnfinished, "\(sequence) at \(cut)")
            let rest = sequence.bytes[cut...]
            let inputs = decoder.giveUp() + decoder.decode(rest) + decoder.giveUp()
            // A single character behind ESC and a pause may as well be a key.
            if rest.count > 1 || cut > 1 { #expect(!inputs.hasCharacters, "\(sequence) at \(cut)") }
        }
    }
}

@Test("an ESC that stays alone is the Escape key; a character of which half has come is nothing")
func givingUp() {
    var decoder = InputDecoder()
    #expect(decoder.decode([0x1B]) == [] && decoder.isUnfinished)
    #expect(decoder.giveUp() == [.key(.escape)] && !decoder.isUnfinished)
    #expect(decoder.giveUp() == [])
    #expect(decoder.decode([0x31]) == [.key(.character("1"))])
    #expect(decoder.decode([0x1B, 0x1B]) == [] && decoder.isUnfinished)
    #expect(decoder.giveUp() == [.key(.escape)])
    #expect(decoder.decode([0xE6, 0xB4]) == [] && decoder.isUnfinished)
    #expect(decoder.giveUp() == [] && !decoder.isUnfinished)
    #expect(decoder.decode([0xAA, 0x31]) == [.key(.character("1"))])
}

@Test("after a sequence without an end, one key alone is taken for its end, and the next is a key again")
func endlessSequence() {
    for begin in ["\u{1B}[", "\u{1B}[1;", "\u{1B}O", "\u{1B}]11;", "\u{1B}P", "\u{1B}[[", "\u{1B}[M"] {
        var decoder = InputDecoder()
        #expect(decoder.decode(begin.utf8) == [] && decoder.giveUp() == [])
        #expect(decoder.decode("1".utf8) == [] && decoder.giveUp() == [])
        #expect(decoder.decode("1".utf8) == [.key(.character("1"))], "\(begin.debugDescription)")
    }
    // Whole pieces of a string that pauses again and again are not from a keyboard.
    var decoder = InputDecoder()
    #expect(decoder.decode("\u{1B}]52;c;".utf8) == [] && decoder.giveUp() == [])
    for _ in 0..<10 { #expect(decoder.decode("MTAx".utf8) == [] && decoder.giveUp() == []) }
    #expect(decoder.decode("MTAx\u{1B}\\1".utf8) == [.key(.character("1"))])
}

@Test("pasted text is one piece, whatever is in it and however it is split")
func pastes() {
    let text = "first 1\r\nsecond\u{1B}[A \u{1B}[20 洪"
    let bytes = Array("\u{1B}[200~\(text)\u{1B}[201~".utf8)
    for cut in bytes.indices {
        #expect(decoded(Array(bytes[..<cut]), Array(bytes[cut...])) == [.text(text, isPaste: true)])
    }
    #expect(decoded(bytes + [0x31]) == [.text(text, isPaste: true), .key(.character("1"))])
    // The Escape key, and a paste right behind it.
    #expect(decoded([0x1B] + bytes) == [.text(text, isPaste: true)])
    let long = decoded(Array("\u{1B}[200~".utf8) + Array(repeating: 0x31, count: 1_000_000) + Array("\u{1B}[201~".utf8))
    guard case .text(let kept, isPaste: true) = long.first else {
        Issue.record("no paste")
        return
    }
    #expect(long.count == 1 && (2_000...100_000).contains(kept.count))
}

@Test("a paste may pause; Escape ends one that has no end")
func endlessPaste() {
    var decoder = InputDecoder()
    #expect(decoder.decode("\u{1B}[200~1".utf8) == [] && !decoder.isUnfinished && decoder.giveUp() == [])
    #expect(decoder.decode("0".utf8) == [] && decoder.decode([0x1B]) == [] && decoder.isUnfinished)
    #expect(decoder.giveUp() == [.text("10", isPaste: true)])
    #expect(decoder.decode("[201~".utf8) == [])
    #expect(decoder.decode("1".utf8) == [.key(.character("1"))])
}

@Test("characters of one read are a piece of text, one alone is a key, and keys between them stay keys")
func bursts() {
    func gathered(_ text: String) -> [Input] { decoded(Array(text.utf8)).gatheringCharacters() }
    #expect(gathered("1") == [.key(.character("1"))])
    #expect(gathered("\r1\u{1B}[A") == [.key(.enter), .key(.character("1")), .key(.up)])
    #expect(gathered("洪水") == [.text("洪水", isPaste: false)])
    #expect(gathered("e\u{301}") == [.text("é", isPaste: false)])
    #expect(gathered("1\r0") == [.text("1", isPaste: false), .key(.enter), .text("0", isPaste: false)])
    #expect(gathered("\u{1B}[200~10\u{1B}[201~1") == [.text("10", isPaste: true), .key(.character("1"))])
    let keys = decoded(Array("10".utf8))
    #expect(keys.gatheringCharacters(exceptASCII: true) == keys)
    #expect(decoded(Array("1洪".utf8)).gatheringCharacters(exceptASCII: true) == [.text("1洪", isPaste: false)])
}

/// Bytes that hold no character outside a sequence.
private func strayBytes(_ random: inout Generator) -> [UInt8] {
    func some(_ range: ClosedRange<UInt8>, upTo count: Int) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &random)).map { _ in .random(in: range, using: &random) }
    }
    switch Int.random(in: 0..<7, using: &random) {
    case 0:
        // ECMA-48, 5.4: parameters 3/0 to 3/15, intermediates 2/0 to 2/15, one final 4/0 to 7/14. Those that name a key
        // are left out (u, 27 with ~), and what does not end there (a paste, the mouse, F1 of the Linux console, the
        // $ that ends rxvt's keys behind a number).
        var parameters = some(0x30...0x3F, upTo: 12)
        if parameters.starts(with: Array("27".utf8)) || parameters == Array("200".utf8) { parameters = [] }
        let intermediates = some(0x21...0x23, upTo: 2)
        var final = UInt8.random(in: 0x40...0x7E, using: &random)
        if [0x75, 0x5B, 0x4D].contains(final) { final = 0x43 }
        return [0x1B, 0x5B] + parameters + intermediates + [final]
    case 1: return [0x1B, 0x4F] + [UInt8](arrayLiteral: .random(in: 0x50...0x57, using: &random))
    case 2:
        let begin: [UInt8] = [0x50, 0x58, 0x5D, 0x5E, 0x5F]
        let end = Bool.random(using: &random) ? [0x07] : [0x1B, 0x5C] as [UInt8]
        return [0x1B, begin[Int.random(in: 0..<5, using: &random)]] + some(0x20...0xFF, upTo: 30) + end
    case 3: return [0x1B, .random(in: 0x60...0x7E, using: &random)]
    case 4: return [.random(in: 0x00...0x1A, using: &random)]
    case 5: return some(0xA0...0xBF, upTo: 4)
    default: return some(0xF8...0xFF, upTo: 4)
    }
}

@Test("bytes that hold no character outside a sequence are no character keys and label nothing, in pieces of any size")
func randomBytes() {
    var random = Generator(state: 27)
    for _ in 0..<500 {
        let bytes = (0..<20).flatMap { _ in strayBytes(&random) }
        var decoder = InputDecoder()
        var state = ScreenState.sample()
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...12, using: &random))
            rest = rest.dropFirst(piece.count)
            let inputs = decoder.decode(piece).gatheringCharacters()
            #expect(!inputs.hasCharacters, "\(bytes)")
            for input in inputs {
                // Ctrl-L and Escape.
                #expect(state.update(input).allSatisfy { [.redraw, .showNext].contains($0) }, "\(bytes)")
            }
        }
    }
}

@Test("any bytes at all, with any pauses, end in a state that takes keys again")
func anyBytes() {
    var random = Generator(state: 5)
    for _ in 0..<500 {
        var decoder = InputDecoder()
        for _ in 0..<10 {
            let piece = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : 0x1B
            }
            _ = decoder.decode(piece)
            if Bool.random(using: &random) { _ = decoder.giveUp() }
        }
        // Escape, twice, each with a pause behind it: out of a paste, and out of what comes behind it.
        for _ in 0..<2 { _ = decoder.decode([0x1B]) + decoder.giveUp() }
        #expect(decoder.decode([0x31]) == [.key(.character("1"))])
    }
}
