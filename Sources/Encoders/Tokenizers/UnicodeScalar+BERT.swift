/// How BERT's tokenizer sorts characters.
///
/// The library `tokenizers` sorts by the tables of Unicode 8, for all that came later has no category there: it is
/// neither dropped nor punctuation nor an accent; and what was sorted anew since is where it was.
extension Unicode.Scalar {
    private var category: Unicode.GeneralCategory {
        guard let age = properties.age, age.major <= 8 else { return .unassigned }
        switch value {
        case 0x166D, 0x111C9: return .otherPunctuation
        case 0x1734, 0x1171E: return .nonspacingMark
        case 0xA9BD: return .spacingMark
        case 0x1885, 0x1886: return .otherLetter
        default: return properties.generalCategory
        }
    }

    /// A character that is dropped when a text is cleaned.
    var isDroppedByBERT: Bool {
        switch value {
        case 0, 0xFFFD: return true
        case 0x09, 0x0A, 0x0D: return false
        default: break
        }
        return switch category {
        case .control, .format, .privateUse, .surrogate: true
        default: false
        }
    }

    /// A mark that is taken off its letter.
    var isAccentToBERT: Bool { value >= 0x300 && category == .nonspacingMark }

    /// A character that is a word of its own.
    var isPunctuationToBERT: Bool {
        switch value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
        default: break
        }
        return switch category {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }

    /// A character of the blocks that hold Chinese ones.
    var isChineseToBERT: Bool {
        switch value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}
