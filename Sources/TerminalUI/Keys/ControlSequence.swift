/// A control sequence (ECMA-48, 5.4): parameters, intermediates, and what they say with their final byte.
///
/// The keys are those of xterm (its *Control Sequences*), rxvt, PuTTY, the Linux console, screen and tmux, those that
/// name a character (`CSI code ; modifiers u`, `CSI 27 ; modifiers ; code ~`), and the keypad.
struct ControlSequence: Sendable, Hashable {
    /// Bytes that are kept; no key has as many, and a longer sequence means nothing.
    private static let limit = 128

    private var parameters: [UInt8] = []
    private var isStrange = false

    var isEmpty: Bool { parameters.isEmpty && !isStrange }
    /// Whether it is one number until now.
    var isNumber: Bool { !isEmpty && !isStrange && parameters.allSatisfy { (0x30...0x39).contains($0) } }

    /// Takes a parameter or an intermediate byte.
    mutating func take(_ byte: UInt8) {
        // No key has an intermediate byte.
        if byte < 0x30 || parameters.count == Self.limit {
            isStrange = true
        } else {
            parameters.append(byte)
        }
    }

    func beginsPaste(_ final: UInt8) -> Bool { final == 0x7E && !isStrange && parameters == Array("200".utf8) }

    /// What it says; nothing for what no key and no mouse sends.
    func meaning(final: UInt8) -> [Input] {
        guard !isStrange else { return [] }
        let letter = Character(Unicode.Scalar(final))
        if parameters.first == 0x3C { return Self.mouse(Self.fields(parameters.dropFirst()), letter) }
        // Other private marks stand in replies alone.
        guard parameters.allSatisfy({ $0 < 0x3C }) else { return [] }
        let fields = Self.fields(parameters[...])
        switch letter {
        case "A", "B", "C", "D", "F", "H":
            guard fields.count < 3, fields.first?[0] ?? 1 == 1, Self.isPlain(fields, at: 1) else { return [] }
            return Self.arrow(letter)
        case "~": return Self.numbered(fields)
        case "u": return Self.named(fields)
        default: return []
        }
    }

    /// Numbers between semicolons, each with those behind its colons; nil where there is none. One that is too large is
    /// larger than any that means something.
    private static func fields(_ bytes: ArraySlice<UInt8>) -> [[Int?]] {
        guard !bytes.isEmpty else { return [] }
        return bytes.split(separator: 0x3B, omittingEmptySubsequences: false).map { field in
            field.split(separator: 0x3A, omittingEmptySubsequences: false).map {
                $0.isEmpty ? nil : Int(String(decoding: $0, as: UTF8.self)) ?? .max
            }
        }
    }

    // MARK: Keys

    private static func arrow(_ letter: Character) -> [Input] {
        switch letter {
        case "A": [.key(.up)]
        case "B": [.key(.down)]
        case "C": [.key(.right)]
        case "D": [.key(.left)]
        case "H": [.key(.home)]
        case "F": [.key(.end)]
        default: []
        }
    }

    private static func numbered(_ fields: [[Int?]]) -> [Input] {
        guard let number = fields.first?[0] else { return [] }
        if number == 27 {
            // xterm names the character that the key writes with Shift, if it is held.
            guard fields.count == 3, let code = fields[2][0] else { return [] }
            return Modifiers(fields[1]).map { key(code, $0, writes: code) } ?? []
        }
        guard fields.count < 3, isPlain(fields, at: 1) else { return [] }
        switch number {
        case 1, 7: return [.key(.home)]
        case 4, 8: return [.key(.end)]
        case 5: return [.key(.pageUp)]
        case 6: return [.key(.pageDown)]
        default: return []
        }
    }

    /// `CSI code : shifted : base ; modifiers : event ; text u`.
    private static func named(_ fields: [[Int?]]) -> [Input] {
        guard fields.count < 4, let code = fields.first?[0],
            let modifiers = fields.count > 1 ? Modifiers(fields[1]) : Modifiers([1])
        else { return [] }
        let text = fields.count > 2 ? fields[2].compactMap { $0 } : []
        if !text.isEmpty, modifiers.held.isSubset(of: .shift) { return text.flatMap { character($0) } }
        let shifted = fields[0].count > 1 ? fields[0][1] : nil
        return key(code, modifiers, writes: shifted ?? upperCase(code))
    }

    /// - Parameter shifted: what the key writes with Shift; nil where that is not known.
    private static func key(_ code: Int, _ modifiers: Modifiers, writes shifted: Int?) -> [Input] {
        switch modifiers.held {
        case []: return special(code).map { [.key($0)] } ?? character(code)
        case .shift where special(code) == nil: return shifted.map { character($0) } ?? []
        case .control:
            guard let letter = (97...122).contains(code) ? code : (65...90).contains(code) ? code + 32 : nil,
                let scalar = Unicode.Scalar(UInt32(letter))
            else { return [] }
            return [.key(.control(Character(scalar)))]
        default: return []
        }
    }

    private static func special(_ code: Int) -> Key? {
        switch code {
        case 9: .tab
        case 13, 57414: .enter
        case 27: .escape
        case 8, 127: .backspace
        case 57417: .left
        case 57418: .right
        case 57419: .up
        case 57420: .down
        case 57421: .pageUp
        case 57422: .pageDown
        case 57423: .home
        case 57424: .end
        default: nil
        }
    }

    /// Keys of the keypad that write something, by kitty's codes.
    private static let keypad: [Int: Character] = [
        57399: "0", 57400: "1", 57401: "2", 57402: "3", 57403: "4", 57404: "5", 57405: "6", 57406: "7", 57407: "8",
        57408: "9", 57409: ".", 57410: "/", 57411: "*", 57412: "-", 57413: "+", 57415: "=", 57416: ",",
    ]

    private static func character(_ code: Int) -> [Input] {
        if let character = keypad[code] { return [.key(.character(character))] }
        // Kitty numbers the keys that write nothing in the area for private use.
        guard code >= 0x20, !(0x7F..<0xA0).contains(code), !(0xE000...0xF8FF).contains(code),
            let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
        else { return [] }
        return [.key(.character(Character(scalar)))]
    }

    /// What a letter's key writes with Shift; nil for other keys, where that depends on the keyboard.
    private static func upperCase(_ code: Int) -> Int? {
        guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        let isLetter = scalar.properties.isAlphabetic || scalar == " "
        return isLetter && upper.count == 1 ? upper.first.map { Int($0.value) } : nil
    }

    /// A key behind SS3: arrows and the keypad of application mode.
    static func shifted(_ final: UInt8, _ parameters: [UInt8]) -> [Input] {
        guard parameters.isEmpty || parameters == [0x31] || parameters == Array("1;1".utf8) else { return [] }
        let letter = Character(Unicode.Scalar(final))
        switch letter {
        case "I": return [.key(.tab)]
        case "M": return [.key(.enter)]
        case " ": return [.key(.character(" "))]
        case "X": return [.key(.character("="))]
        // The keypad's keys stand in the order of ASCII: * + , - . / 0 to 9.
        case "j"..."y": return [.key(.character(Character(Unicode.Scalar(final - 0x40))))]
        default: return arrow(letter)
        }
    }

    /// Whether no modifier is held and the key is not let go, by the field with both.
    private static func isPlain(_ fields: [[Int?]], at index: Int) -> Bool {
        guard fields.indices.contains(index) else { return true }
        return Modifiers(fields[index])?.held == []
    }

    // MARK: Mouse

    private static func mouse(_ fields: [[Int?]], _ letter: Character) -> [Input] {
        guard letter == "M", fields.count == 3, let button = fields[0][0], let column = fields[1][0],
            let row = fields[2][0]
        else { return [] }
        return mouse(button: button, column: column, row: row)
    }

    /// xterm's oldest report: three bytes, each 32 more than it says.
    static func oldMouse(_ button: UInt8, _ column: UInt8, _ row: UInt8) -> [Input] {
        mouse(button: Int(button) - 32, column: Int(column) - 32, row: Int(row) - 32)
    }

    private static func mouse(button: Int, column: Int, row: Int) -> [Input] {
        let cells = 1...0x7FFF
        return switch button {
        case 0 where cells.contains(column) && cells.contains(row): [.click(column: column - 1, row: row - 1)]
        case 64: [.wheel(-3)]
        case 65: [.wheel(3)]
        default: []
        }
    }
}

extension ControlSequence {
    /// The keys that are held with another.
    private struct Modifiers {
        struct Held: OptionSet {
            let rawValue: Int
            static let shift = Held(rawValue: 1)
            static let control = Held(rawValue: 4)
        }

        let held: Held

        /// Reads one more than the bits, and the event behind it; nil for a key that is let go. The locks (64, 128)
        /// change no key.
        init?(_ field: [Int?]) {
            guard let number = field.first.map({ $0 ?? 1 }), (1...256).contains(number) else { return nil }
            let event = field.count > 1 ? field[1] ?? 1 : 1
            guard (1...2).contains(event) else { return nil }
            held = Held(rawValue: (number - 1) & 0b0011_1111)
        }
    }
}
