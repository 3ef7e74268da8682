import Foundation

/// Writes texts without case and diacritics, as UTF-8, so that they can be searched as bytes.
///
/// Letters of every script are lower-cased; accents, Arabic and Hebrew vowel points, hamzas and nuktas, stretched
/// Arabic lines (tatweel), soft hyphens and variation selectors are left out. What makes another letter of its script
/// stays: the voiced marks of kana (`が` is not `か`), the vowel signs of Indic scripts and Thai, Hangul syllables.
struct FoldedText {
    /// Letters that have no decomposition into a plain one, but are typed as one where a keyboard lacks them.
    private static let plain: [Unicode.Scalar: String] = [
        "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ς": "σ",
    ]

    /// What is not ASCII and was met before.
    private var known: [Unicode.Scalar: [UInt8]] = [:]

    /// Adds a text, folded.
    ///
    /// - Complexity: O(bytes); what is not ASCII costs some ten times more.
    mutating func append(_ text: String, to bytes: inout [UInt8]) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            bytes.append(contentsOf: text.utf8.lazy.map(Self.lowered))
            return
        }
        for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.isASCII {
                bytes.append(Self.lowered(UInt8(scalar.value)))
            } else if let folded = known[scalar] {
                bytes.append(contentsOf: folded)
            } else {
                let folded = Self.folded(scalar)
                known[scalar] = folded
                bytes.append(contentsOf: folded)
            }
        }
    }

    /// The words of a query, folded: what stands between white space, without what folds to nothing.
    static func words(of query: String) -> [[UInt8]] {
        var folding = FoldedText()
        return query.split(whereSeparator: \.isWhitespace).compactMap { word in
            var bytes: [UInt8] = []
            folding.append(String(word), to: &bytes)
            return bytes.isEmpty ? nil : bytes
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    private static func folded(_ scalar: Unicode.Scalar) -> [UInt8] {
        let lower = scalar.properties.lowercaseMapping
        var folded = ""
        var isSame = true
        for part in lower.decomposedStringWithCanonicalMapping.unicodeScalars {
            if isLeftOut(part) {
                isSame = false
            } else if let letters = plain[part] {
                isSame = false
                folded += letters
            } else {
                folded.unicodeScalars.append(part)
            }
        }
        // Where nothing was taken off, the parts stay together: a Hangul syllable is not a run of letters.
        return Array((isSame ? lower : folded).utf8)
    }

    private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x640, 0xFE00...0xFE0F: return true
        default: break
        }
        guard scalar.properties.generalCategory == .nonspacingMark else { return false }
        // By canonical combining class: overlays, nuktas, Hebrew and Arabic points, and what stands above or below.
        switch scalar.properties.canonicalCombiningClass.rawValue {
        case 1, 7, 10...36, 200...: return true
        default: return false
        }
    }
}
