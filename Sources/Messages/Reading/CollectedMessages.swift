import Answers

/// The messages of a file while it is being read.
struct CollectedMessages {
    let path: String
    let format: MessageFormat
    var pool = MessagePool()
    private var spellings: LabelSpellings
    private let needsLabels: Bool
    /// Which columns or fields were taken for what.
    var taken = TakenColumns()
    /// All columns that there are, for an error that lists them; none where there is no header.
    var columnNames: [String] = []
    /// Whether every message's id is the number of its line, so that none can come twice.
    var idsAreLines = false
    private var answers = OptionalAnswers()
    /// The line of each message, for telling where an id stood before.
    private var lines: [Int32] = []
    private var problems: [ReadingProblem] = []
    private var tally: ReadingTally
    private var rowCount = 0
    /// What was reported of the whole file.
    private var reportedOnce: Set<ReadingProblem.Kind> = []
    /// Two rows with the same id of which digits are lost.
    private var lostDigits: (lines: [Int], id: String)?

    init(path: String, format: MessageFormat, spellings: LabelSpellings, needsLabels: Bool) {
        self.path = path
        self.format = format
        self.spellings = spellings
        self.needsLabels = needsLabels
        tally = ReadingTally(path: path, needsLabels: needsLabels)
        taken.isList = spellings.scheme.isSeveral
    }

    /// Notes which columns of a header were taken.
    mutating func take(_ names: [(role: ColumnRole, name: String)], of header: [String]) {
        columnNames = header.map { LabelSpellings.trimmed($0[...]) }
        for (role, name) in names { taken.take(LabelSpellings.trimmed(name[...]), for: role) }
        taken.isCounted = !names.contains { $0.role == .id }
    }

    mutating func report(_ line: Int, _ kind: ReadingProblem.Kind) {
        let problem = ReadingProblem(line: line, kind: kind)
        tally.add(problem)
        if problems.count < 100 { problems.append(problem) }
    }

    /// Reports what holds for the whole file at its first row.
    mutating func reportOnce(_ line: Int, _ kind: ReadingProblem.Kind) {
        if reportedOnce.insert(kind).inserted { report(line, kind) }
    }

    /// - Parameter refusal: what somebody said of the label instead of accepting it; nil where nothing stands against it.
    mutating func add(
        line: Int, id: String, text: String, label: GivenLabels?, others: [String], refusal: String? = nil
    ) {
        let text = TakenText(text).decoded
        guard isSound(line, isIDEmpty: id.isEmpty, isTextEmpty: text == nil) else { return }
        let first = pool.append(id: id, text: text ?? "", fields: others)
        note(line, first: first, label, refusal, hasLostDigits: id.hasLostDigits) { id }
    }

    /// Adds what a row of a table holds, and reports what is wrong with it.
    mutating func add(_ row: TakenRow, of packed: PackedMessages) {
        for problem in row.problems { report(row.line, problem) }
        guard let cells = row.cells else { return }
        let message = cells.message
        guard isSound(row.line, isIDEmpty: message.id?.isEmpty == true, isTextEmpty: message.text == nil) else {
            return
        }
        let first = pool.append(message, of: packed, id: String(row.line))
        let id = message.id.map { packed.bytes[$0] }
        func name() -> String { id.map { String(decoding: $0, as: UTF8.self) } ?? String(row.line) }
        let hasLostDigits = id?.mayHaveLostDigits == true && name().hasLostDigits
        note(row.line, first: first, cells.label, nil, hasLostDigits: hasLostDigits, name)
    }

    /// Counts a row, and reports it where it cannot be a message.
    private mutating func isSound(_ line: Int, isIDEmpty: Bool, isTextEmpty: Bool) -> Bool {
        rowCount += 1
        if isIDEmpty || isTextEmpty { report(line, isIDEmpty ? .emptyID : .emptyText) }
        return !isIDEmpty && !isTextEmpty
    }

    /// Notes what a row says besides its message.
    ///
    /// - Parameter first: the message that had its id before; nil where it was added.
    private mutating func note(
        _ line: Int, first: Int?, _ label: GivenLabels?, _ refusal: String?, hasLostDigits: Bool, _ id: () -> String
    ) {
        if let first {
            let firstLine = lines.indices.contains(first) ? Int(lines[first]) : first + 1
            if hasLostDigits, lostDigits == nil { lostDigits = (lines: [firstLine, line], id: id()) }
            return report(line, .duplicateID(id(), firstLine: firstLine))
        }
        if hasLostDigits { report(line, .roundedID(id())) }
        answers.append(answer(of: label, refusal: refusal, line: line))
        if !idsAreLines { lines.append(Int32(clamping: line)) }
    }

    private mutating func answer(of label: GivenLabels?, refusal: String?, line: Int) -> Answer? {
        var problem: ReadingProblem.Kind? = needsLabels ? .noLabel : nil
        if let refusal {
            problem = needsLabels ? .unacceptedLabel(answer: refusal) : nil
        } else if let label {
            if case .text(let text) = label, !text.hasMoreThanWhitespace {
                // Nearly every row of a pool: nothing to look up.
            } else {
                switch spellings.answer(of: label) {
                case .answer(let answer): return answer
                case .none: break
                case .problem(let found): problem = found
                }
            }
        }
        if let problem { report(line, problem) }
        return nil
    }

    func result() throws(ReadingError) -> ReadMessages {
        if let lostDigits {
            throw .lostDigits(path: path, lines: lostDigits.lines, id: lostDigits.id, column: taken[.id].first)
        }
        guard !pool.isEmpty else {
            let rows = max(rowCount, tally.lossCount + tally.remarkCount)
            throw .noMessages(path: path, rows: rows, first: problems)
        }
        return ReadMessages(
            path: path, format: format, pool: pool, answers: answers, problems: problems, tally: tally, taken: taken,
            columnNames: columnNames)
    }
}

extension Collection<UInt8> {
    /// Nearly always the first byte tells that it is no number with digits lost, or that there is no point and no e.
    fileprivate var mayHaveLostDigits: Bool {
        guard let first, first >= 0x30, first <= 0x39 else { return false }
        return contains { $0 == 0x2E || $0 == 0x45 || $0 == 0x65 }
    }
}

extension String {
    /// Whether it is a number of which only the first digits are left, as spreadsheets and tables of floating-point numbers
    /// write long ids: `2.5e17`, or seventeen digits and `.0`.
    fileprivate var hasLostDigits: Bool {
        guard utf8.mayHaveLostDigits, Double(self) != nil else { return false }
        if let power = lowercased().split(separator: "e").dropFirst().first { return (Int(power) ?? 0) > 0 }
        return utf8.count >= 18 && hasSuffix(".0")
    }

    var hasMoreThanWhitespace: Bool {
        // Nearly always the first byte tells: a printable character of ASCII.
        if let first = utf8.first, first > 0x20, first < 0x7F { return true }
        return contains { !$0.isWhitespace }
    }
}
