/// Turns the bytes that a terminal sends into inputs: keys, pasted text, the mouse.
///
/// Sequences are taken whole, known or not, by the grammar of ECMA-48 alone and whatever the terminal is called. Those
/// that no key or mouse sends mean nothing: a late reply, a function key, a key with Alt never falls apart into
/// characters. A sequence may come in pieces, split at any byte:
///
///     var decoder = InputDecoder()
///     decoder.decode([0x1B, 0x5B])  // []
///     decoder.decode([0x41])        // [.key(.up)]
public struct InputDecoder: Sendable, Hashable {
    private enum State: Sendable, Hashable {
        case ground
        /// In a character of several bytes.
        case character(Scalar)
        case escape
        /// Behind ESC and an intermediate byte.
        case escapeIntermediate
        /// In a control sequence (CSI).
        case control(ControlSequence)
        /// Behind SS3.
        case shift([UInt8])
        /// In OSC, DCS, APC, PM or SOS.
        case string
        /// Behind an ESC in one of them, which may begin its end.
        case stringEscape
        /// Behind `CSI [`, with which the Linux console begins F1 to F5.
        case consoleKey
        /// Behind `CSI M`: the three bytes of xterm's oldest mouse report.
        case mouse([UInt8])
        /// In pasted text.
        case paste(Paste)
    }

    private var state = State.ground
    /// Whether the sequence belongs to a key with Alt.
    private var hasAlt = false
    /// Whether the sequence was given up: its rest is swallowed.
    private var isGivenUp = false
    /// Characters of a sequence that was given up which came since then.
    private var late = 0
    /// Whether the Escape key was the last to be given up: it may have been the beginning of a sequence all the same.
    private var isAfterEscape = false

    public init() {}

    /// Takes bytes, in pieces of any size.
    ///
    /// - Returns: the inputs that are complete now.
    /// - Complexity: O(bytes).
    public mutating func decode(_ bytes: some Sequence<UInt8>) -> [Input] {
        var inputs: [Input] = []
        var first: UInt8?
        for byte in bytes {
            // An introducer with more behind it: this was no Escape key, but a sequence that the line cut in two.
            if isAfterEscape {
                guard let introducer = first else {
                    first = byte
                    continue
                }
                first = nil
                isAfterEscape = false
                if Self.introduced(by: introducer) != nil {
                    state = .escape
                    isGivenUp = true
                }
                take(introducer, &inputs)
            }
            take(byte, &inputs)
        }
        if let first {
            isAfterEscape = false
            take(first, &inputs)
        }
        return inputs
    }

    /// Whether more bytes have to come, or ``giveUp()`` be called when none have come for a while.
    public var isUnfinished: Bool {
        switch state {
        case .ground: false
        case .paste(let paste): paste.endsInEscape
        default: !isGivenUp || late > 0
        }
    }

    /// No more bytes have come: a lone ESC is the Escape key, everything else that has only begun means nothing. What
    /// still comes of it is swallowed, up to its end or to a character that came alone, as from a keyboard.
    public mutating func giveUp() -> [Input] {
        switch state {
        case .ground: return []
        case .character, .escapeIntermediate:
            begin(.ground)
            return []
        case .escape:
            begin(.ground)
            isAfterEscape = true
            return [.key(.escape)]
        case .paste(let paste):
            // Who presses Escape gets out of a paste that has no end.
            guard paste.endsInEscape else { return [] }
            begin(.ground)
            isAfterEscape = true
            return [.text(paste.text, isPaste: true)]
        case .stringEscape where isGivenUp:
            begin(.ground)
            return [.key(.escape)]
        case .control, .shift, .string, .stringEscape, .consoleKey, .mouse:
            if isGivenUp, late == 1 {
                begin(.ground)
            } else {
                isGivenUp = true
                late = 0
            }
            return []
        }
    }

    // MARK: Bytes

    private mutating func begin(_ state: State) {
        self.state = state
        guard state == .ground else { return }
        (hasAlt, isGivenUp, late) = (false, false, 0)
    }

    /// Ends a sequence; one with Alt, or one that was given up, gives nothing.
    private mutating func end(_ meaning: [Input], _ inputs: inout [Input]) {
        if !hasAlt, !isGivenUp { inputs += meaning }
        begin(.ground)
    }

    private mutating func take(_ byte: UInt8, _ inputs: inout [Input]) {
        if case .paste(var paste) = state {
            // So that its bytes are not copied for each that comes.
            state = .ground
            let isOver = paste.take(byte)
            state = .paste(paste)
            guard isOver else { return }
            begin(.ground)
            inputs.append(.text(paste.text, isPaste: true))
            return
        }
        if case .character(let scalar) = state {
            takeContinuation(byte, of: scalar, &inputs)
            return
        }
        if isGivenUp, byte & 0xC0 != 0x80 { late += 1 }
        if byte == 0x1B {
            takeEscape()
        } else if byte == 0x18 || byte == 0x1A, state != .ground {
            begin(.ground)
        } else {
            takeInSequence(byte, &inputs)
        }
    }

    /// ESC begins a sequence, whatever came before; behind another ESC it says Alt.
    private mutating func takeEscape() {
        switch state {
        case .string, .stringEscape: state = .stringEscape
        case .escape: hasAlt = true
        default:
            begin(.ground)
            state = .escape
        }
    }

    private mutating func takeInSequence(_ byte: UInt8, _ inputs: inout [Input]) {
        switch state {
        case .ground: takeInGround(byte, &inputs)
        case .escape: takeBehindEscape(byte)
        case .escapeIntermediate: if !(0x20...0x2F).contains(byte) { begin(.ground) }
        case .control(let sequence): take(byte, in: sequence, &inputs)
        case .shift(let parameters):
            switch byte {
            case 0x30...0x3F: state = .shift(parameters.count < 8 ? parameters + [byte] : parameters)
            case 0x20...0x7E: end(ControlSequence.shifted(byte, parameters), &inputs)
            default: takeAfterBreak(byte, &inputs)
            }
        case .string: if byte == 0x07 { begin(.ground) }
        case .stringEscape:
            begin(.ground)
            if byte != 0x5C { takeBehindEscape(byte) }
        case .consoleKey:
            if (0x20...0x7E).contains(byte) { begin(.ground) } else { takeAfterBreak(byte, &inputs) }
        case .mouse(let bytes):
            guard byte >= 0x20 else {
                takeAfterBreak(byte, &inputs)
                return
            }
            state = .mouse(bytes + [byte])
            if bytes.count == 2 { end(ControlSequence.oldMouse(bytes[0], bytes[1], byte), &inputs) }
        case .character, .paste: break
        }
    }

    /// What cannot stand in a sequence ends it, and means what it means elsewhere.
    private mutating func takeAfterBreak(_ byte: UInt8, _ inputs: inout [Input]) {
        begin(.ground)
        if byte != 0x7F { takeInGround(byte, &inputs) }
    }

    private mutating func take(_ byte: UInt8, in sequence: ControlSequence, _ inputs: inout [Input]) {
        var sequence = sequence
        switch byte {
        case 0x24 where sequence.isNumber: end([], &inputs)  // rxvt's Shift
        case 0x20...0x3F:
            sequence.take(byte)
            state = .control(sequence)
        case 0x5B where sequence.isEmpty: state = .consoleKey
        case 0x4D where sequence.isEmpty: state = .mouse([])
        case 0x40...0x7E:
            if sequence.beginsPaste(byte) {
                begin(.ground)
                state = .paste(Paste())
            } else {
                end(sequence.meaning(final: byte), &inputs)
            }
        default: takeAfterBreak(byte, &inputs)
        }
    }

    private mutating func takeInGround(_ byte: UInt8, _ inputs: inout [Input]) {
        switch byte {
        case 0x00..<0x20, 0x7F: if let key = Key(control: byte) { inputs.append(.key(key)) }
        case 0x20..<0x7F: inputs.append(.key(.character(Character(Unicode.Scalar(byte)))))
        case 0x80..<0xA0: if let next = Self.introduced(by: byte - 0x40) { state = next }
        default: if let scalar = Scalar(lead: byte) { state = .character(scalar) }
        }
    }

    /// ESC and one character are that key with Alt, which means nothing, unless they introduce a sequence.
    private mutating func takeBehindEscape(_ byte: UInt8) {
        if let next = Self.introduced(by: byte) {
            state = next
        } else if (0x20...0x2F).contains(byte) {
            state = .escapeIntermediate
        } else if let scalar = Scalar(lead: byte) {
            hasAlt = true
            state = .character(scalar)
        } else {
            begin(.ground)
        }
    }

    /// What ESC and this byte begin, or the control character that stands for both.
    private static func introduced(by byte: UInt8) -> State? {
        switch byte {
        case 0x5B: .control(ControlSequence())
        case 0x4F: .shift([])
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F: .string
        default: nil
        }
    }

    private mutating func takeContinuation(_ byte: UInt8, of scalar: Scalar, _ inputs: inout [Input]) {
        guard byte & 0xC0 == 0x80 else {
            begin(.ground)
            take(byte, &inputs)
            return
        }
        var scalar = scalar
        scalar.take(byte)
        state = .character(scalar)
        guard scalar.isComplete else { return }
        let value = scalar.value
        let isAlone = !hasAlt
        begin(.ground)
        guard isAlone, let value else { return }
        // Control characters of eight bits, written as characters.
        if (0x80..<0xA0).contains(value.value) {
            takeInGround(UInt8(value.value), &inputs)
        } else {
            inputs.append(.key(.character(Character(value))))
        }
    }
}

extension InputDecoder {
    /// A character of several bytes in the making; one that is no UTF-8 is taken to its end and gives nothing.
    private struct Scalar: Sendable, Hashable {
        private var bits: UInt32
        private var missing: Int
        private let least: UInt32

        /// - Returns: nil for a byte that begins no such character.
        init?(lead: UInt8) {
            switch lead {
            case 0xC0..<0xE0: (bits, missing, least) = (UInt32(lead & 0x1F), 1, 0x80)
            case 0xE0..<0xF0: (bits, missing, least) = (UInt32(lead & 0x0F), 2, 0x800)
            case 0xF0..<0xF8: (bits, missing, least) = (UInt32(lead & 0x07), 3, 0x1_0000)
            default: return nil
            }
        }

        mutating func take(_ continuation: UInt8) {
            bits = bits << 6 | UInt32(continuation & 0x3F)
            missing -= 1
        }

        var isComplete: Bool { missing == 0 }

        /// Nil for what is written with more bytes than it needs, for surrogates, and beyond Unicode.
        var value: Unicode.Scalar? { bits >= least ? Unicode.Scalar(bits) : nil }
    }

    /// Pasted text in the making.
    private struct Paste: Sendable, Hashable {
        private static let end: [UInt8] = Array("\u{1B}[201~".utf8)
        /// Bytes that are kept; no line that is written here has as many.
        private static let limit = 100_000

        private var bytes: [UInt8] = []
        /// How much of the end mark has come.
        private var matched = 0

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var endsInEscape: Bool { matched == 1 }

        /// - Returns: whether the end mark is complete.
        mutating func take(_ byte: UInt8) -> Bool {
            if byte == Self.end[matched] {
                matched += 1
                return matched == Self.end.count
            }
            keep(Self.end[..<matched])
            matched = byte == Self.end[0] ? 1 : 0
            if matched == 0 { keep([byte]) }
            return false
        }

        private mutating func keep(_ more: some Collection<UInt8>) {
            bytes += more.prefix(Self.limit - bytes.count)
        }
    }
}
