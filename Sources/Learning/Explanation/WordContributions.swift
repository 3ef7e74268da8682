/// How much one word of a message speaks for a label.
public struct WordContribution: Sendable, Hashable {
    /// Where the word stands in the text: whole characters. A tag begins with its `#`, a link and a sign are words too.
    public let range: Range<String.Index>
    /// What the word adds to the label's logit minus the mean of the other labels' logits; negative when it speaks
    /// against the label. With two labels the difference is the natural logarithm of the label's odds. Where a message can have
    /// several labels it is the label's logit alone, which is that logarithm then.
    public let contribution: Double

    public init(range: Range<String.Index>, contribution: Double) {
        self.range = range
        self.contribution = contribution
    }
}

/// What speaks for a label of a message, and what against it.
public struct LabelExplanation: Sendable, Hashable {
    /// Every word in order.
    public let words: [WordContribution]
    /// What the message's dense row adds, all its numbers together, as ``WordContribution/contribution`` does for a word: what
    /// the message means by its encoder belongs to no word. nil for a model without dense rows.
    public let meaning: Double?
}

extension Classifier {
    /// Which words of a message speak for a label, and which against it: gradient × input.
    ///
    /// With d the label's logit minus the mean of the other labels' logits, or alone where each label is one against the rest, a feature of value x contributes
    /// x · ∂d/∂x at the message's own activations. Within the linear region that the message is in (which hidden units
    /// are active) that is exact: the sum over all words, and what the biases give by themselves, is d. A feature that
    /// stands in a message several times shares its contribution evenly among those places; a word has all of its own
    /// feature and of its character runs, and half of each pair that it is in.
    ///
    /// Source: Shrikumar, Greenside, Shcherbina and Kundaje, *Not Just a Black Box*, 2016, arXiv:1605.01713; for ReLU
    /// units without biases it is layer-wise relevance propagation.
    ///
    /// - Parameters:
    ///   - text: the message as its features were read from it.
    ///   - label: 0 ..< K.
    ///   - rows: rows whose columns this model has learnt.
    ///   - row: the row of that text.
    ///   - vocabulary: what those columns stand for.
    /// - Returns: every word in order, none overlapping, also those that contribute 0: a word of which no feature was
    ///   learnt.
    /// - Complexity: O((entries of the row + dense width) × hidden units + characters).
    public func explanation(
        of text: String, label: Int, rows: FeatureRows, row: Int, vocabulary: Vocabulary
    ) -> LabelExplanation {
        let tokens = Tokenizer(words: vocabulary.settings.words).placedTokens(of: text)
        let places = FeatureExtractor(settings: vocabulary.settings).places(in: tokens.map(\.token))
        var contributions = [Double](repeating: 0, count: tokens.count)
        let (entries, meaning) = entryContributions(label: label, rows: rows, row: row)
        for (entry, contribution) in zip(rows.sparse.rowEntries(row), entries) {
            guard let places = places[vocabulary.features[Int(entry.column)]] else { continue }
            let share = contribution / Double(places.count)
            for place in places {
                contributions[place.lowerBound] += share / 2
                contributions[place.upperBound] += share / 2
            }
        }
        return LabelExplanation(words: Self.joined(zip(tokens.map(\.range), contributions), in: text), meaning: meaning)
    }

    /// x · ∂d/∂x of each entry of a row, with d the label's logit minus the mean of the other labels' logits; 0 where
    /// the column was never learnt. And the sum of the same over the numbers of the dense row; nil where the model or the
    /// rows have none.
    ///
    /// - Complexity: O((entries of the row + dense width) × hidden units).
    func entryContributions(label: Int, rows: FeatureRows, row: Int) -> (entries: [Double], meaning: Double?) {
        precondition(label >= 0 && label < labelCount, "label \(label) of \(labelCount)")
        let entries = rows.sparse.rowEntries(row)
        // Where the weights of each begin that has any, and how much they count.
        let starts = entries.map { entry -> (weights: Int, value: Double)? in
            let column = Int(entry.column)
            guard column < weightRows.count, weightRows[column] >= 0 else { return nil }
            return (Int(weightRows[column]) * hiddenCount, Double(entry.value) * Double(share(ofColumn: column)))
        }
        let dense = rows.dense.flatMap { $0.width == denseWidth ? $0.row(row) : nil }
        var hidden = hiddenBias.map(Double.init)
        for case (let start, let value)? in starts {
            for unit in 0..<hiddenCount { hidden[unit] += value * Double(inputWeights[start + unit]) }
        }
        for (number, value) in (dense ?? []).enumerated() {
            for unit in 0..<hiddenCount {
                hidden[unit] += Double(value) * Double(denseWeights[number * hiddenCount + unit])
            }
        }
        // ∂d/∂h, through the units that are active.
        let slopes = (0..<hiddenCount).map { hidden[$0] > 0 ? outputContrast(label: label, unit: $0) : 0 }
        func slope(_ weights: [Float], from start: Int) -> Double {
            (0..<hiddenCount).reduce(0.0) { $0 + slopes[$1] * Double(weights[start + $1]) }
        }
        return (
            starts.map { $0.map { $0.value * slope(inputWeights, from: $0.weights) } ?? 0 },
            dense.map { dense in
                dense.enumerated().reduce(0.0) { sum, number in
                    sum + Double(number.element) * slope(denseWeights, from: number.offset * hiddenCount)
                }
            }
        )
    }

    /// The output weight of a unit for a label; of one label a message minus the mean of its weights for the other labels.
    private func outputContrast(label: Int, unit: Int) -> Double {
        let own = Double(outputWeights[label * hiddenCount + unit])
        let all = (0..<labelCount).reduce(0.0) { $0 + Double(outputWeights[$1 * hiddenCount + unit]) }
        guard loss == .softmax else { return Double(outputWeights[label * hiddenCount + unit]) }
        return labelCount > 1 ? own - (all - own) / Double(labelCount - 1) : own
    }

    /// Words of whole characters: where two stand in one character, as the two halves of a flag, they are one word, and
    /// so are a tag and its word.
    private static func joined(
        _ parts: some Sequence<(Range<String.Index>, Double)>, in text: String
    ) -> [WordContribution] {
        let boundaries = Array(text.indices) + [text.endIndex]
        var words: [WordContribution] = []
        var boundary = 0
        for (range, contribution) in parts {
            while boundary + 1 < boundaries.count, boundaries[boundary + 1] <= range.lowerBound { boundary += 1 }
            var end = boundary
            while end + 1 < boundaries.count, boundaries[end] < range.upperBound { end += 1 }
            let whole = boundaries[boundary]..<boundaries[end]
            if let last = words.last, last.range.upperBound > whole.lowerBound {
                words[words.count - 1] = WordContribution(
                    range: last.range.lowerBound..<max(last.range.upperBound, whole.upperBound),
                    contribution: last.contribution + contribution)
            } else {
                words.append(WordContribution(range: whole, contribution: contribution))
            }
        }
        return words
    }
}

extension FeatureExtractor {
    /// Where each feature of a text stands: the tokens, one or two, of each of its occurrences. The same features as rows
    /// have, as often.
    fileprivate func places(in tokens: [Tokenizer.Token]) -> [UInt64: [ClosedRange<Int>]] {
        var places: [UInt64: [ClosedRange<Int>]] = [:]
        var before: UInt64?
        for (position, token) in tokens.enumerated() {
            let word = FeatureHash(kind: token.kind.rawValue, token.scalars).value
            places[word, default: []].append(position...position)
            if settings.wordGrams > 1, let before {
                places[FeatureHash.pair(before, word), default: []].append(position - 1...position)
            }
            before = word
            if let lengths = settings.characterGrams, token.kind == .word || token.kind == .tag {
                var runs: [UInt64] = []
                appendCharacterGrams(of: token.scalars, lengths: lengths, to: &runs)
                for run in runs { places[run, default: []].append(position...position) }
            }
        }
        return places
    }
}
