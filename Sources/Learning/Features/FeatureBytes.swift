import TensorFiles
import Threads

/// A vocabulary and the rows of the texts that it was drawn from, as bytes that can be used where they stand.
///
/// Four whole numbers of 8 bytes: the texts that the vocabulary was drawn from, columns, rows, codes. Then for each column
/// the name of its feature (8 bytes); for each row, and before all, where its entries and its codes end (8 bytes each); the
/// length of each row (a 64-bit floating-point number); for each column in how many texts it stands (4 bytes) and, in weighted
/// rows, its idf (a 32-bit floating-point number); all codes (2 bytes each). Little-endian, every number at a multiple of its
/// size. What codes say: ``SparseRows``.
public struct FeatureBytes: Sendable, Hashable {
    private let textCount: Int
    private let columnCount: Int
    private let rowCount: Int
    private let codeCount: Int
    private let isWeighted: Bool

    /// Bytes before the first section.
    public static let headCount = 32
    private static let mostColumns = Int(Int32.max)

    /// Whether numbers stand in this machine's memory as they do in the bytes.
    public static var areUsable: Bool { UInt16(1).littleEndian == 1 && Int.bitWidth == 64 }

    /// The bytes of these.
    ///
    /// - Precondition: the rows are those of texts, by the weights of the vocabulary.
    public init(_ vocabulary: Vocabulary, _ rows: SparseRows) {
        textCount = vocabulary.textCount
        columnCount = vocabulary.columnCount
        rowCount = rows.count
        codeCount = rows.codes.count
        isWeighted = vocabulary.settings.isWeighted
    }

    /// What such bytes say of themselves at their beginning.
    ///
    /// - Returns: nil where no texts can have such.
    private init?(_ file: MappedFile, at offset: Int, settings: FeatureSettings) {
        guard let head = NumberList<Int>(file, at: offset, count: 4) else { return nil }
        (textCount, columnCount, rowCount, codeCount) = (head[0], head[1], head[2], head[3])
        isWeighted = settings.isWeighted
        // Numbers of so many bytes stand in no file: their sums overflow nowhere.
        guard head.allSatisfy({ $0 >= 0 && $0 <= file.count }), columnCount < Self.mostColumns, textCount <= rowCount
        else { return nil }
    }

    /// How many there are.
    public var count: Int { sections.end }

    /// Where each section begins, from the beginning of all.
    private var sections:
        (
            features: Int, offsets: Int, codeOffsets: Int, lengths: Int, frequencies: Int, idf: Int, codes: Int,
            end: Int
        )
    {
        let features = Self.headCount
        let offsets = features + 8 * columnCount
        let codeOffsets = offsets + 8 * (rowCount + 1)
        let lengths = codeOffsets + 8 * (rowCount + 1)
        let frequencies = lengths + 8 * rowCount
        let idf = frequencies + 4 * columnCount
        let codes = idf + (isWeighted ? 4 * columnCount : 0)
        return (features, offsets, codeOffsets, lengths, frequencies, idf, codes, codes + 2 * codeCount)
    }

    // MARK: Writing

    /// Calls `body` with all bytes in order, in a few pieces that are not copied.
    ///
    /// - Precondition: ``areUsable``; the rows are those of texts.
    public static func forEachPiece(
        of vocabulary: Vocabulary, _ rows: SparseRows, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        guard case .weighted(let weights, let lengths) = rows.values else {
            preconditionFailure("rows that are not of texts")
        }
        let bytes = FeatureBytes(vocabulary, rows)
        func give<Number>(_ numbers: NumberList<Number>) throws {
            try numbers.withUnsafeBufferPointer { try body(UnsafeRawBufferPointer($0)) }
        }
        try give(NumberList([bytes.textCount, bytes.columnCount, bytes.rowCount, bytes.codeCount]))
        try give(vocabulary.features)
        try give(rows.offsets)
        try give(rows.codeOffsets)
        try give(lengths)
        try give(vocabulary.frequencies)
        try give(weights.idf)
        try give(rows.codes)
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
        guard let features: NumberList<UInt64> = list(sections.features, bytes.columnCount),
            let offsets: NumberList<Int> = list(sections.offsets, rowCount + 1),
            let codeOffsets: NumberList<Int> = list(sections.codeOffsets, rowCount + 1),
            let lengths: NumberList<Double> = list(sections.lengths, rowCount),
            let frequencies: NumberList<UInt32> = list(sections.frequencies, bytes.columnCount),
            let idf: NumberList<Float> = list(sections.idf, bytes.isWeighted ? bytes.columnCount : 0),
            let codes: NumberList<UInt16> = list(sections.codes, bytes.codeCount)
        else { return nil }
        let vocabulary = Vocabulary(
            settings: settings, features: features, frequencies: frequencies, textCount: bytes.textCount)
        let rows = SparseRows(
            columnCount: bytes.columnCount, offsets: offsets, codeOffsets: codeOffsets, codes: codes,
            weights: FeatureWeights(settings, idf: idf), lengths: lengths)
        guard vocabulary.isSound, idf.allSatisfy(\.isFinite), lengths.allSatisfy({ $0.isFinite && $0 >= 0 }),
            rows.areSound(threads: threads)
        else { return nil }
        return (vocabulary, rows)
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

extension SparseRows {
    /// Whether each row can be read: its codes are its own, and say as many entries as it has, with ascending columns that
    /// there are.
    ///
    /// - Complexity: O(codes), shared among the threads.
    func areSound(threads: Int) -> Bool {
        guard offsets.first == 0, codeOffsets.first == 0, codeOffsets.last == codes.count else { return false }
        let ranges = Parallel.ranges(of: count, chunk: 4_096)
        return Parallel.map(ranges.count, threads: threads) { piece in
            offsets.withUnsafeBufferPointer { offsets in
                codeOffsets.withUnsafeBufferPointer { codeOffsets in
                    codes.withUnsafeBufferPointer { codes in
                        ranges[piece].allSatisfy { row in
                            let (start, end) = (codeOffsets[row], codeOffsets[row + 1])
                            guard start >= 0, start <= end, end <= codes.count, offsets[row] >= 0,
                                let entries = entryCount(of: UnsafeBufferPointer(rebasing: codes[start..<end]))
                            else { return false }
                            let (last, overflows) = offsets[row].addingReportingOverflow(entries)
                            return !overflows && last == offsets[row + 1]
                        }
                    }
                }
            }
        }.allSatisfy { $0 }
    }

    /// How many entries the codes of a row say; nil where they say none that can be.
    private func entryCount(of codes: UnsafeBufferPointer<UInt16>) -> Int? {
        var (place, column, entries) = (0, -1, 0)
        func halves() -> Int? {
            guard place + 2 <= codes.count else { return nil }
            defer { place += 2 }
            return Int(codes[place]) | Int(codes[place + 1]) << 16
        }
        while place < codes.count {
            let code = codes[place]
            place += 1
            var distance = Int(code >> 1)
            if distance == Int(Self.farCode) {
                guard let far = halves() else { return nil }
                distance = far
            }
            column += distance
            guard distance > 0, column < columnCount else { return nil }
            if code & 1 != 0 {
                guard place < codes.count else { return nil }
                let times = codes[place]
                place += 1
                guard times != 1, times != Self.largeCount || halves() != nil else { return nil }
            }
            entries += 1
        }
        return entries
    }
}
