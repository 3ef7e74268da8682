import TensorFiles
import Threads

/// A vocabulary and the rows of the texts that it was drawn from, as bytes that can be used where they stand.
///
/// Eight whole numbers of 8 bytes: the texts that the vocabulary was drawn from, columns, rows, words, and how many numbers there
/// are in the rows' lists of words, of pairs and of repeats, and in the words' lists of columns. Then for each column the name of
/// its feature (8 bytes); for each row, and before all, where its list of words ends, of pairs, of repeats (8 bytes each, one
/// kind behind the other); for each word, and before all, where its list of columns ends (8 bytes); in weighted rows the length of each row
/// (a 64-bit floating-point number); for each column in how many texts it stands (4 bytes) and, in weighted rows, its idf (a 32-bit
/// floating-point number); the lists of words, of pairs, of repeats and of columns (4 bytes a number). Little-endian, every number
/// at a multiple of its size. What the lists say: ``WordRows``.
public struct FeatureBytes: Sendable, Hashable {
    private let textCount: Int
    private let columnCount: Int
    private let rowCount: Int
    private let wordCount: Int
    /// Numbers in the lists of words, pairs, repeats and columns.
    private let listCounts: [Int]
    private let isWeighted: Bool

    /// Bytes before the first section.
    public static let headCount = 64
    private static let mostColumns = Int(Int32.max)

    /// Whether numbers stand in this machine's memory as they do in the bytes.
    public static var areUsable: Bool { UInt16(1).littleEndian == 1 && Int.bitWidth == 64 }

    /// The bytes of these.
    ///
    /// - Precondition: the rows are those of texts, by the weights of the vocabulary.
    public init(_ vocabulary: Vocabulary, _ rows: SparseRows) { self.init(vocabulary, Self.texts(rows)) }

    private init(_ vocabulary: Vocabulary, _ rows: WordRows) {
        textCount = vocabulary.textCount
        columnCount = vocabulary.columnCount
        rowCount = rows.count
        wordCount = rows.columns.count
        listCounts = [rows.words, rows.pairs, rows.repeats, rows.columns].map(\.numbers.count)
        isWeighted = vocabulary.settings.isWeighted
    }

    /// What such bytes say of themselves at their beginning.
    ///
    /// - Returns: nil where no texts can have such.
    private init?(_ file: MappedFile, at offset: Int, settings: FeatureSettings) {
        guard let head = NumberList<Int>(file, at: offset, count: Self.headCount / 8) else { return nil }
        (textCount, columnCount, rowCount, wordCount) = (head[0], head[1], head[2], head[3])
        listCounts = Array(head[4...])
        isWeighted = settings.isWeighted
        // Numbers of so many bytes stand in no file: their sums overflow nowhere.
        guard head.allSatisfy({ $0 >= 0 && $0 <= file.count }), columnCount < Self.mostColumns, textCount <= rowCount
        else { return nil }
    }

    private static func texts(_ rows: SparseRows) -> WordRows {
        guard case .texts(let texts) = rows.storage else { preconditionFailure("rows that are not of texts") }
        return texts
    }

    /// How many there are.
    public var count: Int { sections.end }

    /// Where sections begin, from the beginning of all.
    private struct Sections {
        let features: Int
        /// Of words, pairs, repeats and columns, where each list ends.
        let ends: [Int]
        let lengths: Int
        let frequencies: Int
        let idf: Int
        /// The lists, in the same order.
        let lists: [Int]
        let end: Int
    }

    private var sections: Sections {
        var place = Self.headCount
        func next(_ count: Int, of bytes: Int) -> Int {
            defer { place += count * bytes }
            return place
        }
        let features = next(columnCount, of: 8)
        let ends = endCounts.map { next($0, of: 8) }
        let lengths = next(isWeighted ? rowCount : 0, of: 8)
        let frequencies = next(columnCount, of: 4)
        let idf = next(isWeighted ? columnCount : 0, of: 4)
        let lists = listCounts.map { next($0, of: 4) }
        return Sections(
            features: features, ends: ends, lengths: lengths, frequencies: frequencies, idf: idf, lists: lists,
            end: place)
    }

    /// How many ends each kind of list has.
    private var endCounts: [Int] { [rowCount, rowCount, rowCount, wordCount].map { $0 + 1 } }

    // MARK: Writing

    /// Calls `body` with all bytes in order, in a few pieces that are not copied.
    ///
    /// - Precondition: ``areUsable``; the rows are those of texts.
    public static func forEachPiece(
        of vocabulary: Vocabulary, _ rows: SparseRows, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        let rows = texts(rows)
        let bytes = FeatureBytes(vocabulary, rows)
        func give<Number>(_ numbers: NumberList<Number>) throws {
            try numbers.withUnsafeBufferPointer { try body(UnsafeRawBufferPointer($0)) }
        }
        let lists = [rows.words, rows.pairs, rows.repeats, rows.columns]
        try give(NumberList([bytes.textCount, bytes.columnCount, bytes.rowCount, bytes.wordCount] + bytes.listCounts))
        try give(vocabulary.features)
        for list in lists { try give(list.ends) }
        try give(rows.lengths)
        try give(vocabulary.frequencies)
        try give(rows.weights.idf)
        for list in lists { try give(list.numbers) }
    }

    // MARK: Reading

    /// The vocabulary and the rows that stand in a file, which stays mapped for as long as they are used.
    ///
    /// All that could lead a reader astray is looked at first, whoever has written the bytes; numbers that are only wrong give
    /// other rows.
    /// - Parameters:
    ///   - offset: where they begin, a multiple of 8.
    ///   - count: bytes that they have.
    ///   - rowCount: texts that are meant.
    /// - Returns: nil where they are not what is meant.
    /// - Complexity: O(bytes), shared among the threads.
    public static func read(
        _ file: MappedFile, at offset: Int, count: Int, rows rowCount: Int, settings: FeatureSettings, threads: Int
    ) -> (vocabulary: Vocabulary, rows: SparseRows)? {
        guard areUsable, let bytes = FeatureBytes(file, at: offset, settings: settings), bytes.count == count,
            bytes.rowCount == rowCount
        else { return nil }
        let sections = bytes.sections
        func list<Number>(_ section: Int, _ count: Int) -> NumberList<Number>? {
            NumberList(file, at: offset + section, count: count)
        }
        let lists = zip(zip(sections.ends, bytes.endCounts), zip(sections.lists, bytes.listCounts))
            .compactMap { ends, numbers -> NumberLists? in
                guard let ends: NumberList<Int> = list(ends.0, ends.1),
                    let numbers: NumberList<UInt32> = list(numbers.0, numbers.1)
                else { return nil }
                return NumberLists(ends: ends, numbers: numbers)
            }
        guard let features: NumberList<UInt64> = list(sections.features, bytes.columnCount),
            let lengths: NumberList<Double> = list(sections.lengths, bytes.isWeighted ? rowCount : 0),
            let frequencies: NumberList<UInt32> = list(sections.frequencies, bytes.columnCount),
            let idf: NumberList<Float> = list(sections.idf, bytes.isWeighted ? bytes.columnCount : 0),
            lists.count == 4
        else { return nil }
        let vocabulary = Vocabulary(
            settings: settings, features: features, frequencies: frequencies, textCount: bytes.textCount)
        // 1 + ln of a share is one at least, and of no number of texts more; a length is that of one such number, or of many.
        guard vocabulary.isSound, idf.allSatisfy({ (0.5...64).contains($0) }),
            lengths.allSatisfy({ $0 == 0 || (0.5...1e15).contains($0) }), lists.allSatisfy(\.areSound)
        else { return nil }
        let rows = WordRows(
            words: lists[0], pairs: lists[1], repeats: lists[2], columns: lists[3], lengths: lengths,
            weights: FeatureWeights(settings, idf: idf), columnCount: bytes.columnCount)
        return rows.areSound(threads: threads) ? (vocabulary, SparseRows(rows)) : nil
    }
}

extension Vocabulary {
    /// Whether its features ascend, and each stands in some of its texts.
    fileprivate var isSound: Bool {
        let isAscending = features.withUnsafeBufferPointer { features in
            features.indices.dropFirst().allSatisfy { features[$0 - 1] < features[$0] }
        }
        return isAscending
            && frequencies.withUnsafeBufferPointer { $0.allSatisfy { $0 >= 1 && Int($0) <= textCount } }
    }
}
