extension Tokenizer {
    /// A token and where it stands.
    struct PlacedToken: Sendable, Hashable {
        let token: Token
        /// In the text as it was given, before it was lower-cased, with the `#` or `@` in front; full stops, commas and
        /// apostrophes at the end of a number or a word are not part of it.
        let range: Range<String.Index>
    }

    /// The same tokens as ``tokens(of:)``, each with its place; a tag gives two of one place.
    ///
    /// - Complexity: O(scalars).
    func placedTokens(of text: String) -> [PlacedToken] {
        if words == .spaced {
            return Self.spacedWords(of: text).map {
                PlacedToken(token: Token(kind: .word, scalars: Array($0)), range: $0.startIndex..<$0.endIndex)
            }
        }
        // `lowercased()` goes scalar by scalar, and so does this: one that becomes several gives its place to each.
        var lowered: [Unicode.Scalar] = []
        var places: [String.Index] = []
        for index in text.unicodeScalars.indices {
            for scalar in text.unicodeScalars[index].properties.lowercaseMapping.unicodeScalars {
                lowered.append(scalar)
                places.append(index)
            }
        }
        var tokens: [PlacedToken] = []
        visitTokens(of: lowered) { token, range in
            var last = range.upperBound - 1
            while last > range.lowerBound, token.kind != .link, Self.endsNoToken(lowered[last]) { last -= 1 }
            let end = text.unicodeScalars.index(after: places[last])
            tokens.append(PlacedToken(token: token, range: places[range.lowerBound]..<end))
        }
        return tokens
    }

    private static func endsNoToken(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "," || scalar == "'" || scalar == "’"
    }
}
