/// Progress, what is saved, and what must be read in full.
extension MessageScreen {
    private var saving: (text: String, style: Style) {
        switch content.saving {
        case .saved: ("saved", .plain)
        case .saving(let pending): ("saving \(pending)", .plain)
        case .notSaved: (content.saving.warning ?? "", .warning)
        }
    }

    func drawProgress(on canvas: inout Canvas, row: Int) {
        let shownSaving = DisplayText(saving.text).truncated(to: state.columns - 2, mark: glyphs.ellipsis)
        let end = state.columns - 1 - shownSaving.width
        canvas.draw(shownSaving, row: row, column: end, style: saving.style)
        var parts: [String] = []
        if content.of > 0 {
            let width = min(20, state.columns / 4)
            let full = min(width, content.done * width / content.of)
            parts.append(
                String(repeating: glyphs.full, count: full) + String(repeating: glyphs.empty, count: width - full)
                    + " \(min(content.done, content.of))/\(content.of)"
                    + (content.done > content.of ? " +\(content.done - content.of)" : ""))
        }
        if let learning = content.learning {
            parts.append(
                "learning \(Int(learning * 100)) %" + (content.timeLeft.isEmpty ? "" : ", \(content.timeLeft)"))
        }
        if !content.encoding.isEmpty { parts.append(content.encoding) }
        if state.showsGuess, content.f1History.count > 1 { parts.append("F1 " + sparkline) }
        if !content.goal.isEmpty { parts.append(content.goal) }
        if !content.pace.isEmpty { parts.append(content.pace) }
        var column = 1
        for part in parts {
            let text = DisplayText(part)
            guard column + text.width + 2 <= end else { break }
            column = canvas.draw(text, row: row, column: column, style: .dim) + 3
        }
    }

    private var sparkline: String {
        String(
            content.f1History.suffix(24).map { value in
                // A journal may say anything; no other number is an integer for certain.
                let share = value.isFinite ? max(0, min(1, value)) : 0
                return glyphs.steps[min(glyphs.steps.count - 1, Int(share * Double(glyphs.steps.count)))]
            })
    }

    var notice: String? {
        if state.open == .confirmQuit {
            let (quit, elsewhere) = (state.keyMap.name(of: .quit), state.keyMap.name(of: .saveElsewhere))
            if !content.isUnsaved { return "saved now: \(quit) leaves, other keys stay" }
            return "NOT SAVED: \(quit) leaves and tries to save them elsewhere, \(elsewhere) asks where, others stay"
        }
        return content.notice
    }

    /// What must be read in full lies over the last rows: the notice in the footer's place, above it why nothing is saved,
    /// where that does not fit beside the progress. Each takes as many rows as it needs and the screen can spare.
    func drawLongTexts(on canvas: inout Canvas, _ plan: Plan) {
        guard plan.hasFooter || plan.hasProgress else { return }
        var row = state.rows
        var most = mostLongRows
        if let notice {
            let room = helpRoom
            row = draw(
                notice, endingAbove: row, rows: most, leaving: room, on: &canvas, style: Style(reversed: true))
            if room > 0 {
                canvas.draw(String(repeating: " ", count: room), row: state.rows - 1, column: state.columns - room)
                canvas.draw(help, row: state.rows - 1, column: state.columns - 1 - help.width)
            }
            if state.rows < 20 { most = 1 }
        } else if plan.hasFooter {
            row -= 1
        }
        let isLong = DisplayText(saving.text).width > state.columns - 2
        guard plan.hasProgress, isLong || row < state.rows - 1, content.isUnsaved else { return }
        _ = draw(saving.text, endingAbove: row, rows: most, on: &canvas, style: saving.style)
    }

    /// Rows that a text over the last ones takes at most.
    private var mostLongRows: Int { state.rows < 10 ? 1 : state.rows < 16 ? 2 : 3 }

    /// Columns that a notice leaves to the key of help, which stays in sight but for the question that only its own keys answer,
    /// and where the notice would need a row more for it: the one above says what is saved.
    var helpRoom: Int {
        guard let notice, state.open == .message, plan.hasFooter else { return 0 }
        let (room, width) = (help.width + 2, state.columns - 2)
        func rows(_ width: Int) -> Int { min(mostLongRows, DisplayText.wrapped(notice, width: max(1, width)).count) }
        return rows(width - room) > rows(width) ? 0 : room
    }

    var help: DisplayText { DisplayText("\(state.keyMap.name(of: .openHelp)) help") }

    /// - Parameter leaving: columns at the right that the text keeps out of.
    /// - Returns: the first row that is taken.
    func draw(
        _ text: String, endingAbove end: Int, rows most: Int, leaving: Int = 0, on canvas: inout Canvas, style: Style
    ) -> Int {
        let width = max(1, state.columns - 2 - leaving)
        var lines = DisplayText.wrapped(text, width: width)
        if lines.count > most {
            let rest = Array(lines[(most - 1)...].map(\.glyphs).joined(separator: DisplayText(" ").glyphs))
            lines = lines.prefix(most - 1) + [DisplayText(rest).truncated(to: width, mark: glyphs.ellipsis)]
        }
        for (offset, line) in lines.enumerated() {
            let row = end - lines.count + offset
            canvas.draw(String(repeating: " ", count: state.columns), row: row, column: 0, style: style)
            canvas.draw(line, row: row, column: 1, style: style)
        }
        return end - lines.count
    }
}
