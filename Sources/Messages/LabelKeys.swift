/// Which keys labels can have.
public enum LabelKeys {
    /// Keys that the program uses, and what for: what a label with such a key would hide. Capital letters are not among
    /// them: all of them are kept for strategies.
    public static let reserved: [Character: String] = [
        " ": "skip", "u": "undo", "s": "strategy", "l": "queue", "h": "history", "/": "search", "c": "metrics",
        "r": "retrain", "m": "guess", "x": "words", "n": "note", "e": "long-note", "f": "flag", "=": "duplicates",
        "g": "guidelines", "o": "columns", "!": "problems", ">": "save-elsewhere", "?": "help", "q": "quit",
        "k": "up-too", "j": "down-too",
    ]

    /// Keys of labels for which none is given, in the order of the labels.
    public static let standard = Array("1234567890abdiptvwyz")

    /// Keys on every keyboard that a label can have: the standard ones, then signs.
    static let plain = standard + Array("+-.,;:@#$%&*()[]{}<|~^_'\"\\`")

    /// Why a label cannot have a key; nil where it can.
    public static func fault(of key: Character) -> Fault? {
        if let use = reserved[key] { return .isTaken(use) }
        if key.isUppercase || key.isTitlecase { return .isCapital }
        // A terminal reports a scalar at a time.
        guard key.unicodeScalars.count == 1, let scalar = key.unicodeScalars.first else { return .isNoKey }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber,
            .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .otherSymbol, .modifierSymbol:
            return nil
        default: return .isNoKey
        }
    }

    public enum Fault: Sendable, Hashable {
        /// The program uses it, for what is named so.
        case isTaken(String)
        /// Capital letters switch strategies, those of today and those to come.
        case isCapital
        /// No key gives it: no character, several, or one that cannot be seen.
        case isNoKey
    }

    /// Keys for labels that have none: that of its place for each, where no other label was given it, else the next that
    /// is free.
    ///
    /// - Returns: as many as there are labels; nil for those that no standard key is left for.
    static func filled(_ given: [Character?]) -> [Character?] {
        var keys = given
        var free = standard.filter { !given.contains($0) }
        for place in keys.indices.prefix(standard.count) where keys[place] == nil {
            guard let position = free.firstIndex(of: standard[place]) else { continue }
            keys[place] = free.remove(at: position)
        }
        for place in keys.indices where keys[place] == nil && !free.isEmpty { keys[place] = free.removeFirst() }
        return keys
    }
}

extension Character {
    /// One of the few letters that are written as a capital and a small one, such as ǅ.
    fileprivate var isTitlecase: Bool { unicodeScalars.first?.properties.generalCategory == .titlecaseLetter }
}
