/// A dense matrix of numbers, row by row.
public struct Matrix: Sendable, Hashable {
    /// Rows.
    public let rowCount: Int
    /// Elements of a row.
    public let columnCount: Int
    /// `rowCount` × `columnCount` elements in row-major order.
    public private(set) var elements: [Float]

    /// - Precondition: `elements` has `rowCount` × `columnCount` elements.
    public init(rowCount: Int, columnCount: Int, elements: [Float]) {
        precondition(elements.count == rowCount * columnCount, "\(elements.count) is not \(rowCount) × \(columnCount)")
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.elements = elements
    }

    public init(zeros rowCount: Int, _ columnCount: Int) {
        self.init(
            rowCount: rowCount, columnCount: columnCount, elements: Array(repeating: 0, count: rowCount * columnCount))
    }

    /// One row, without a copy.
    public func row(_ row: Int) -> ArraySlice<Float> { elements[row * columnCount..<(row + 1) * columnCount] }

    /// The column of a row's largest element, the lower one of two; nil without columns. Of a row of probabilities, the
    /// most probable label.
    public func largestColumn(inRow row: Int) -> Int? {
        let values = self.row(row)
        return values.indices.max { left, right in
            values[left] != values[right] ? values[left] < values[right] : left > right
        }.map { $0 - values.startIndex }
    }

    /// The element at a place; both counted from 0.
    public subscript(row: Int, column: Int) -> Float {
        get { elements[row * columnCount + column] }
        set { elements[row * columnCount + column] = newValue }
    }

    mutating func withElements<Result>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> Result) rethrows -> Result
    {
        try elements.withUnsafeMutableBufferPointer { try body($0) }
    }
}

extension Matrix {
    /// A matrix whose rows are set by `fill`, perhaps on several threads: without first being zero, and without a copy.
    ///
    /// - Parameter fill: has to set every element.
    init(rowCount: Int, columnCount: Int, fill: (FilledRows) -> Void) {
        let count = rowCount * columnCount
        self.init(
            rowCount: rowCount, columnCount: columnCount,
            // An empty array is one for all threads, and would be written to.
            elements: count == 0
                ? []
                : Array(unsafeUninitializedCapacity: count) { buffer, initialized in
                    fill(FilledRows(elements: buffer, rowCount: rowCount, columnCount: columnCount))
                    initialized = count
                })
    }

    /// The rows of a matrix in the making.
    ///
    /// Unchecked: two threads may set rows at once as long as they are not the same rows.
    struct FilledRows: @unchecked Sendable {
        let elements: UnsafeMutableBufferPointer<Float>
        let rowCount: Int
        let columnCount: Int

        /// The elements of a range of rows.
        func callAsFunction(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
            precondition(range.lowerBound >= 0 && range.upperBound <= rowCount, "rows outside their matrix")
            return UnsafeMutableBufferPointer(
                rebasing: elements[range.lowerBound * columnCount..<range.upperBound * columnCount])
        }
    }
}
