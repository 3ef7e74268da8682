/// The keys of the menu of strategies that are no keys of the message, and so no binding's: they are taken there alone, where
/// no binding that moves in the menu has them.
enum MenuKey {
    case more, fewer, toggle, shorten

    var key: Key {
        switch self {
        case .more: .character("+")
        case .fewer: .character("-")
        case .toggle: .character(" ")
        case .shorten: .backspace
        }
    }

    var name: String { key.name }

    /// The digit that a key is; nil for other keys.
    static func digit(_ key: Key) -> Int? {
        if case .character(let character) = key, character.isASCII { character.wholeNumberValue } else { nil }
    }
}
