/// The messages of a file while it is being read.
struct CollectedMessages {
    let path: String
    let format: MessageFormat
    var pool = MessagePool()
    private let scheme: LabelScheme
    private let needsLabels: Bool
    /// Whether every message's id is the number of its line, so that none can come twice.
    var idsAreLines = false
    private var labels = OptionalLabels()
    /// The line of each message, for telling where an id stood before.
    private var lines: [Int32] = []
    private var problems: [ReadingProblem] = []
    private var problemCount = 0
    private var rowCount = 0

    init(path: String, format: MessageFormat, scheme: LabelScheme, needsLabels: Bool) {
        self.path = path
        self.format = format
        self.scheme = scheme
        self.needsLabels = needsLabels
    }

    mutating func report(_ line: Int, _ kind: ReadingProblem.Kind) {
        problemCount += 1
        if problems.count < 100 { problems.append(ReadingProblem(line: line, kind: kind)) }
    }

    /// - Parameter refusal: what somebody said of the label instead of accepting it; nil where nothing stands against it.
    mutating func add(
        line: Int, id: String, text: String, label: String?, others: [String], refusal: String? = nil
    ) {
        rowCount += 1
        guard !id.isEmpty else { return report(line, .emptyID) }
        guard text.hasMoreThanWhitespace else { return report(line, .emptyText) }
        var index: Int?
        if let refusal {
            if needsLabels { report(line, .unacceptedLabel(answer: refusal)) }
        } else if let label, label.hasMoreThanWhitespace {
            index = scheme.index(ofName: label)
            if index == nil { report(line, .labelOutsideScheme(label)) }
        } else if needsLabels {
            report(line, .noLabel)
        }
        if let first = pool.append(id: id, text: Entities.decoded(text), fields: others) {
            let firstLine = lines.indices.contains(first) ? Int(lines[first]) : first + 1
            return report(line, .duplicateID(id, firstLine: firstLine))
        }
        labels.append(index)
        if !idsAreLines { lines.append(Int32(clamping: line)) }
    }

    func result() throws(ReadingError) -> ReadMessages {
        guard !pool.isEmpty else { throw .noMessages(path: path, rows: max(rowCount, problemCount), first: problems) }
        return ReadMessages(
            path: path, format: format, pool: pool, labels: labels, problems: problems, problemCount: problemCount)
    }
}

extension String {
    fileprivate var hasMoreThanWhitespace: Bool {
        // Nearly always the first byte tells: a printable character of ASCII.
        if let first = utf8.first, first > 0x20, first < 0x7F { return true }
        return contains { !$0.isWhitespace }
    }
}
