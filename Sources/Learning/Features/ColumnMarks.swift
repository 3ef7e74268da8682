/// Which columns come more than once in a text, without sorting those that come once.
struct ColumnMarks: Sendable {
    /// By column, the number of the last text that had it.
    private var marks: [UInt32]
    private var text: UInt32 = 0
    /// Columns of the text each time that they came again.
    private var again: [UInt32] = []

    /// A column that comes more than once.
    struct Repeat: Sendable, Hashable {
        let column: UInt32
        let times: Int
    }

    init(columnCount: Int) { marks = Array(repeating: 0, count: columnCount) }

    /// Begins another text.
    mutating func begin() {
        again.removeAll(keepingCapacity: true)
        if text == .max {
            for column in marks.indices { marks[column] = 0 }
            text = 0
        }
        text += 1
    }

    /// - Complexity: O(columns).
    mutating func count(_ columns: UnsafeBufferPointer<UInt32>) {
        let text = text
        marks.withUnsafeMutableBufferPointer { marks in
            for column in columns {
                if marks[Int(column)] == text { again.append(column) } else { marks[Int(column)] = text }
            }
        }
    }

    /// Puts the columns that came more than once in this text into `repeats`, ascending, in the place of what stood there.
    ///
    /// - Complexity: O(*n* log *n*) for those that came again.
    mutating func find(_ repeats: inout [Repeat]) {
        repeats.removeAll(keepingCapacity: true)
        again.sort()
        var start = 0
        while start < again.count {
            var end = start + 1
            while end < again.count, again[end] == again[start] { end += 1 }
            repeats.append(Repeat(column: again[start], times: end - start + 1))
            start = end
        }
    }
}
