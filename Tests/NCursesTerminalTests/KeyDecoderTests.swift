import CNcurses
import TerminalUI
import Testing

@testable import NCursesTerminal

@Test("characters become the keys that a keyboard has")
func characters() {
    let expected: [(UInt32, Key?)] = [
        (0x31, .character("1")), (0x20, .character(" ")), (0x41, .character("A")), (0xE9, .character("é")),
        (0x6C34, .character("水")), (0x0D, .enter), (0x0A, .enter), (0x1B, .escape), (0x7F, .backspace),
        (0x08, .backspace), (0x09, .tab), (0x0C, .control("l")), (0x01, .control("a")), (0x00, nil), (0x1C, nil),
        (0xD800, nil), (0x11_0000, nil),
    ]
    for (value, key) in expected { #expect(KeyDecoder.key(forCharacter: value) == key, "\(value)") }
}

@Test("function keys are decoded, and those that nothing is bound to are no keys")
func functionKeys() {
    let expected: [(tocsin_key, Key?)] = [
        (TOCSIN_UP, .up), (TOCSIN_DOWN, .down), (TOCSIN_PAGE_UP, .pageUp), (TOCSIN_PAGE_DOWN, .pageDown),
        (TOCSIN_HOME, .home), (TOCSIN_END, .end), (TOCSIN_ENTER, .enter), (TOCSIN_BACKSPACE, .backspace),
        (TOCSIN_OTHER, nil), (tocsin_key(9_999), nil),
    ]
    for (code, key) in expected { #expect(KeyDecoder.key(forCode: code.rawValue) == key) }
}
