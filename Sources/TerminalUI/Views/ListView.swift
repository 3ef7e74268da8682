/// A list of messages over the whole screen, with the chosen one in full below it.
struct ListView: ScreenView {
    let state: ScreenState
    let list: ListState
    let glyphs: Glyphs

    private var content: ScreenContent { state.content }
    private var chosen: Int { max(0, min(list.chosen, content.rows.count - 1)) }

    /// Rows of the screen for the chosen message below the list: none where it is low.
    private var previewRows: Int { state.rows < 12 ? 0 : min(8, state.rows / 4) }

    /// Rows of the list itself, between the title and the preview or the last row.
    private var room: Int { max(1, state.rows - 2 - (previewRows > 0 ? previewRows + 1 : 0)) }

    /// Position of the first row that is shown.
    private var first: Int { max(0, min(chosen - room / 2, content.rows.count - room)) }

    /// The row of the list at a row of the screen.
    func position(atRow row: Int) -> Int? {
        let position = first + row - 1
        return row >= 1 && row <= room && content.rows.indices.contains(position) ? position : nil
    }

    func target(atColumn column: Int, row: Int) -> Screen.Target? { position(atRow: row).map { .row($0) } }

    var messages: MessagesOnScreen {
        let shown = (0..<state.rows).compactMap { position(atRow: $0) }.map { content.rows[$0].row }
        return MessagesOnScreen(
            rows: Set(shown), chosen: content.rows.indices.contains(chosen) ? content.rows[chosen].row : nil)
    }

    /// The first row may be typed into.
    var warningRow: Int? { state.rows - 1 }

    func draw(on canvas: inout Canvas) {
        drawTitle(on: &canvas)
        if content.rows.isEmpty {
            canvas.draw(
                DisplayText(emptiness).truncated(to: state.columns - 2, mark: glyphs.ellipsis), row: 2, column: 1,
                style: .dim)
        }
        let fields = fields
        for (offset, row) in content.rows.enumerated().dropFirst(first).prefix(room) {
            draw(
                row, at: 1 + offset - first, isChosen: offset == chosen && !list.isTyping, fields, on: &canvas)
        }
        if previewRows > 0, content.rows.indices.contains(chosen) {
            drawPreview(of: content.rows[chosen], from: 1 + room, on: &canvas)
        }
        canvas.draw(
            lastLine, row: state.rows - 1, column: 1, style: .dim)
    }

    private func drawTitle(on canvas: inout Canvas) {
        let first = "the first \(content.rows.count)"
        let known = content.rows.count < content.rowTotal ? "\(first) of \(content.rowTotal)" : "\(content.rowTotal)"
        let count = content.rowsGoOn ? first : known
        let title: String
        switch list.kind {
        case .queue: title = "what comes next\(content.isShuffled ? ", shuffled" : ""): \(count)"
        case .history: title = "\(filterName), \(list.order.title): \(count)"
        case .search: title = "search: \(list.query)\(list.isTyping && list.entry.parts.behind.isEmpty ? "_" : "")"
        case .secondLook:
            title = "for a second look\(list.filter == .everything ? "" : ", \(list.filter.title)"): \(count)"
        case .decisions: title = "decided, newest first: \(count)"
        case .gaps: title = "what the guidelines do not settle: \(count)"
        case .duplicates:
            title =
                "\(content.hasModel && !content.isModelKept ? "near copies" : "equal texts") of the message just labelled"
                + (content.duplicatesAnswer.map { " as \(content.title(of: $0)): \(count)" } ?? "")
        }
        let end = canvas.draw(
            DisplayText(title).truncated(to: state.columns - 2, mark: glyphs.ellipsis), row: 0, column: 1, style: .bold)
        let parts = list.entry.parts
        if list.isTyping, let next = parts.behind.first {
            canvas.draw(
                String(next), row: 0, column: 1 + DisplayText("search: \(parts.before)").width,
                style: Style(bold: true, reversed: true))
        }
        if list.kind == .search, !list.query.isEmpty, !content.isReadingForSearch {
            let hits = DisplayText(content.rowTotal == 1 ? "1 hit" : "\(count) hits")
            if end + 2 + hits.width < state.columns {
                canvas.draw(hits, row: 0, column: state.columns - 1 - hits.width, style: .dim)
            }
        }
    }

    private var filterName: String {
        if case .label(let label) = list.filter, content.labels.indices.contains(label) {
            return content.labels[label].title
        }
        return list.filter.title
    }

    private var emptiness: String {
        switch list.kind {
        case .queue: "nothing is ranked yet"
        case .history:
            list.filter == .everything
                ? "nothing is labelled yet" : "\(noneOfThem); \(state.keyMap.name(of: .nextFilter)) shows others"
        case .search:
            if !list.query.isEmpty {
                content.isReadingForSearch ? "reading all messages" : "no message holds that"
            } else {
                "type what to look for: words, parts of words, or an id"
            }
        case .secondLook:
            list.filter == .everything
                ? "nothing waits for a second look"
                : "\(noneOfThem); \(state.keyMap.name(of: .nextFilter)) shows others"
        case .decisions: "nothing is decided yet"
        case .gaps: "no decision has this reason yet"
        case .duplicates:
            if content.duplicatesAnswer == nil {
                "nothing is labelled yet"
            } else {
                content.isModelKept
                    ? "no message left has the same text; near copies come once the model is learnt"
                    : content.hasModel
                        ? "no message left is like it"
                        : "no message left has the same text; near copies need a model, and none is there"
            }
        }
    }

    /// Why a filter has nothing.
    private var noneOfThem: String {
        list.filter == .suspected && (!content.hasModel || content.isModelKept)
            ? "the model says so once it is learnt" : "none"
    }

    private var lastLine: DisplayText {
        let columns = state.columns - 2
        guard list.isTyping else {
            return HintLine(view, keyMap: state.keyMap, isEmpty: content.rows.isEmpty, isSeveral: content.isSeveral)
                .line(
                    content.notice, columns: columns, glyphs)
        }
        let back = "\(EntryKey.leave.name): back"
        if let notice = content.notice { return HintLine.line(notice, back: back, columns: columns, glyphs) }
        let parts = ["type", "\(EntryKey.keep.name): to the hits", "\(EntryKey.clear.name): clear"]
        let forms = [parts, Array(parts.dropLast()), []].map { ($0 + [back]).joined(separator: "   ") }
        return DisplayText(forms.first { DisplayText($0).width <= columns } ?? back)
    }

    private var view: Hint.View {
        switch list.kind {
        case .queue: .queue
        case .history: .history
        case .search: .hits
        case .duplicates: .copies
        case .secondLook: .secondLook
        case .decisions, .gaps: .decisions
        }
    }

    /// What stands in a row before its text, and how wide each is.
    private struct Field {
        let width: Int
        let style: (ScreenContent.Row) -> Style
        let text: (ScreenContent.Row) -> String
    }

    private var fields: [Field] {
        let columns = state.columns
        func width(_ most: Int, _ text: (ScreenContent.Row) -> String) -> Int {
            min(most, content.rows.map { text($0).utf8.count }.max() ?? 0)
        }
        func field(_ most: Int, from atLeast: Int, _ text: @escaping (ScreenContent.Row) -> String) -> Field? {
            let width = columns < atLeast ? 0 : width(most, text)
            return width > 0 ? Field(width: width, style: { _ in .dim }, text: text) : nil
        }
        if list.kind == .secondLook {
            let most = columns < 60 ? columns * 2 / 5 : min(40, columns * 3 / 8)
            return [field(most, from: 0, \.reason), field(16, from: 120, \.label), field(11, from: 140, \.time)]
                .compactMap { $0 }
        }
        if list.kind == .decisions || list.kind == .gaps {
            return [
                field(16, from: 60, \.label), field(14, from: 50, \.reason), field(12, from: 80, \.annotator),
                field(11, from: 100, \.time),
            ].compactMap { $0 }
        }
        guard list.kind == .history else {
            return content.rows.contains { !$0.score.isEmpty } && columns >= 40
                ? [Field(width: 4, style: { _ in .plain }, text: \.score)] : []
        }
        let name = field(16, from: 60, \.label).map { field in
            Field(width: field.width, style: { Style(content.color(ofMark: $0.mark)) }, text: field.text)
        }
        return [
            name, field(11, from: 70) { columns < 100 ? String($0.time.suffix(5)) : $0.time },
            field(14, from: 120, \.id), field(12, from: 160, \.annotator), field(columns * 3 / 10, from: 60, \.reason),
        ].compactMap { $0 }
    }

    private func draw(
        _ row: ScreenContent.Row, at line: Int, isChosen: Bool, _ fields: [Field], on canvas: inout Canvas
    ) {
        let style = isChosen ? Style(bold: true, reversed: true) : .plain
        if isChosen { canvas.draw(String(repeating: " ", count: state.columns), row: line, column: 0, style: style) }
        canvas.draw(isChosen ? ">" : " ", row: line, column: 0, style: style)
        // Keys of some alphabets are two columns wide.
        let width = content.markWidth(of: content.rows.map(\.mark))
        let mark = canvas.draw(
            content.isSeveral ? DisplayText(row.mark).truncated(to: width, mark: "+") : DisplayText(row.mark),
            row: line,
            column: 1, style: isChosen ? style : Style(bold: true, content.color(ofMark: row.mark)))
        canvas.draw(
            row.isFlagged ? "!" : row.note.isEmpty ? " " : "n", row: line, column: max(1 + width, mark), style: style)
        var column = 3 + width
        for field in fields {
            let text = DisplayText(field.text(row)).truncated(to: field.width, mark: glyphs.ellipsis)
            canvas.draw(text, row: line, column: column, style: isChosen ? style : field.style(row))
            column += field.width + (list.hasFilters ? 2 : 1)
        }
        var end = state.columns - 1
        if state.columns >= (list.hasFilters ? 140 : 100) {
            let isWide = state.columns >= 140 && !list.hasFilters
            let width = isWide ? 46 : 26
            let full = isWide && !row.reason.isEmpty ? row.reason : row.brief.isEmpty ? row.strategy : row.brief
            // Below the list it stands in full.
            let words = DisplayText(full).width > width && !row.brief.isEmpty ? row.brief : full
            let reason = DisplayText(words).truncated(to: width, mark: glyphs.ellipsis)
            canvas.draw(reason, row: line, column: end - width, style: isChosen ? style : .dim)
            end -= width + 2
        }
        draw(
            shown(row).truncated(to: max(0, end - column), mark: glyphs.ellipsis), row: line, column: column,
            style: style, hits: row.hits, on: &canvas)
    }

    /// The text from where it is shown, with a mark for what is left out before.
    private func shown(_ row: ScreenContent.Row) -> DisplayText {
        let bytes = row.text.utf8
        guard row.start > 0, let start = bytes.index(bytes.startIndex, offsetBy: row.start, limitedBy: bytes.endIndex)
        else { return DisplayText(row.text) }
        let mark = DisplayText(glyphs.ellipsis, from: -glyphs.ellipsis.utf8.count)
        return DisplayText(mark.glyphs + DisplayText(String(row.text[start...]), from: row.start).glyphs)
    }

    /// Draws a text with what was searched for underlined.
    private func draw(
        _ text: DisplayText, row: Int, column: Int, style: Style, hits: [Range<Int>], on canvas: inout Canvas
    ) {
        guard !hits.isEmpty else {
            canvas.draw(text, row: row, column: column, style: style)
            return
        }
        var marked = style
        marked.isUnderlined = true
        marked.isBold = true
        var column = column
        for glyph in text.glyphs {
            let isHit = hits.contains { $0.contains(glyph.offset) }
            column = canvas.draw(DisplayText([glyph]), row: row, column: column, style: isHit ? marked : style)
        }
    }

    private func drawPreview(of row: ScreenContent.Row, from line: Int, on canvas: inout Canvas) {
        canvas.rule(row: line, glyphs)
        let seconds = row.seconds.isEmpty ? "" : "\(row.seconds) s"
        // The note stands in front, once.
        let note = row.note.isEmpty ? "" : "note: \(row.note)"
        var reason = row.reason
        if !note.isEmpty {
            for said in [", \(note)", note, row.note] where reason.hasSuffix(said) {
                reason = String(reason.dropLast(said.count))
                break
            }
        }
        var details = [row.strategy, reason, row.id, row.time, seconds, row.annotator].filter { !$0.isEmpty }
            .joined(separator: " \(glyphs.dot) ")
        if row.isChanged { details = "\(ScreenContent.changed)   " + details }
        if !note.isEmpty { details = "\(note)   " + details }
        let text = DisplayText.wrapped(row.text, width: max(1, min(state.columns - 4, 100)))
        let shown = text.prefix(previewRows - 1)
        for (offset, words) in shown.enumerated() {
            let isCut = offset == shown.count - 1 && text.count > shown.count
            let mark = DisplayText(glyphs.ellipsis, from: -glyphs.ellipsis.utf8.count)
            draw(
                isCut ? DisplayText(words.glyphs + mark.glyphs) : words, row: line + 1 + offset, column: 2,
                style: .plain,
                hits: row.hits, on: &canvas)
        }
        canvas.draw(
            DisplayText(details).truncated(to: state.columns - 3, mark: glyphs.ellipsis), row: line + previewRows,
            column: 2, style: .dim)
    }
}
