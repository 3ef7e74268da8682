import Threads

/// Feature rows of which only what is not zero is held, by ascending column.
///
/// Rows of texts follow from the words of each, and hold none of their values (``WordRows``); other rows hold theirs.
public struct SparseRows: Sendable, Hashable {
    /// Columns, those of which no row has anything included.
    public let columnCount: Int
    private(set) var storage: Storage

    enum Storage: Sendable {
        case texts(WordRows)
        case entries(Entries)
    }

    /// Entries as they were given.
    struct Entries: Sendable {
        /// Row *i* has the entries `offsets[i] ..< offsets[i + 1]` of all.
        fileprivate(set) var offsets = [0]
        fileprivate(set) var columns: [UInt32] = []
        fileprivate(set) var values: [Float] = []

        @inline(__always)
        fileprivate func forEachEntry(_ row: Int, where isWanted: (Int) -> Bool, _ body: (Int, Float) -> Void) {
            for entry in offsets[row]..<offsets[row + 1] where isWanted(Int(columns[entry])) {
                body(Int(columns[entry]), values[entry])
            }
        }
    }

    public init(columnCount: Int) {
        self.columnCount = columnCount
        storage = .entries(Entries())
    }

    /// The rows of texts.
    init(_ texts: WordRows) {
        columnCount = texts.columnCount
        storage = .texts(texts)
    }

    /// Rows without entries.
    init(emptyRows count: Int) {
        columnCount = 0
        storage = .entries(Entries(offsets: Array(repeating: 0, count: count + 1)))
    }

    /// Number of rows.
    public var count: Int {
        switch storage {
        case .texts(let texts): texts.count
        case .entries(let entries): entries.offsets.count - 1
        }
    }

    /// Entries of all rows.
    ///
    /// - Complexity: O(entries).
    public var entryCount: Int { (0..<count).reduce(0) { $0 + entryCount($1) } }

    /// Number of entries of a row; 0 for a message in which no feature is known.
    ///
    /// - Complexity: O(entries of the row).
    public func entryCount(_ row: Int) -> Int {
        var count = 0
        forEachEntry(row) { _, _ in count += 1 }
        return count
    }

    /// Whether no feature of a message is known.
    public func isEmpty(_ row: Int) -> Bool {
        switch storage {
        case .texts(let texts): texts.withView { $0.occurrenceCount(row) == 0 }
        case .entries(let entries): entries.offsets[row] == entries.offsets[row + 1]
        }
    }

    /// Adds a row.
    ///
    /// - Precondition: columns ascend and are below ``columnCount``; the rows are not those of texts.
    public mutating func append(_ row: some Sequence<(column: UInt32, value: Float)>) {
        guard case .entries(var entries) = storage else { preconditionFailure("entries behind rows of texts") }
        // The arrays are held here alone while they grow.
        storage = .entries(Entries())
        var last = -1
        for (column, value) in row {
            precondition(Int(column) > last && Int(column) < columnCount, "columns ascend below the column count")
            last = Int(column)
            entries.columns.append(column)
            entries.values.append(value)
        }
        entries.offsets.append(entries.values.count)
        storage = .entries(entries)
    }

    // MARK: Reading

    /// Calls `body` with the column and the value of each entry of a row that is wanted, columns ascending.
    @inline(__always)
    func forEachEntry(_ row: Int, where isWanted: (Int) -> Bool = { _ in true }, _ body: (Int, Float) -> Void) {
        switch storage {
        case .texts(let texts): texts.withView { $0.forEachEntry(row, where: isWanted, body) }
        case .entries(let entries): entries.forEachEntry(row, where: isWanted, body)
        }
    }

    /// Columns and values of a row, columns ascending.
    public func rowEntries(_ row: Int) -> [(column: UInt32, value: Float)] {
        var entries: [(column: UInt32, value: Float)] = []
        forEachEntry(row) { entries.append((UInt32($0), $1)) }
        return entries
    }

    /// A row with its zeros: ``columnCount`` numbers.
    public func dense(_ row: Int) -> [Float] {
        var numbers = [Float](repeating: 0, count: columnCount)
        forEachEntry(row) { numbers[$0] = $1 }
        return numbers
    }

    // MARK: Comparing

    /// Whether they have the same entries, however they are held.
    public static func == (left: SparseRows, right: SparseRows) -> Bool {
        guard left.columnCount == right.columnCount, left.count == right.count else { return false }
        return (0..<left.count).allSatisfy { row in
            left.rowEntries(row).elementsEqual(right.rowEntries(row)) { $0 == $1 }
        }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(columnCount)
        hasher.combine(count)
        for row in 0..<count {
            forEachEntry(row) {
                hasher.combine($0)
                hasher.combine($1)
            }
        }
    }
}
