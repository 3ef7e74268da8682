import Threads

/// Texts as sequences of words while more texts come, and in the end as rows of features: which features are kept, and what each
/// is worth, is known only then.
///
/// Features belong to words, each of which brings its own once, however many texts it stands in; pairs of words are features as
/// well. Words and features are numbered in parts, by the highest bits of their names, each by a thread of its own. Which number
/// one gets shows nowhere: the vocabulary is by the features' names. Not copyable: these arrays are large.
struct WordSequences: ~Copyable {
    private static let partBits = 2
    /// Words and pairs that are looked for at once.
    private static let atOnce = 32
    static let partCount = 1 << partBits
    static func part(of feature: UInt64) -> Int { Int(feature >> UInt64(64 - partBits)) }

    /// Words of one part.
    private struct WordPart: Sendable {
        var table = WordTable()
        /// How often each stands in texts that the vocabulary is drawn from.
        private(set) var uses: [UInt32] = []
        /// Words whose features have been named.
        private var known = 0
        /// How many of them are the newest.
        private(set) var newCount = 0
        /// The features of the newest words by their names, one word behind the other, in each ascending.
        private(set) var names: [UInt64] = []
        /// Where among them those of each part end, ``partCount`` for each of the newest words, and before all 0.
        private(set) var ends = [0]

        /// The number of a token's word.
        ///
        /// - Parameter isCounted: whether the vocabulary is drawn from its text.
        @inline(__always)
        mutating func number(
            of span: TokenSpans.Span, _ units: UnsafeBufferPointer<TokenSpans.Unit>, isCounted: Bool
        ) -> UInt32 {
            let number = table.number(of: span, units)
            if number == uses.count { uses.append(0) }
            if isCounted, uses[Int(number)] < .max { uses[Int(number)] += 1 }
            return number
        }

        /// Names the features of the words that came since the last time.
        mutating func nameFeatures(runs: ClosedRange<Int>?) {
            var sort = BucketSort<UInt64>()
            var found: [UInt64] = []
            names.removeAll(keepingCapacity: true)
            ends = [0]
            for word in known..<table.count {
                found.removeAll(keepingCapacity: true)
                table.appendFeatures(of: word, runs: runs, to: &found)
                sort.sort(&found)
                var end = 0
                for part in 0..<partCount {
                    while end < found.count, WordSequences.part(of: found[end]) == part { end += 1 }
                    ends.append(names.count + end)
                }
                names += found
            }
            newCount = table.count - known
            known = table.count
        }
    }

    /// Features of one part.
    private struct FeaturePart: Sendable {
        var numbers = FeatureNumbers()
        /// What of this part words bring: numbers of features, one word behind the other, in each by ascending name.
        private(set) var brought: [UInt32] = []
        /// By a word's number and part, where that stands.
        private(set) var ranges: [BroughtRange] = []

        struct BroughtRange: Sendable {
            var start: UInt32 = 0
            var end: UInt32 = 0
        }

        /// Numbers what the newest words bring.
        mutating func takeUp(_ words: WordPart, at wordPart: Int, _ part: Int) {
            var word = words.table.count - words.newCount
            for end in stride(from: part, to: words.ends.count - 1, by: partCount) {
                let start = UInt32(brought.count)
                for name in words.ends[end]..<words.ends[end + 1] {
                    brought.append(numbers.number(of: words.names[name]))
                }
                let place = word * partCount + wordPart
                if place >= ranges.count {
                    ranges.append(contentsOf: repeatElement(BroughtRange(), count: place + 1 - ranges.count))
                }
                ranges[place] = BroughtRange(start: start, end: UInt32(brought.count))
                word += 1
            }
        }

        /// Counts what words bring, each as often as it stands in texts.
        ///
        /// - Parameter uses: by part and number, how often.
        mutating func count(_ uses: [[UInt32]]) {
            for (wordPart, uses) in uses.enumerated() {
                for (word, times) in uses.enumerated() where times > 0 {
                    let range = ranges[word * partCount + wordPart]
                    for place in range.start..<range.end { numbers.count(brought[Int(place)], times: times) }
                }
            }
        }
    }

    private let settings: FeatureSettings
    // Each with tables of its own: of one that they share the sanitizer cannot see who copies it first.
    private var words = (0..<Self.partCount).map { _ in WordPart() }
    private var features: [FeaturePart]
    /// Where each text's tokens begin.
    private var offsets = [0]
    /// The word of each token: number and part.
    private var tokens: [UInt32] = []
    /// The feature that each token is with the one before it, number and part; ``none`` for the first of a text. Empty where pairs
    /// are no features.
    private var pairs: [UInt32] = []
    /// By text whether the vocabulary is drawn from it.
    private var isDrawnFrom: [Bool] = []

    private static let none = UInt32.max

    init(_ settings: FeatureSettings) {
        self.settings = settings
        features = (0..<Self.partCount).map { _ in FeaturePart() }
    }

    // MARK: Texts

    /// Adds texts.
    ///
    /// - Complexity: O(tokens + features of words that were not there before), shared among at most as many threads as there are
    ///   parts.
    mutating func append(_ chunks: [Chunk], threads: Int) {
        var batch = Batch()
        var end = tokens.count
        for chunk in chunks {
            batch.chunks.append((chunk, end))
            for own in chunk.ends { offsets.append(end + own) }
            isDrawnFrom += chunk.isDrawnFrom
            end += chunk.spans.count
        }
        let hasPairs = settings.wordGrams > 1
        tokens += repeatElement(0, count: end - tokens.count)
        if hasPairs { pairs += repeatElement(Self.none, count: end - pairs.count) }
        let runs = settings.characterGrams
        let texts = batch
        tokens.withUnsafeMutableBufferPointer { tokens in
            pairs.withUnsafeMutableBufferPointer { pairs in
                words.withUnsafeMutableBufferPointer { words in
                    features.withUnsafeMutableBufferPointer { features in
                        let arrays = Arrays(words: words, features: features, tokens: tokens, pairs: pairs)
                        Parallel.forEach(Self.partCount, threads: threads) { part in
                            arrays.numberWords(of: texts, part)
                            arrays.words[part].nameFeatures(runs: runs)
                        }
                        Parallel.forEach(Self.partCount, threads: threads) { part in
                            for other in 0..<Self.partCount {
                                arrays.features[part].takeUp(arrays.words[other], at: other, part)
                            }
                            if hasPairs { arrays.numberPairs(of: texts, part) }
                        }
                    }
                }
            }
        }
    }

    /// Chunks, and where their tokens begin among all.
    private struct Batch: Sendable {
        var chunks: [(chunk: Chunk, firstToken: Int)] = []
    }

    /// The arrays while several threads work on them, each on a part of its own.
    private struct Arrays: @unchecked Sendable {
        let words: UnsafeMutableBufferPointer<WordPart>
        let features: UnsafeMutableBufferPointer<FeaturePart>
        let tokens: UnsafeMutableBufferPointer<UInt32>
        let pairs: UnsafeMutableBufferPointer<UInt32>

        func numberWords(of batch: Batch, _ part: Int) {
            for (chunk, first) in batch.chunks {
                chunk.units.withUnsafeBufferPointer { units in
                    chunk.spans.withUnsafeBufferPointer { spans in
                        forEachBlock(of: chunk.words.range(part)) { block in
                            words[part].table.touch(chunk.words.features[block])
                            for code in chunk.words.codes[block] {
                                let place = Int(code >> 1)
                                let number = words[part].number(of: spans[place], units, isCounted: code & 1 != 0)
                                tokens[first + place] = number << UInt32(partBits) | UInt32(part)
                            }
                        }
                    }
                }
            }
        }

        /// Calls `body` with a few at a time. All of them are looked for first: what one has to wait for in memory, the next one need
        /// not.
        @inline(__always)
        private func forEachBlock(of range: Range<Int>, _ body: (Range<Int>) -> Void) {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: atOnce) {
                body(start..<min(start + atOnce, range.upperBound))
            }
        }

        /// Numbers and counts, of one part, the pairs of words of texts.
        func numberPairs(of batch: Batch, _ part: Int) {
            for (chunk, first) in batch.chunks {
                forEachBlock(of: chunk.pairs.range(part)) { block in
                    features[part].numbers.touch(chunk.pairs.features[block])
                    for pair in block {
                        let code = chunk.pairs.codes[pair]
                        let number = features[part].numbers.number(
                            of: chunk.pairs.features[pair], counting: code & 1)
                        pairs[first + Int(code >> 1)] = number << UInt32(partBits) | UInt32(part)
                    }
                }
            }
        }
    }

    // MARK: Rows

    /// The vocabulary and the rows, and an end of what was counted.
    ///
    /// - Parameter minimum: texts that a feature has to stand in.
    /// - Throws: `CancellationError` when the monitor says so.
    consuming func finish(
        inAtLeast minimum: UInt32, threads: Int, monitor: WorkMonitor
    ) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
        let uses = words.map(\.uses)
        words = []
        let parts = features
        features = []
        // Columns by the features' names, so that they depend on the texts alone and not on their order. What occurs in too few
        // places stands in too few texts.
        let least = max(1, minimum, UInt32(clamping: settings.minimumOccurrences))
        let counted = Parallel.map(parts.count, threads: threads) { part in
            var part = parts[part]
            part.count(uses)
            return part.numbers.kept(occurring: least)
        }
        let columns = FeatureColumns(counted, of: parts.map(\.numbers.count))
        var made = try makeRows(
            Self.wordColumns(of: parts, columns), columns, threads: threads, monitor: monitor)
        // In how many texts: what comes again in a text has occurred, and not in another text.
        var frequencies = counted.flatMap { $0.map(\.occurrences) }
        made.forEachRepeat { text, column, times in
            guard isDrawnFrom[text] else { return }
            let again = UInt32(clamping: times - 1)
            frequencies[column] -= min(frequencies[column], again)
        }
        let kept = frequencies.indices.filter { frequencies[$0] >= max(1, minimum) }
        let names = counted.flatMap { $0.map(\.feature) }
        if kept.count < frequencies.count { made.keep(kept, of: frequencies.count, threads: threads) }
        let vocabulary = Vocabulary(
            settings: settings, features: kept.map { names[$0] }, frequencies: kept.map { frequencies[$0] },
            textCount: isDrawnFrom.count { $0 })
        return (
            vocabulary, SparseRows(made.rows(FeatureWeights(of: vocabulary), columnCount: kept.count, threads: threads))
        )
    }

    /// Rows whose columns are those of all features that may be kept.
    private func makeRows(
        _ wordColumns: NumberLists, _ columns: FeatureColumns, threads: Int, monitor: WorkMonitor
    ) throws -> MadeRows {
        let (offsets, tokens, pairs) = (offsets, tokens, pairs)
        return try RowMaker(wordColumns).rows(
            ofTexts: offsets.count - 1, words: tokens.count, pairs: pairs.count, threads: threads, monitor: monitor
        ) { texts, builder in
            var (words, known): ([UInt32], [UInt32]) = ([], [])
            tokens.withUnsafeBufferPointer { tokens in
                pairs.withUnsafeBufferPointer { pairs in
                    for text in texts {
                        words.removeAll(keepingCapacity: true)
                        known.removeAll(keepingCapacity: true)
                        for place in offsets[text]..<offsets[text + 1] {
                            words.append(tokens[place])
                            guard !pairs.isEmpty else { continue }
                            let column = columns.column(ofPair: pairs[place])
                            if column != Self.none { known.append(column) }
                        }
                        builder.append(words: words, pairs: known)
                    }
                }
            }
        }
    }

    /// The columns that each word brings, by number and part.
    private static func wordColumns(of parts: [FeaturePart], _ found: FeatureColumns) -> NumberLists {
        var lists = NumberLists()
        let count = parts.reduce(0) { max($0, $1.ranges.count) }
        lists.reserveCapacity(lists: count, numbers: parts.reduce(0) { $0 + $1.brought.count })
        var columns: [UInt32] = []
        for word in 0..<count {
            columns.removeAll(keepingCapacity: true)
            for (part, features) in parts.enumerated() where word < features.ranges.count {
                let range = features.ranges[word]
                for place in range.start..<range.end {
                    let column = found.column(part, Int(features.brought[Int(place)]))
                    if column != none { columns.append(column) }
                }
            }
            lists.append(columns)
        }
        return lists
    }

    /// What becomes of features.
    private struct FeatureColumns: Sendable {
        /// By part and number; ``none`` for those that are left out.
        private var columns: [[UInt32]]

        init(_ kept: [[FeatureNumbers.Entry]], of counts: [Int]) {
            columns = counts.map { [UInt32](repeating: none, count: $0) }
            var column: UInt32 = 0
            for (part, entries) in kept.enumerated() {
                for entry in entries {
                    columns[part][Int(entry.number)] = column
                    column += 1
                }
            }
        }

        func column(_ part: Int, _ number: Int) -> UInt32 { columns[part][number] }

        func column(ofPair pair: UInt32) -> UInt32 {
            pair == none ? none : columns[Int(pair) & (partCount - 1)][Int(pair >> UInt32(partBits))]
        }
    }
}
