extension MessageReader {
    /// Fields of JSON beyond which further ones are not kept: objects of one file may have different ones.
    static let fieldLimit = 1_000

    func readJSON(_ bytes: [UInt8], into collected: inout CollectedMessages) throws(ReadingError) {
        var objects = JSONObjects(bytes)
        var fields = JSONFields(self)
        var count = 0
        var withoutText: JSONObject?
        let progress = progress(over: bytes.count)
        var told = 0
        while let item = objects.next() {
            if objects.position - told > 1 << 20 {
                told = objects.position
                guard progress(told) else { return }
            }
            switch item {
            case .problem(let problem): collected.report(problem.line, problem.kind)
            case .object(let object, let isInList):
                let inner = fields.list(in: object)
                for _ in 0..<(inner?.others ?? 0) { collected.report(object.line, .badJSON("found another value")) }
                for message in inner?.objects ?? [object] {
                    count += 1
                    if count == 1 { collected.columnNames = JSONFields.paths(of: message) }
                    guard let row = fields.row(of: message) else {
                        collected.report(message.line, .missingField(textColumn ?? ColumnRole.text.rawValue))
                        withoutText = withoutText ?? message
                        continue
                    }
                    add(row, isInList || inner != nil ? count : row.line, into: &collected)
                }
            }
        }
        collected.taken = fields.taken
        collected.taken.isList = scheme.isSeveral
        if collected.pool.isEmpty, let withoutText {
            try refuse(withoutText, textColumn ?? ColumnRole.text.rawValue, .text, collected.path)
        }
        try checkLabelColumns(fields.taken[.label], collected)
        for (chosen, role) in [(idColumn, ColumnRole.id), (labelColumn, .label)] {
            guard let chosen, chosen != ColumnRole.none, fields.taken[role].isEmpty, !optionalColumns.contains(role),
                !collected.pool.isEmpty
            else { continue }
            throw .missingField(
                path: collected.path, line: nil, field: chosen, found: collected.columnNames, option: role.option)
        }
    }

    /// - Parameter taken: members that labels were found in.
    private func checkLabelColumns(_ taken: [String], _ collected: CollectedMessages) throws(ReadingError) {
        guard let labelColumns, !collected.pool.isEmpty else { return }
        if taken.isEmpty, optionalColumns.contains(.label) { return }
        switch labelColumns {
        case .all:
            guard taken.isEmpty else { return }
            throw .noLabelColumns(path: collected.path, found: collected.columnNames, known: scheme.names)
        case .named(let names):
            var spellings = LabelSpellings(scheme, labelMap)
            for name in names {
                guard case .label = spellings.meaning(of: name) else {
                    throw .columnOfNoLabel(path: collected.path, column: name, known: scheme.names)
                }
                guard !taken.contains(name) else { continue }
                throw .missingField(
                    path: collected.path, line: nil, field: name, found: collected.columnNames,
                    option: LabelColumns.option)
            }
        }
    }

    private func refuse(
        _ object: JSONObject, _ field: String, _ role: ColumnRole, _ path: String
    ) throws(ReadingError) {
        throw .missingField(
            path: path, line: object.line, field: field, found: JSONFields.paths(of: object), option: role.option)
    }

    private func add(_ row: JSONRow, _ number: Int, into collected: inout CollectedMessages) {
        var values: [String] = []
        for field in row.fields {
            guard let place = collected.pool.place(ofField: field.name, limit: Self.fieldLimit) else {
                collected.reportOnce(row.line, .tooManyFields(limit: Self.fieldLimit))
                continue
            }
            while values.count <= place { values.append("") }
            values[place] = field.value
        }
        collected.add(
            line: row.line, id: row.id ?? String(number), text: row.text, label: row.label, others: values,
            refusal: row.refusal)
    }
}
