/// Which keys labels can have.
public enum LabelKeys {
    /// Keys of labels for which none is given, in the order of the labels.
    public static let standard = Array("1234567890abdiptvwyz")

    /// Keys on every keyboard that a label can have: the standard ones, then signs.
    static let plain = standard + Array("+-.,;:@#$%&*()[]{}<|~^_'\"\\`")

    /// Why a label cannot have a key; nil where it can.
    ///
    /// - Parameter reserved: keys that the program uses itself, and what for.
    public static func fault(of key: Character, reserved: [Character: String]) -> Fault? {
        if let use = reserved[key] { return .isTaken(use) }
        // A terminal reports a scalar at a time.
        guard key.unicodeScalars.count == 1, let scalar = key.unicodeScalars.first else { return .isNoKey }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber,
            .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .otherSymbol, .modifierSymbol:
            return nil
        default: return .isNoKey
        }
    }

    /// What is wrong with a key.
    public enum Fault: Sendable, Hashable {
        /// The program uses it, for what is named so.
        case isTaken(String)
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
