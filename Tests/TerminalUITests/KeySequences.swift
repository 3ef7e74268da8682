@testable import TerminalUI

/// What terminals send for a key, a report or a reply, by what is published of them.
struct KeySequence: Sendable, CustomStringConvertible {
    /// Which terminal sends it, and for what.
    let source: String
    let bytes: [UInt8]
    /// The key that it is; none for what means nothing here.
    let inputs: [Input]

    var description: String { source }

    init(_ source: String, _ text: String, _ key: Key? = nil) {
        self.source = source
        bytes = Array(text.utf8)
        inputs = key.map { [.key($0)] } ?? []
    }

    init(_ source: String, _ text: String, _ input: Input) {
        self.source = source
        bytes = Array(text.utf8)
        inputs = [input]
    }

    init(_ source: String, bytes: [UInt8], _ inputs: [Input] = []) {
        self.source = source
        self.bytes = bytes
        self.inputs = inputs
    }
}

extension KeySequence {
    static let all: [KeySequence] =
        cursor + editing + keypad + named + function + modified + mouse + replies + characters

    /// Cursor keys: ECMA-48 CUU, CUD, CUF, CUB; SS3 in application mode (DECCKM).
    private static let cursor = [
        KeySequence("up, normal mode", "\u{1B}[A", .up), KeySequence("down, normal mode", "\u{1B}[B", .down),
        KeySequence("right, normal mode", "\u{1B}[C", .right), KeySequence("left, normal mode", "\u{1B}[D", .left),
        KeySequence("keypad 5 without NumLock", "\u{1B}[E"),
        KeySequence("end, xterm normal mode", "\u{1B}[F", .end), KeySequence("home, xterm normal", "\u{1B}[H", .home),
        KeySequence("up, application mode", "\u{1B}OA", .up), KeySequence("down, application mode", "\u{1B}OB", .down),
        KeySequence("right, application mode", "\u{1B}OC", .right),
        KeySequence("left, application mode", "\u{1B}OD", .left),
        KeySequence("keypad 5, application mode", "\u{1B}OE"),
        KeySequence("end, xterm application mode", "\u{1B}OF", .end),
        KeySequence("home, xterm application mode", "\u{1B}OH", .home),
        KeySequence("up, kitty with its number and modifiers", "\u{1B}[1;1A", .up),
        KeySequence("down with NumLock, kitty", "\u{1B}[1;129B", .down),
        KeySequence("down held, kitty", "\u{1B}[1;1:2B", .down),
        KeySequence("down let go, kitty", "\u{1B}[1;1:3B"),
        KeySequence("shift-tab", "\u{1B}[Z"),
    ]

    /// Home, end and pages: the VT220's numbers, the Linux console's and rxvt's.
    private static let editing = [
        KeySequence("home: linux, screen, tmux, PuTTY", "\u{1B}[1~", .home),
        KeySequence("insert", "\u{1B}[2~"), KeySequence("delete", "\u{1B}[3~"),
        KeySequence("end: linux, screen, tmux, PuTTY", "\u{1B}[4~", .end),
        KeySequence("page up", "\u{1B}[5~", .pageUp), KeySequence("page down", "\u{1B}[6~", .pageDown),
        KeySequence("home, rxvt", "\u{1B}[7~", .home), KeySequence("end, rxvt", "\u{1B}[8~", .end),
        KeySequence("page up let go, kitty", "\u{1B}[5;1:3~"),
        KeySequence("page down, kitty", "\u{1B}[6;1:1~", .pageDown),
    ]

    /// The keypad in application mode (DECPAM): SS3 and the key's character with 64 added.
    private static let keypad =
        (0...9).map { number in
            KeySequence(
                "keypad \(number)", bytes: [0x1B, 0x4F, UInt8(0x70 + number)],
                [.key(.character(Character("\(number)")))])
        } + [
            KeySequence("keypad *", "\u{1B}Oj", .character("*")), KeySequence("keypad +", "\u{1B}Ok", .character("+")),
            KeySequence("keypad ,", "\u{1B}Ol", .character(",")), KeySequence("keypad -", "\u{1B}Om", .character("-")),
            KeySequence("keypad .", "\u{1B}On", .character(".")), KeySequence("keypad /", "\u{1B}Oo", .character("/")),
            KeySequence("keypad =", "\u{1B}OX", .character("=")),
            KeySequence("keypad space", "\u{1B}O ", .character(" ")),
            KeySequence("keypad enter", "\u{1B}OM", .enter), KeySequence("keypad tab", "\u{1B}OI", .tab),
            KeySequence("keypad 1, kitty", "\u{1B}[57400u", .character("1")),
            KeySequence("keypad 0 with NumLock, kitty", "\u{1B}[57399;129u", .character("0")),
            KeySequence("keypad enter, kitty", "\u{1B}[57414u", .enter),
            KeySequence("keypad page up, kitty", "\u{1B}[57421u", .pageUp),
            KeySequence("keypad begin, kitty", "\u{1B}[57427u"),
        ]

    /// Keys by their characters: CSI u (fixterms, kitty) and xterm's modifyOtherKeys.
    private static let named = [
        KeySequence("1", "\u{1B}[49u", .character("1")), KeySequence("a", "\u{1B}[97;1u", .character("a")),
        KeySequence("a pressed", "\u{1B}[97;1:1u", .character("a")),
        KeySequence("a held", "\u{1B}[97;1:2u", .character("a")),
        KeySequence("a let go", "\u{1B}[97;1:3u"), KeySequence("1 let go", "\u{1B}[49;1:3u"),
        KeySequence("shift-a", "\u{1B}[97;2u", .character("A")),
        KeySequence("shift-a with its alternate", "\u{1B}[97:65;2u", .character("A")),
        KeySequence("shift-1 with its alternate", "\u{1B}[49:33;2u", .character("!")),
        KeySequence("shift-1, whose character nobody knows", "\u{1B}[49;2u"),
        KeySequence("shift-1 with its text", "\u{1B}[49;2;33u", .character("!")),
        KeySequence("a with the key of the usual keyboard", "\u{1B}[1089::99u", .character("с")),
        KeySequence("text alone", "\u{1B}[0;;229u", .character("å")),
        KeySequence("ctrl-l", "\u{1B}[108;5u", .control("l")),
        KeySequence("ctrl-i is no tab", "\u{1B}[105;5u", .control("i")),
        KeySequence("ctrl-l with CapsLock", "\u{1B}[108;69u", .control("l")),
        KeySequence("alt-1", "\u{1B}[49;3u"), KeySequence("super-1", "\u{1B}[49;9u"),
        KeySequence("ctrl-1", "\u{1B}[49;5u"), KeySequence("alt-1 with text", "\u{1B}[49;3;49u"),
        KeySequence("escape", "\u{1B}[27u", .escape), KeySequence("enter", "\u{1B}[13u", .enter),
        KeySequence("tab", "\u{1B}[9u", .tab), KeySequence("backspace", "\u{1B}[127u", .backspace),
        KeySequence("shift-enter", "\u{1B}[13;2u"), KeySequence("ctrl-tab", "\u{1B}[9;5u"),
        KeySequence("left shift", "\u{1B}[57441;2u"), KeySequence("CapsLock", "\u{1B}[57358u"),
        KeySequence("beyond Unicode", "\u{1B}[1114112u"), KeySequence("a surrogate", "\u{1B}[55296u"),
        KeySequence("a number of any length", "\u{1B}[99999999999999999999999u"),
        KeySequence("ctrl-c, modifyOtherKeys", "\u{1B}[27;5;99~", .control("c")),
        KeySequence("shift-a, modifyOtherKeys", "\u{1B}[27;2;65~", .character("A")),
        KeySequence("shift-1, modifyOtherKeys", "\u{1B}[27;2;33~", .character("!")),
        KeySequence("1, modifyOtherKeys", "\u{1B}[27;1;49~", .character("1")),
        KeySequence("alt-1, modifyOtherKeys", "\u{1B}[27;3;49~"),
        KeySequence("ctrl-tab, modifyOtherKeys", "\u{1B}[27;5;9~"),
        KeySequence("shift-enter, modifyOtherKeys", "\u{1B}[27;2;13~"),
    ]

    /// Function keys, of which none is bound.
    private static let function =
        ["P", "Q", "R", "S"].map { KeySequence("F1 to F4, xterm: \($0)", "\u{1B}O\($0)") }
        + ["A", "B", "C", "D", "E"].map { KeySequence("F1 to F5, Linux console: \($0)", "\u{1B}[[\($0)") }
        + [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34].map {
            KeySequence("F1 to F20, by number: \($0)", "\u{1B}[\($0)~")
        } + [
            KeySequence("shift-F1, xterm", "\u{1B}[1;2P"), KeySequence("ctrl-F1, old xterm", "\u{1B}O5P"),
            KeySequence("shift-F1, Konsole", "\u{1B}O1;2P"), KeySequence("shift-F5, xterm", "\u{1B}[15;2~"),
            KeySequence("F3, kitty", "\u{1B}[13~"), KeySequence("F13, kitty", "\u{1B}[57376u"),
        ]

    /// Keys with others that are held: xterm's numbers, rxvt's letters and last signs, Alt's ESC.
    private static let modified =
        (2...8).flatMap { number in
            ["A", "B", "C", "D", "F", "H"].map { KeySequence("modified \($0), \(number)", "\u{1B}[1;\(number)\($0)") }
        }
        + ["a", "b", "c", "d"].flatMap { letter in
            [
                KeySequence("shift, rxvt: \(letter)", "\u{1B}[\(letter)"),
                KeySequence("ctrl, rxvt: \(letter)", "\u{1B}O\(letter)"),
            ]
        }
        + ["$", "^", "@"].flatMap { sign in
            [5, 7, 11].map { KeySequence("rxvt \($0)\(sign)", "\u{1B}[\($0)\(sign)") }
        } + [
            KeySequence("ctrl-page up", "\u{1B}[5;5~"), KeySequence("shift-page down", "\u{1B}[6;2~"),
            KeySequence("ctrl-up, oldest xterm", "\u{1B}[5A"), KeySequence("ctrl-up, old xterm", "\u{1B}O5A"),
            KeySequence("alt-1", "\u{1B}1"), KeySequence("alt-q", "\u{1B}q"), KeySequence("alt-enter", "\u{1B}\r"),
            KeySequence("alt-backspace", "\u{1B}\u{7F}"), KeySequence("alt-é", "\u{1B}é"),
            KeySequence("alt-洪", "\u{1B}洪"),
            KeySequence("alt-up, rxvt", "\u{1B}\u{1B}[A"), KeySequence("alt-page up, rxvt", "\u{1B}\u{1B}[5~"),
            KeySequence("alt-keypad 1", "\u{1B}\u{1B}Oq"),
        ]

    /// xterm's reports of the mouse: the oldest, SGR (1006), urxvt (1015).
    private static let mouse = [
        KeySequence("left press", "\u{1B}[<0;11;6M", .click(column: 10, row: 5)),
        KeySequence("left release", "\u{1B}[<0;11;6m"), KeySequence("right press", "\u{1B}[<2;11;6M"),
        KeySequence("ctrl-left press", "\u{1B}[<16;11;6M"), KeySequence("drag", "\u{1B}[<32;11;6M"),
        KeySequence("wheel up", "\u{1B}[<64;11;6M", .wheel(-3)),
        KeySequence("wheel down", "\u{1B}[<65;11;6M", .wheel(3)),
        KeySequence("wheel left", "\u{1B}[<66;11;6M"), KeySequence("nowhere", "\u{1B}[<0;0;0M"),
        KeySequence("too far", "\u{1B}[<0;99999999999999999999;1M"), KeySequence("unfinished", "\u{1B}[<0;1M"),
        KeySequence("left press, oldest", "\u{1B}[M +&", .click(column: 10, row: 5)),
        KeySequence("release, oldest", "\u{1B}[M#+&"), KeySequence("wheel up, oldest", "\u{1B}[M`+&", .wheel(-3)),
        KeySequence("wheel down, oldest", "\u{1B}[Ma+&", .wheel(3)),
        KeySequence(
            "far to the right, oldest", bytes: [0x1B, 0x5B, 0x4D, 0x20, 0xFF, 0x21], [.click(column: 222, row: 0)]),
        KeySequence("urxvt", "\u{1B}[32;11;6M"),
    ]

    /// What terminals say of themselves, asked by another program, and the focus.
    private static let replies = [
        KeySequence("focus", "\u{1B}[I"), KeySequence("focus lost", "\u{1B}[O"),
        KeySequence("cursor position", "\u{1B}[10;11R"), KeySequence("status", "\u{1B}[0n"),
        KeySequence("kind of terminal", "\u{1B}[?64;1;2;6;9;15;18;21;22c"), KeySequence("version", "\u{1B}[>41;390;0c"),
        KeySequence("a mode", "\u{1B}[?2026;2$y"), KeySequence("a mode of ANSI", "\u{1B}[4;2$y"),
        KeySequence("size", "\u{1B}[8;24;80t"), KeySequence("kitty's mode", "\u{1B}[?1u"),
        KeySequence("colour, ST", "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{1B}\\"),
        KeySequence("colour, BEL", "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{7}"),
        KeySequence("clipboard", "\u{1B}]52;c;MTAxMDEwMTAxMA==\u{7}"),
        KeySequence("name, DCS", "\u{1B}P>|XTerm(390)\u{1B}\\"),
        KeySequence("terminfo, DCS", "\u{1B}P1+r544e=787465726d\u{1B}\\"),
        KeySequence("graphics, APC", "\u{1B}_Gi=31;OK\u{1B}\\"), KeySequence("PM", "\u{1B}^10\u{1B}\\"),
        KeySequence("SOS", "\u{1B}X10\u{1B}\\"), KeySequence("title with UTF-8", "\u{1B}]l1 洪水 0\u{1B}\\"),
        KeySequence("a sequence longer than any", "\u{1B}[" + String(repeating: "1;", count: 500) + "A"),
        KeySequence("a string longer than any", "\u{1B}]" + String(repeating: "10 q", count: 500) + "\u{7}"),
        KeySequence("a character set", "\u{1B}(B"), KeySequence("aborted by CAN", "\u{1B}[1;\u{18}"),
        KeySequence("string aborted by SUB", "\u{1B}]10;\u{1A}"),
        KeySequence("a sequence within one", "\u{1B}[1;\u{1B}[A", .up),
        KeySequence("a sequence within a string", "\u{1B}]11;\u{1B}[B", .down),
        KeySequence("an end of a paste that never began", "\u{1B}[201~"),
        KeySequence("8-bit CSI", bytes: [0x9B] + Array("1;5C".utf8)),
        KeySequence("8-bit OSC", bytes: [0x9D] + Array("11;rgb:1e1e\u{7}".utf8)),
        KeySequence("8-bit CSI as a character", "\u{9B}1;5C"),
    ]

    /// Characters, and bytes that are none.
    private static let characters = [
        KeySequence("a letter", "q", .character("q")), KeySequence("two bytes", "é", .character("é")),
        KeySequence("three bytes", "洪", .character("洪")), KeySequence("four bytes", "🔥", .character("🔥")),
        KeySequence("enter", "\r", .enter), KeySequence("enter of another system", "\n", .enter),
        KeySequence("tab", "\t", .tab), KeySequence("backspace", "\u{7F}", .backspace),
        KeySequence("backspace, older", "\u{8}", .backspace), KeySequence("ctrl-l", "\u{C}", .control("l")),
        KeySequence("ctrl-a", "\u{1}", .control("a")), KeySequence("ctrl-z", "\u{1A}", .control("z")),
        KeySequence("NUL", "\0"), KeySequence("ctrl-]", "\u{1D}"),
        KeySequence("next line, U+0085", "\u{85}"), KeySequence("a lone continuation", bytes: [0xBF]),
        KeySequence("a byte of no UTF-8", bytes: [0xFF]), KeySequence("an overlong solidus", bytes: [0xC0, 0xAF]),
        KeySequence("an overlong 1", bytes: [0xC0, 0xB1]), KeySequence("a longer 1", bytes: [0xE0, 0x80, 0xB1]),
        KeySequence("an overlong 8-bit CSI", bytes: [0xE0, 0x82, 0x9B]),
        KeySequence("half of a surrogate", bytes: [0xED, 0xA0, 0x80]),
        KeySequence("beyond Unicode", bytes: [0xF4, 0x90, 0x80, 0x80]),
        KeySequence("Latin-1's é before a tab", bytes: [0xE9, 0x09], [.key(.tab)]),
    ]
}
