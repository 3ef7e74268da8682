/// The keys that are no letters of a line that is being written. Nobody can give them away, as nobody can a letter.
enum EntryKey {
    case keep, leave, clear

    var key: Key {
        switch self {
        case .keep: .enter
        case .leave: .escape
        case .clear: .control("u")
        }
    }

    var name: String { key.name }
}
