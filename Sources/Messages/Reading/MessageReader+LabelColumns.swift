extension MessageReader {
    /// The columns of 0 and 1 in a header, with the label of each.
    ///
    /// They are those that ``labelColumns`` names; where nothing is named, and a message can have several labels, they are found by
    /// themselves if every label of the scheme has a column of its name.
    ///
    /// - Throws: ``ReadingError`` for a column that is named and is not there, or is no label's.
    func marks(
        in header: [String], besides columns: TableColumns, path: String
    ) throws(ReadingError) -> [(label: Int, place: Int)] {
        guard scheme.isSeveral else { return [] }
        var spellings = LabelSpellings(scheme, labelMap)
        var marks: [(label: Int, place: Int)] = []
        if case .named(let names)? = labelColumns {
            let folded = header.map(ColumnRole.folded)
            let places = names.map { folded.firstIndex(of: ColumnRole.folded($0)) }
            if optionalColumns.contains(.label), places.allSatisfy({ $0 == nil }) { return [] }
            for (name, place) in zip(names, places) {
                guard let place else {
                    throw .missingColumn(path: path, column: name, found: header, option: LabelColumns.option)
                }
                guard case .label(let label) = spellings.meaning(of: header[place]) else {
                    throw .columnOfNoLabel(path: path, column: name, known: scheme.names)
                }
                marks.append((label, place))
            }
            return marks
        }
        for place in header.indices where place != columns.id && place != columns.text {
            if case .label(let label) = spellings.meaning(of: header[place]) { marks.append((label, place)) }
        }
        if labelColumns == .all {
            guard !marks.isEmpty || optionalColumns.contains(.label) else {
                throw .noLabelColumns(path: path, found: header, known: scheme.names)
            }
            return marks
        }
        return Set(marks.map(\.label)).count == scheme.labels.count ? marks : []
    }
}
