/// Feature rows in compressed form (CSR): only what is not zero, by ascending column.
public struct SparseRows: Sendable, Hashable {
    /// Columns, those of which no row has anything included.
    public let columnCount: Int
    /// Row *i* owns the entries `offsets[i] ..< offsets[i + 1]`.
    public private(set) var offsets: [Int] = [0]
    /// Columns of the entries, row by row.
    public private(set) var columns: [UInt32] = []
    /// Values of the entries, likewise.
    public private(set) var values: [Float] = []

    public init(columnCount: Int) {
        self.columnCount = columnCount
    }

    /// Rows that are in this form already.
    ///
    /// - Parameters:
    ///   - offsets: begins with 0 and ends with the number of entries.
    ///   - columns: ascending within each row, below the column count.
    init(columnCount: Int, offsets: [Int], columns: [UInt32], values: [Float]) {
        self.init(columnCount: columnCount)
        self.offsets = offsets
        self.columns = columns
        self.values = values
    }

    /// Number of rows.
    public var count: Int { offsets.count - 1 }

    /// Adds a row.
    ///
    /// - Precondition: columns ascend and are below ``columnCount``.
    public mutating func append(_ entries: some Sequence<(column: UInt32, value: Float)>) {
        var last = -1
        for (column, value) in entries {
            precondition(Int(column) > last && Int(column) < columnCount, "columns ascend below the column count")
            last = Int(column)
            columns.append(column)
            values.append(value)
        }
        offsets.append(columns.count)
    }

    /// Positions of a row's entries in ``columns`` and ``values``.
    func entries(_ row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

    /// Columns and values of a row, columns ascending.
    public func rowEntries(_ row: Int) -> [(column: UInt32, value: Float)] {
        entries(row).map { (columns[$0], values[$0]) }
    }

    /// A row with its zeros: ``columnCount`` numbers.
    public func dense(_ row: Int) -> [Float] {
        var numbers = [Float](repeating: 0, count: columnCount)
        for entry in entries(row) { numbers[Int(columns[entry])] = values[entry] }
        return numbers
    }
}
