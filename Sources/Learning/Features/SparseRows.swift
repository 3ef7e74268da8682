/// Feature rows of which only what is not zero is held, by ascending column.
///
/// An entry takes two bytes, nearly always: how far its column lies behind the one before. Values of texts' features follow from
/// how often each stands there, which is nearly always once, from the worth of its column and the length of its row; other
/// rows hold theirs.
public struct SparseRows: Sendable, Hashable {
    /// Columns, those of which no row has anything included.
    public let columnCount: Int
    /// Row *i* has the entries `offsets[i] ..< offsets[i + 1]` of all.
    private(set) var offsets = NumberList([0])
    /// Row *i* owns the codes `codeOffsets[i] ..< codeOffsets[i + 1]`.
    private(set) var codeOffsets = NumberList([0])
    /// For each entry the distance from the column before, which for the first is −1, times two, and 1 where it does not come once;
    /// ``farCode`` and two codes where the distance is too large. Then how often it comes where it is not once, likewise.
    private(set) var codes = NumberList<UInt16>()
    private(set) var values: Values

    /// Where values come from.
    enum Values: Sendable, Hashable {
        /// They stand here, by entry.
        case given([Float])
        /// From counts, and the length of each row before it was divided by it.
        case weighted(FeatureWeights, lengths: NumberList<Double>)
    }

    /// Distances that have no room in a code.
    static let farCode: UInt16 = 0x7FFF
    static let largeCount: UInt16 = 0xFFFF

    public init(columnCount: Int) {
        self.columnCount = columnCount
        values = .given([])
    }

    /// No rows yet, of texts whose features have these weights.
    init(columnCount: Int, weights: FeatureWeights) {
        self.columnCount = columnCount
        values = .weighted(weights, lengths: NumberList())
    }

    /// The rows of texts, as they were put together before.
    ///
    /// - Precondition: ``areSound(threads:)``.
    init(
        columnCount: Int, offsets: NumberList<Int>, codeOffsets: NumberList<Int>, codes: NumberList<UInt16>,
        weights: FeatureWeights, lengths: NumberList<Double>
    ) {
        self.columnCount = columnCount
        self.offsets = offsets
        self.codeOffsets = codeOffsets
        self.codes = codes
        values = .weighted(weights, lengths: lengths)
    }

    /// Rows without entries.
    init(emptyRows count: Int) {
        self.init(columnCount: 0)
        offsets = NumberList(Array(repeating: 0, count: count + 1))
        codeOffsets = offsets
    }

    /// Number of rows.
    public var count: Int { offsets.count - 1 }

    /// Entries of all rows.
    public var entryCount: Int { offsets[offsets.count - 1] }

    /// Number of entries of a row; 0 for a message in which no feature is known.
    public func entryCount(_ row: Int) -> Int { offsets[row + 1] - offsets[row] }

    // MARK: Adding rows

    /// Adds a row.
    ///
    /// - Precondition: columns ascend and are below ``columnCount``; the rows are not those of texts.
    public mutating func append(_ entries: some Sequence<(column: UInt32, value: Float)>) {
        guard case .given(var values) = values else { preconditionFailure("values for rows of counts") }
        // The array is held here alone while it grows.
        self.values = .given([])
        var last = -1
        for (column, value) in entries {
            precondition(Int(column) > last && Int(column) < columnCount, "columns ascend below the column count")
            encode(distance: Int(column) - last, count: 1)
            last = Int(column)
            values.append(value)
        }
        offsets.append(values.count)
        codeOffsets.append(codes.count)
        self.values = .given(values)
    }

    /// Adds the row of a text.
    ///
    /// - Parameter columns: of its features, each as often as it stands in the text; they ascend.
    /// - Precondition: the rows are those of texts.
    mutating func append(columns: [UInt32]) {
        guard case .weighted(let weights, var lengths) = values else { preconditionFailure("counts for other rows") }
        values = .weighted(weights, lengths: NumberList())
        var squares = 0.0
        var (start, last, entries) = (0, -1, 0)
        columns.withUnsafeBufferPointer { columns in
            weights.withUnsafeWeights { weights in
                while start < columns.count {
                    var end = start + 1
                    while end < columns.count, columns[end] == columns[start] { end += 1 }
                    let column = Int(columns[start])
                    encode(distance: column - last, count: end - start)
                    let value = Double(weights.value(ofCount: end - start, column))
                    squares += value * value
                    entries += 1
                    (start, last) = (end, column)
                }
            }
        }
        offsets.append(entryCount + entries)
        codeOffsets.append(codes.count)
        lengths.append(squares.squareRoot())
        values = .weighted(weights, lengths: lengths)
    }

    @inline(__always)
    private mutating func encode(distance: Int, count: Int) {
        let isRepeated: UInt16 = count == 1 ? 0 : 1
        if distance < Int(Self.farCode) {
            codes.append(UInt16(distance) << 1 | isRepeated)
        } else {
            codes.append(Self.farCode << 1 | isRepeated)
            append(halvesOf: distance)
        }
        guard count != 1 else { return }
        if count < Int(Self.largeCount) {
            codes.append(UInt16(count))
        } else {
            codes.append(Self.largeCount)
            append(halvesOf: count)
        }
    }

    private mutating func append(halvesOf number: Int) {
        codes.append(UInt16(truncatingIfNeeded: number))
        codes.append(UInt16(truncatingIfNeeded: number >> 16))
    }

    /// Makes room for so many entries, which takes no memory before they are there.
    mutating func reserveCapacity(entries: Int) { codes.reserveCapacity(entries) }

    /// Adds the rows of other texts with the same weights.
    mutating func append(contentsOf other: SparseRows) {
        guard case .weighted(let weights, var lengths) = values, case .weighted(_, let others) = other.values else {
            preconditionFailure("rows of different kinds")
        }
        values = .weighted(weights, lengths: NumberList())
        let (entries, first) = (entryCount, codes.count)
        for end in other.offsets.dropFirst() { offsets.append(entries + end) }
        for end in other.codeOffsets.dropFirst() { codeOffsets.append(first + end) }
        other.codes.withUnsafeBufferPointer { codes.append(contentsOf: $0) }
        lengths.append(contentsOf: others)
        values = .weighted(weights, lengths: lengths)
    }

    // MARK: Reading

    /// Calls `body` with the column and the value of each entry of a row that is wanted, columns ascending.
    @inline(__always)
    func forEachEntry(_ row: Int, where isWanted: (Int) -> Bool = { _ in true }, _ body: (Int, Float) -> Void) {
        codes.withUnsafeBufferPointer { codes in
            var reader = CodeReader(codes: codes, place: codeOffsets[row])
            let end = codeOffsets[row + 1]
            switch values {
            case .given(let values):
                var entry = offsets[row]
                while reader.place < end {
                    _ = reader.next()
                    if isWanted(reader.column) { body(reader.column, values[entry]) }
                    entry += 1
                }
            case .weighted(let weights, let lengths):
                let length = lengths[row]
                weights.withUnsafeWeights { weights in
                    while reader.place < end {
                        let count = reader.next()
                        guard isWanted(reader.column) else { continue }
                        body(reader.column, weights.value(ofCount: count, reader.column, length: length))
                    }
                }
            }
        }
    }

    /// Goes through the codes of a row.
    private struct CodeReader {
        let codes: UnsafeBufferPointer<UInt16>
        var place: Int
        private(set) var column = -1

        init(codes: UnsafeBufferPointer<UInt16>, place: Int) {
            self.codes = codes
            self.place = place
        }

        /// Goes to the next entry.
        ///
        /// - Returns: how often it comes.
        @inline(__always)
        mutating func next() -> Int {
            let code = codes[place]
            place += 1
            column += code >> 1 == farCode ? halves() : Int(code >> 1)
            guard code & 1 != 0 else { return 1 }
            let count = codes[place]
            place += 1
            return count == largeCount ? halves() : Int(count)
        }

        private mutating func halves() -> Int {
            defer { place += 2 }
            return Int(codes[place]) | Int(codes[place + 1]) << 16
        }
    }

    /// Columns and values of a row, columns ascending.
    public func rowEntries(_ row: Int) -> [(column: UInt32, value: Float)] {
        var entries: [(column: UInt32, value: Float)] = []
        entries.reserveCapacity(entryCount(row))
        forEachEntry(row) { entries.append((UInt32($0), $1)) }
        return entries
    }

    /// A row with its zeros: ``columnCount`` numbers.
    public func dense(_ row: Int) -> [Float] {
        var numbers = [Float](repeating: 0, count: columnCount)
        forEachEntry(row) { numbers[$0] = $1 }
        return numbers
    }
}
