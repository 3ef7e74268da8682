/// How often columns come in a text, without sorting them.
struct ColumnMarks: Sendable {
    /// By column: what ``base`` was for the last text that had it, and how often it came there.
    private var marks: [UInt32]
    private var base: UInt32 = 0
    /// Columns that came more than once.
    private(set) var repeated: [UInt32] = []
    /// Whether one came more than ``limit`` times.
    private(set) var isOverfull = false

    /// Sums over more of the same would lose digits when they are corrected.
    static let limit: UInt32 = 4
    private static let step: UInt32 = 1 << 8

    init(columnCount: Int) { marks = Array(repeating: 0, count: columnCount) }

    /// Begins another text.
    mutating func begin() {
        repeated.removeAll(keepingCapacity: true)
        isOverfull = false
        if base >= .max - 2 * Self.step {
            for column in marks.indices { marks[column] = 0 }
            base = 0
        }
        base += Self.step
    }

    mutating func count(_ columns: UnsafeBufferPointer<UInt32>) {
        marks.withUnsafeMutableBufferPointer { marks in
            for column in columns {
                let mark = marks[Int(column)]
                guard mark > base else {
                    marks[Int(column)] = base + 1
                    continue
                }
                guard mark - base < Self.limit else {
                    isOverfull = true
                    continue
                }
                if mark == base + 1 { repeated.append(column) }
                marks[Int(column)] = mark + 1
            }
        }
    }

    /// How often a column came in this text, up to ``limit``.
    func times(_ column: UInt32) -> UInt32 { marks[Int(column)] - base }
}
