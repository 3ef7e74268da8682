/// What stands below the message where there is room.
extension MessageScreen {
    /// A list below the message.
    struct Pane {
        /// A row of it.
        struct Row {
            var mark = ""
            var style = Style.plain
            let text: String
            var reason = ""
            /// The same in fewer columns.
            var brief = ""
            /// The message that a click brings to the front.
            var message: Int?
        }

        let title: String
        let column, width: Int
        /// Columns of the marks, with the blank behind them.
        let marks: Int
        let rows: [Row]
    }

    /// From left to right: two where there is room, three on a wide screen.
    var panes: [Pane] {
        let columns = state.columns
        if columns >= 160 {
            let (first, second) = (columns * 2 / 5, columns * 7 / 10)
            return [
                next(width: first), past(from: first, width: second - first),
                context(from: second, width: columns - second),
            ]
        }
        if state.surroundings == .context { return [context(from: 0, width: columns)] }
        guard columns >= 60 else { return [next(width: columns)] }
        let first = columns * 3 / 5
        return [next(width: first), past(from: first, width: columns - first)]
    }

    private func next(width: Int) -> Pane {
        Pane(
            title: content.isShuffled ? "next, shuffled" : "next", column: 0, width: width, marks: 5,
            rows: content.upcoming.map {
                Pane.Row(mark: $0.score, text: $0.text, reason: $0.reason, brief: $0.brief, message: $0.row)
            })
    }

    private func past(from column: Int, width: Int) -> Pane {
        Pane(
            title: content.decides ? "just decided" : "just labelled", column: column, width: width,
            marks: 1 + content.markWidth(of: content.past.map(\.mark)), rows: content.past.map(row))
    }

    func row(_ past: ScreenContent.Past) -> Pane.Row {
        Pane.Row(
            mark: past.mark, style: Style(bold: true, content.color(ofMark: past.mark)), text: past.text,
            message: past.row)
    }

    /// The columns of the message, and what says nearly the same, with its label.
    private func context(from column: Int, width: Int) -> Pane {
        let columns = (content.card?.columns ?? []).map { Pane.Row(text: "\($0.name): \($0.value)") }
        func group(_ heading: String, _ messages: [ScreenContent.Past]) -> [Pane.Row] {
            state.surroundings == .context && !messages.isEmpty ? [Pane.Row(text: heading)] + messages.map(row) : []
        }
        let like =
            group("much like it:", content.likeIt) + group("like it in meaning:", content.likeInMeaning)
        let title =
            state.surroundings == .context && like.isEmpty
            ? "this message; \(content.comparesWords ? "none is like it" : "no other has its text")" : "this message"
        return Pane(
            title: title, column: column, width: width,
            marks: 1 + content.markWidth(of: (content.likeIt + content.likeInMeaning).map(\.mark)), rows: columns + like
        )
    }

    /// The key of the other views, at the end of the rule above the lists, where the footer has no room for it.
    var viewWords: DisplayText? {
        guard !footer.items(columns: state.columns).contains(where: { $0.binding.action == .nextFilter }) else {
            return nil
        }
        let words = DisplayText(" \(state.keyMap.name(of: .nextFilter)): other views ")
        return words.width + 6 <= state.columns ? words : nil
    }

    /// Whether the screen is high enough for lists below the message, whatever is asked for.
    var hasRoomForLists: Bool {
        var state = state
        state.surroundings = .lists
        return MessageScreen(state: state, glyphs: glyphs).plan.listRows > 0
    }

    /// The first row of the lists.
    func listStart(_ plan: Plan) -> Int {
        state.rows - (plan.hasFooter ? 1 : 0) - (plan.hasProgress ? 1 : 0) - (plan.hasRules ? 1 : 0) - plan.listRows
    }

    /// Columns of a list in which a reason has room as a sentence.
    private static let widthOfSentences = 84

    /// Why a message of a list is there, as far as the list has room for it.
    private func reason(of row: Pane.Row, in pane: Pane) -> String {
        guard pane.width >= 60 else { return "" }
        return pane.width >= Self.widthOfSentences || row.brief.isEmpty ? row.reason : row.brief
    }

    func drawLists(on canvas: inout Canvas, row: Int, plan: Plan) -> Int {
        for pane in panes {
            let start = pane.column + 1
            let rows = pane.rows.prefix(plan.listRows)
            let reasons = rows.map { reason(of: $0, in: pane) }
            // What holds for all of them is said once, above.
            let common = reasons.count > 1 && Set(reasons).count == 1 ? reasons[0] : ""
            canvas.draw(
                pane.title + (common.isEmpty ? "" : ": all \(common)"), row: row, column: start, style: .dim,
                limit: pane.width - 2)
            for (offset, item) in rows.enumerated() {
                let line = row + 1 + offset
                let mark =
                    content.isSeveral
                    ? DisplayText(item.mark).truncated(to: pane.marks - 1, mark: "+") : DisplayText(item.mark)
                canvas.draw(mark, row: line, column: start, style: item.style)
                var room = pane.width - pane.marks - 2
                // The reason, where the text has room beside it.
                if common.isEmpty, !reasons[offset].isEmpty {
                    let width = pane.width >= Self.widthOfSentences ? 44 : 24
                    let reason = DisplayText(reasons[offset]).truncated(to: width, mark: glyphs.ellipsis)
                    room -= width + 2
                    canvas.draw(reason, row: line, column: start + pane.marks + room + 1, style: .dim)
                }
                let text = DisplayText(item.text).truncated(to: room, mark: glyphs.ellipsis)
                canvas.draw(text, row: line, column: start + pane.marks)
            }
        }
        return row + 1 + plan.listRows
    }
}
