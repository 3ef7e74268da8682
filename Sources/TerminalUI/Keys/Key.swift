/// A key as a terminal reports it.
public enum Key: Sendable, Hashable {
    case character(Character)
    case enter, escape, backspace, tab
    case up, down, left, right, pageUp, pageDown, home, end
    case control(Character)
}

extension Key {
    private static let names: [(String, Key)] = [
        ("space", .character(" ")), ("enter", .enter), ("esc", .escape), ("backspace", .backspace), ("tab", .tab),
        ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("page up", .pageUp),
        ("page down", .pageDown), ("home", .home), ("end", .end),
    ]

    /// The key as it is written: `u`, `space`, `page up`, `ctrl-l`.
    public var name: String {
        if let known = Self.names.first(where: { $0.1 == self }) { return known.0 }
        switch self {
        case .character(let character): return String(character)
        case .control(let character): return "ctrl-\(character)"
        default: return ""
        }
    }

    /// The key that is written so; nil for what is no key's name.
    public init?(name: String) {
        if let known = Self.names.first(where: { $0.0 == name.lowercased() }) {
            self = known.1
        } else if name.count == 1, let character = name.first {
            self = .character(character)
        } else if name.lowercased().hasPrefix("ctrl-"), name.count == 6, let character = name.lowercased().last,
            ("a"..."z").contains(character)
        {
            self = .control(character)
        } else {
            return nil
        }
    }
}

extension Key {
    /// The key that sends a control character; nil for one that means nothing here.
    init?(control byte: UInt8) {
        switch byte {
        case 0x0D, 0x0A: self = .enter
        case 0x1B: self = .escape
        case 0x7F, 0x08: self = .backspace
        case 0x09: self = .tab
        case 1...26: self = .control(Character(Unicode.Scalar(byte + 0x60)))
        default: return nil
        }
    }
}
