/// What could not be taken of a file as it stood, by kind: each with its count and its lines.
public struct ReadingTally: Sendable, Hashable {
    /// Rows that have the same thing wrong.
    private struct Group: Sendable, Hashable {
        let first: ReadingProblem
        var lines = LineRanges()
        /// How often each value was met.
        var values: [String: Int] = [:]

        init(first: ReadingProblem) { self.first = first }

        mutating func add(_ line: Int, _ value: String?, limit: Int) {
            lines.add(line)
            guard let value, values[value] != nil || values.count < limit else { return }
            values[value, default: 0] += 1
        }
    }

    /// The file, as errors name it.
    public let path: String
    private let needsLabels: Bool
    private var groups: [String: Group] = [:]
    /// Problems of rows that were left out.
    public private(set) var lossCount = 0
    /// Problems of rows that were taken all the same.
    public private(set) var remarkCount = 0
    /// Different values beyond which further ones are not counted apart.
    private static let valueLimit = 1_000
    /// Values that are named.
    private static let shownValues = 8

    init(path: String, needsLabels: Bool) {
        self.path = path
        self.needsLabels = needsLabels
    }

    mutating func add(_ problem: ReadingProblem) {
        let kind = problem.kind
        if kind.isLoss(needsLabels: needsLabels) { lossCount += 1 } else { remarkCount += 1 }
        let name = kind.common(needsLabels: needsLabels) ?? problem.sentence
        groups[name, default: Group(first: problem)].add(problem.line, kind.value, limit: Self.valueLimit)
    }

    /// The labels outside the scheme with their counts, the most frequent first.
    var strangeLabels: [(label: String, count: Int)] {
        values { if case .labelOutsideScheme = $0 { true } else { false } }
    }

    /// Several labels of the scheme where a message has one, likewise.
    var severalLabels: [(label: String, count: Int)] {
        values { if case .severalLabels = $0 { true } else { false } }
    }

    private func values(of isWanted: (ReadingProblem.Kind) -> Bool) -> [(label: String, count: Int)] {
        groups.values.first { isWanted($0.first.kind) }.map { Self.sorted($0.values) } ?? []
    }

    /// In words, a line for each kind, the most frequent first.
    ///
    /// - Parameters:
    ///   - losses: of rows that were left out, or of those that were taken.
    ///   - rangeLimit: how many ranges of lines are named of each kind.
    func lines(losses: Bool, rangeLimit: Int) -> [String] {
        groups.filter { $0.value.first.kind.isLoss(needsLabels: needsLabels) == losses }
            .sorted {
                ($1.value.lines.count, $0.value.first.line, $0.key) < (
                    $0.value.lines.count, $1.value.first.line, $1.key
                )
            }
            .map { name, group in line(name, group, rangeLimit: rangeLimit) }
    }

    private func line(_ name: String, _ group: Group, rangeLimit: Int) -> String {
        var text = "\(path): \(group.lines.count) with \(name)"
        if group.first.kind.common(needsLabels: needsLabels) == nil { text = "\(path): \(name)" }
        if !group.values.isEmpty { text += ": " + Self.list(Self.sorted(group.values)) }
        text += "; " + group.lines.text(limit: rangeLimit)
        switch group.first.kind {
        case .duplicateID, .badJSON, .wrongColumnCount: text += " (\(group.first))"
        case .labelOutsideScheme(let label):
            text += "; to take them: --label-map '\(label.shortened)=LABEL', or also: in the task file"
        case .severalLabels: text += "; where a message can have several, write several: true in the task file"
        case .strangeMark: text += "; expected 1 or 0, true or false, yes or no, x or nothing"
        default: break
        }
        return text
    }

    static func list(_ values: [(label: String, count: Int)]) -> String {
        values.prefix(shownValues).map { "'\($0.label.shortened)' (\($0.count))" }.joined(separator: ", ")
            + (values.count > shownValues ? " and \(values.count - shownValues) other values" : "")
    }

    private static func sorted(_ values: [String: Int]) -> [(label: String, count: Int)] {
        values.map { (label: $0.key, count: $0.value) }.sorted { ($1.count, $0.label) < ($0.count, $1.label) }
    }
}
