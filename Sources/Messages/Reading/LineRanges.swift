/// Numbers of lines in rising order, neighbours as one range.
struct LineRanges: Sendable, Hashable {
    private var ranges: [ClosedRange<Int32>] = []
    /// How many lines there are, also those that have no room.
    private(set) var count = 0
    /// Ranges beyond which lines are only counted: eight bytes each.
    private static let limit = 100_000

    mutating func add(_ line: Int) {
        count += 1
        let line = Int32(clamping: line)
        if let last = ranges.last, line == last.upperBound || line - 1 == last.upperBound {
            ranges[ranges.count - 1] = last.lowerBound...line
        } else if ranges.count < Self.limit {
            ranges.append(line...line)
        }
    }

    /// In words: `line 3`, `lines 3, 7–19 and 40 more`.
    ///
    /// - Parameter limit: how many ranges are named.
    func text(limit: Int) -> String {
        let shown = ranges.prefix(limit)
        let names = shown.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
        let rest = count - shown.reduce(0) { $0 + $1.count }
        let isOne = shown.count == 1 && shown.first?.count == 1 && rest <= 0
        return (isOne ? "line " : "lines ") + names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
