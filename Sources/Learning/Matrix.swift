/// A dense matrix of numbers, row by row.
public struct Matrix: Sendable, Hashable {
    public let rowCount: Int
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

    public subscript(row: Int, column: Int) -> Float {
        get { elements[row * columnCount + column] }
        set { elements[row * columnCount + column] = newValue }
    }

    mutating func withElements<Result>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> Result) rethrows -> Result
    {
        try elements.withUnsafeMutableBufferPointer { try body($0) }
    }
}
