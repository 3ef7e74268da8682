import ArgumentParser
import Messages

/// Which columns of the files are read for what, and what their labels mean; the same for every command that reads messages.
struct ColumnOptions: ParsableArguments {
    /// A file of messages, by what it is there for.
    enum File: String, CaseIterable {
        case messages, training, evaluation, gold, transfer
    }

    @Option(
        help: ArgumentHelp(
            "Column or field that holds the id, inner ones by their path, as in data.id; training:NAME is for that file alone (messages, training, evaluation, gold, transfer); - counts the rows.",
            valueName: "name"))
    var idColumn: [String] = []

    @Option(help: ArgumentHelp("Column or field that holds the text; likewise.", valueName: "name"))
    var textColumn: [String] = []

    @Option(help: ArgumentHelp("Column or field that holds the label; likewise.", valueName: "name"))
    var labelColumn: [String] = []

    @Option(
        help: ArgumentHelp(
            "Where a message can have several labels: columns of 0 and 1 that stand for a label each, with commas between, or all whose names are labels; likewise. Found by themselves where every label has one.",
            valueName: "names"))
    var labelColumns: [String] = []

    @Option(
        help: ArgumentHelp(
            "What values of files mean as labels, as in 'on-topic=related,off-topic=not_related'; VALUE= for no label.",
            valueName: "value=label"))
    var labelMap: [String] = []

    func validate() throws {
        do {
            _ = try LabelMap(parsing: labelMap)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// What a column of a file is called: what is said of that file alone goes before what is said of all.
    private func chosen(_ role: ColumnRole, of file: File) -> (name: String, isForAll: Bool)? {
        let texts =
            switch role {
            case .id: idColumn
            case .text: textColumn
            case .label: labelColumn
            }
        return chosen(texts, of: file)
    }

    private func chosen(_ texts: [String], of file: File) -> (name: String, isForAll: Bool)? {
        var found: (name: String, isForAll: Bool)?
        for text in texts {
            let own = File.allCases.first { text.hasPrefix("\($0.rawValue):") }
            if own == file {
                return (String(text.dropFirst(file.rawValue.count + 1)), false)
            } else if own == nil {
                found = (text, true)
            }
        }
        return found
    }

    /// The reader of a file.
    ///
    /// A name that is said for all files has to be in the messages; the other files may do without it, and so may the messages
    /// without that of the label where labels come from another file.
    ///
    /// - Parameter hasLabelsElsewhere: whether another file is read for its labels.
    /// - Throws: ``LabelMapError``; `ValidationError` where both a column of labels and columns of 0 and 1 are named.
    func reader(
        of file: File, scheme: LabelScheme, needsLabels: Bool = false, hasLabelsElsewhere: Bool = false
    ) throws -> MessageReader {
        let map = try LabelMap(parsing: labelMap)
        // A task that is started from has labels of its own.
        if file != .transfer { try map.check(against: scheme) }
        let (id, text) = (chosen(.id, of: file), chosen(.text, of: file))
        var (label, marks) = (chosen(.label, of: file), chosen(labelColumns, of: file))
        if let one = label, let several = marks {
            guard one.isForAll != several.isForAll else {
                throw ValidationError(
                    "--label-column names one column of labels and --label-columns one for each label; name either for a file"
                )
            }
            if one.isForAll { label = nil } else { marks = nil }
        }
        // A task that is started from may take one label a message.
        if file == .transfer, marks?.isForAll == true, !scheme.isSeveral { marks = nil }
        var reader = MessageReader(
            scheme: scheme, idColumn: id?.name, textColumn: text?.name, labelColumn: label?.name,
            needsLabels: needsLabels)
        reader.labelMap = map
        reader.labelColumns = marks.map { LabelColumns(parsing: $0.name) }
        for (role, choice) in [(ColumnRole.id, id), (.text, text), (.label, label ?? marks)]
        where choice?.isForAll == true {
            if file != .messages || role == .label && hasLabelsElsewhere { reader.optionalColumns.insert(role) }
        }
        return reader
    }
}
