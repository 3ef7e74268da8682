/// Different words, each once, with the features that it brings: a few words make nearly all texts, and each has a dozen.
struct WordTable: Sendable {
    typealias Unit = ScalarTable.Unit

    /// Open addressing: the number of a word and one, from where its feature's own bits say; 0 for none.
    private var slots = [UInt32](repeating: 0, count: 1 << 8)
    /// By number, the feature that a word itself is.
    private(set) var features: [UInt64] = []
    /// What words with runs of characters are made of, one behind the other; nothing of others.
    private var units: [Unit] = []
    /// Where each word's units end, and before all 0.
    private var unitEnds = [0]

    /// How many words there are.
    var count: Int { features.count }

    /// What was read while words were only looked for, so that no compiler leaves that out.
    private var touched: UInt64 = 0

    /// Has the memory brought what ``number(of:_:)`` reads of words, many at once, where each look-up by itself would wait.
    ///
    /// - Parameter words: the features that they are.
    mutating func touch(_ words: some Sequence<UInt64>) {
        let mask = slots.count - 1
        touched = slots.withUnsafeBufferPointer { slots in
            features.withUnsafeBufferPointer { features in
                unitEnds.withUnsafeBufferPointer { ends in
                    words.reduce(0 as UInt64) { touched, feature in
                        let number = Int(slots[Int(truncatingIfNeeded: feature) & mask])
                        return number == 0 ? touched : touched ^ features[number - 1] ^ UInt64(ends[number])
                    }
                }
            }
        }
    }

    /// The number of a token's word, which gets the next one where it has none.
    ///
    /// - Parameter units: those of its text.
    /// - Complexity: O(units of the token), amortised.
    mutating func number(of span: TokenSpans.Span, _ units: UnsafeBufferPointer<Unit>) -> UInt32 {
        let word = UnsafeBufferPointer(rebasing: units[span.hasRuns ? span.range : 0..<0])
        var slot = Int(truncatingIfNeeded: span.feature) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            // Words of one hash are two words all the same.
            if features[number] == span.feature, isWord(number, word) { return UInt32(number) }
            slot = (slot + 1) & (slots.count - 1)
        }
        features.append(span.feature)
        self.units.append(contentsOf: word)
        unitEnds.append(self.units.count)
        slots[slot] = UInt32(features.count)
        if features.count * 2 > slots.count { grow() }
        return UInt32(features.count - 1)
    }

    private func isWord(_ number: Int, _ word: UnsafeBufferPointer<Unit>) -> Bool {
        let range = unitEnds[number]..<unitEnds[number + 1]
        guard range.count == word.count else { return false }
        return units.withUnsafeBufferPointer { units in
            for place in 0..<word.count where units[range.lowerBound + place] != word[place] { return false }
            return true
        }
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (number, feature) in features.enumerated() {
            var slot = Int(truncatingIfNeeded: feature) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }

    /// Appends the features of a word, as often as they stand in it: itself, and its runs of characters.
    func appendFeatures(of number: Int, runs lengths: ClosedRange<Int>?, to found: inout [UInt64]) {
        found.append(features[number])
        let range = unitEnds[number]..<unitEnds[number + 1]
        guard let lengths, !range.isEmpty else { return }
        units.withUnsafeBufferPointer { units in
            let word = UnsafeBufferPointer(rebasing: units[range])
            for start in 0...word.count + 1 {
                FeatureHash.visitRuns(from: start, of: word, lengths: lengths) { found.append($0) }
            }
        }
    }
}
