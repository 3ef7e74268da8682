/// Feature rows in compressed form (CSR): only what is not zero, by ascending column.
public struct SparseRows: Sendable, Hashable {
    public private(set) var columnCount: Int
    /// Row *i* owns the entries `offsets[i] ..< offsets[i + 1]`.
    public private(set) var offsets: [Int] = [0]
    public private(set) var columns: [UInt32] = []
    public private(set) var values: [Float] = []

    /// A name for the feature of each column that is the same for other texts; empty where columns have none.
    public let featureNames: [UInt64]

    public init(columnCount: Int, featureNames: [UInt64] = []) {
        precondition(featureNames.isEmpty || featureNames.count == columnCount, "a name for each column or for none")
        self.columnCount = columnCount
        self.featureNames = featureNames
    }

    /// Rows that are in this form already.
    ///
    /// - Parameters:
    ///   - offsets: begins with 0 and ends with the number of entries.
    ///   - columns: ascending within each row, below the column count.
    init(columnCount: Int, featureNames: [UInt64], offsets: [Int], columns: [UInt32], values: [Float]) {
        self.init(columnCount: columnCount, featureNames: featureNames)
        self.offsets = offsets
        self.columns = columns
        self.values = values
    }

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

    /// A row with its zeros: ``columnCount`` numbers.
    public func dense(_ row: Int) -> [Float] {
        var numbers = [Float](repeating: 0, count: columnCount)
        for entry in entries(row) { numbers[Int(columns[entry])] = values[entry] }
        return numbers
    }
}
