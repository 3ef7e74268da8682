/// Writes messages in one of the formats that other programs read.
///
/// ```swift
/// let writer = try ExportWriter(format: .jsonl, scheme: .disaster)
/// writer.write([ExportRow(id: "7", text: "bridge gone", label: 1)]) { print($0, terminator: "") }
/// ```
public struct ExportWriter: Sendable {
    public let format: ExportFormat
    /// What is written of each message besides predictions. Formats of a tool have a place of their own for text and label;
    /// the others are metadata there.
    let fields: [ExportField]
    /// By index, how a label is written: those of the scheme, behind them those that it has no more.
    let labels: [String]
    /// How many of ``labels`` are the scheme's: what can be predicted.
    let schemeCount: Int
    /// Whether ``labels`` are numbers.
    let usesCodes: Bool
    /// Whether a message can have several labels.
    let isSeveral: Bool
    /// Whether each label has a column of 0 and 1, in the place of the list.
    let hasLabelColumns: Bool
    private let list: LabelList
    let hasPredictions: Bool
    let hasHeader: Bool
    let isForSpreadsheet: Bool
    let tool: String
    /// Annotators whose labels stand in columns of their own.
    let annotators: [String]

    /// - Parameters:
    ///   - formerLabels: labels of messages that the scheme has no more; they have no code, and are written as their names.
    ///   - fields: for fastText, which has room for none, they do not count.
    ///   - usesCodes: whether labels are written as their ``LabelScheme/codes()`` instead of their names.
    ///   - hasLabelColumns: whether each label has a column of 0 and 1, instead of one of lists; in CSV and plain JSON.
    ///   - hasPredictions: whether each row gets the predicted label and a probability for each label.
    ///   - hasHeader: whether CSV names its columns.
    ///   - isForSpreadsheet: whether texts in CSV that a spreadsheet would take for formulas get an apostrophe before them;
    ///     other formats stay as they are.
    ///   - tool: the program, for who reads its predictions.
    ///   - annotators: whose labels stand in columns of their own, or in JSON under `labels`, of tasks of several labels under `annotators`, as ``ExportRow/byAnnotator`` has them.
    /// - Throws: ``LabelCodeError``; ``LabelsAlike``; ``LabelColumnsError``.
    public init(
        format: ExportFormat, fields: [ExportField] = ExportField.standard, scheme: LabelScheme,
        formerLabels: [String] = [], usesCodes: Bool = false, hasLabelColumns: Bool = false,
        hasPredictions: Bool = false, hasHeader: Bool = true, isForSpreadsheet: Bool = false, tool: String = "tocsin",
        annotators: [String] = []
    ) throws {
        self.annotators = annotators
        isSeveral = scheme.isSeveral
        self.hasLabelColumns = hasLabelColumns
        list = LabelList(
            spellings: scheme.labels.flatMap { [$0.name, $0.title] + $0.also } + formerLabels)
        if hasLabelColumns {
            guard scheme.isSeveral else { throw LabelColumnsError.taskOfOne }
            try Self.checkColumns(scheme.names + formerLabels, beside: fields)
        }
        self.format = format
        self.fields = fields
        self.usesCodes = usesCodes
        self.hasPredictions = hasPredictions
        self.hasHeader = hasHeader
        self.isForSpreadsheet = isForSpreadsheet
        self.tool = tool
        schemeCount = scheme.labels.count
        let names = (usesCodes ? try scheme.codes().map(String.init) : scheme.names) + formerLabels
        labels = format == .fasttext ? try Self.fastTextLabels(names) : names
    }

    /// - Throws: ``LabelColumnsError`` for a label that is called as a column is that is written, or that would be read as another.
    private static func checkColumns(
        _ names: [String], beside fields: [ExportField]
    ) throws(LabelColumnsError) {
        let others = Set(fields.map { ColumnRole.folded($0.rawValue) } + ["id", "id_str", "text", "predicted"])
        for name in names {
            let folded = ColumnRole.folded(name)
            if others.contains(folded) || ColumnRole.isCertain(folded, several: true) { throw .taken(label: name) }
        }
    }

    /// Writes rows in pieces of some size.
    ///
    /// - Complexity: O(bytes).
    public func write(_ rows: some Sequence<ExportRow>, to output: (String) -> Void) {
        var piece = beginning
        var isFirst = true
        for row in rows {
            if isArray, !isFirst { piece += ",\n" }
            piece += text(of: row) + (isArray ? "" : "\n")
            isFirst = false
            if piece.utf8.count >= 1 << 16 {
                output(piece)
                piece = ""
            }
        }
        if isArray { piece += isFirst ? "]\n" : "\n]\n" }
        if !piece.isEmpty { output(piece) }
    }

    private var isArray: Bool { format == .json || format == .labelStudio }

    private var beginning: String {
        switch format {
        case .csv: hasHeader ? csvLine(columns.map { .text($0) }, isForSpreadsheet: false) + "\n" : ""
        case .json, .labelStudio: "[\n"
        case .jsonl, .fasttext, .spacy, .doccano, .prodigy: ""
        }
    }

    private func text(of row: ExportRow) -> String {
        switch format {
        case .csv: csvLine(columnCells(of: row), isForSpreadsheet: isForSpreadsheet)
        case .jsonl, .json:
            ExportCell.members(members(fields, of: row) + annotatorMembers(of: row) + predictionMembers(of: row)).json
        case .fasttext: fastTextLine(row)
        case .spacy: spaCyObject(row).json
        case .labelStudio: labelStudioTask(row).json
        case .doccano: doccanoObject(row).json
        case .prodigy: prodigyTask(row).json
        }
    }

    // MARK: Values

    func cell(_ field: ExportField, of row: ExportRow) -> ExportCell {
        switch field {
        case .id: .text(row.id)
        case .text: .text(row.text)
        case .label: labelsCell(row.labels, unknown: LabelList.unknown)
        case .set: .text(ifAny: row.set)
        case .round: .number(row.round)
        case .strategy: .text(ifAny: row.strategy)
        case .score: .number(row.score)
        case .annotator: .text(ifAny: row.annotator)
        case .time: .text(ifAny: row.time)
        case .seconds: .number(row.seconds)
        case .note: .text(ifAny: row.note)
        case .flag: .truth(row.isFlagged)
        case .skipped: .truth(row.isSkipped)
        case .spread: .truth(row.isSpread)
        case .change: .text(ifAny: row.change)
        case .source: .text(ifAny: row.source)
        case .votes: .number(row.votes)
        }
    }

    private func label(_ index: Int) -> ExportCell {
        usesCodes && index < schemeCount ? .number(labels[index]) : .text(labels[index])
    }

    /// One label, or a list of them.
    ///
    /// - Parameter unknown: what a cell has where nothing is known; nil for nothing.
    private func labelsCell(_ labels: [Int]?, unknown: String? = nil) -> ExportCell {
        guard isSeveral else { return labels?.first.map(label) ?? .none }
        guard format == .csv else { return labels.map { .list($0.map(label)) } ?? .none }
        return .text(ifAny: labels.map { some in list.text(some.map { self.labels[$0] }) } ?? unknown)
    }

    /// A 1 for each label that holds, a 0 for others; nothing where nothing is known.
    private func marks(_ row: ExportRow) -> [(name: String, value: ExportCell)] {
        labels.enumerated().map { place, name in
            (name, row.labels.map { .number($0.contains(place) ? 1 : 0) } ?? .none)
        }
    }

    private func name(of field: ExportField) -> String {
        field == .label && isSeveral ? ColumnRole.listName : field.rawValue
    }

    func members(_ fields: [ExportField], of row: ExportRow) -> [(name: String, value: ExportCell)] {
        fields.flatMap { field in
            field == .label && hasLabelColumns ? marks(row) : [(name(of: field), cell(field, of: row))]
        }
    }

    /// The label of each annotator by their names.
    private func annotatorMembers(of row: ExportRow) -> [(name: String, value: ExportCell)] {
        guard !annotators.isEmpty else { return [] }
        return [
            (
                isSeveral ? "annotators" : "labels",
                .members(zip(annotators, row.byAnnotator).map { ($0, labelsCell($1)) })
            )
        ]
    }

    /// The predicted label, and the probabilities by the labels' names.
    func predictionMembers(of row: ExportRow) -> [(name: String, value: ExportCell)] {
        guard hasPredictions else { return [] }
        let probabilities = row.prediction.map { prediction in
            ExportCell.members(zip(labels, prediction.probabilities).map { ($0, .number($1)) })
        }
        return [
            ("predicted", labelsCell(row.prediction?.labels)), ("probabilities", probabilities ?? .none),
        ]
    }

    // MARK: CSV

    private var columns: [String] {
        fields.flatMap { $0 == .label && hasLabelColumns ? labels : [name(of: $0)] }
            + annotators.map { (isSeveral ? "labels_" : "label_") + $0 }
            + (hasPredictions ? ["predicted"] + labels.prefix(schemeCount).map { "probability_" + $0 } : [])
    }

    private func columnCells(of row: ExportRow) -> [ExportCell] {
        var cells = members(fields, of: row).map(\.value)
        for place in annotators.indices {
            cells.append(labelsCell(row.byAnnotator.indices.contains(place) ? row.byAnnotator[place] : nil))
        }
        if hasPredictions {
            cells.append(labelsCell(row.prediction?.labels))
            cells += (0..<schemeCount).map { index in row.prediction.map { .number($0.probabilities[index]) } ?? .none }
        }
        return cells
    }

    /// A record of RFC 4180, but that it has no line end.
    private func csvLine(_ cells: [ExportCell], isForSpreadsheet: Bool) -> String {
        // Alone, nothing would be an empty line, which readers pass over.
        let isAlone = cells.count == 1
        return cells.map { cell in
            guard case .text(let text) = cell else { return cell.isNone ? (isAlone ? "\"\"" : "") : cell.json }
            return Self.quoted(isForSpreadsheet ? Self.guarded(text) : text, isAlone: isAlone)
        }.joined(separator: ",")
    }

    /// Signs that make a formula of a cell, the full-width ones of Chinese and Japanese included, and what a spreadsheet
    /// passes over before them.
    private static let formulaBeginnings = Set("=+-@\t\r\n＝＋－＠".unicodeScalars)

    /// The field, without what would make a spreadsheet compute it.
    private static func guarded(_ field: String) -> String {
        guard let first = field.unicodeScalars.first, formulaBeginnings.contains(first) else { return field }
        return "'" + field
    }

    private static func quoted(_ field: String, isAlone: Bool) -> String {
        let needsQuotes =
            field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) } || isAlone && field.allSatisfy(\.isWhitespace)
        guard needsQuotes else { return field }
        var quoted = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

extension ExportCell {
    fileprivate var isNone: Bool { if case .none = self { true } else { false } }
}
