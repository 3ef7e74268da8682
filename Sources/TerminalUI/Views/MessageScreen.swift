/// The main screen: status, message, label keys, what comes next and what was just labelled, progress, keys.
///
/// When room is short the history goes first, then the queue, then the lines around the message, then the question; the
/// message and the label keys stay.
struct MessageScreen: ScreenView {
    let state: ScreenState
    let glyphs: Glyphs

    private var content: ScreenContent { state.content }

    /// Which parts have room.
    private struct Plan {
        var hasProgress = false
        var hasFooter = false
        /// Rows of what is said of the message.
        var detailRows = 0
        /// A rule below the status, one above the progress.
        var hasRules = false
        /// What is asked, above the label keys.
        var hasQuestion = false
        /// A blank row above that.
        var hasGap = false
        /// Rows of the two lists, without their rule and header.
        var listRows = 0
        var messageRows = 1
    }

    private var plan: Plan {
        var plan = Plan()
        // The status and the label keys are always there; what is left belongs to the message until it is taken.
        var left = state.rows - 1 - labelLines.count
        func takes(_ rows: Int, leaving: Int) -> Bool {
            guard left - rows >= leaving else { return false }
            left -= rows
            return true
        }
        plan.hasProgress = takes(1, leaving: 2)
        plan.hasFooter = takes(1, leaving: 2)
        plan.hasQuestion = !content.question.isEmpty && takes(1, leaving: max(3, min(messageLines.count, 8)))
        // Whoever decides has to see the votes: of a long message as much as is left.
        let detailRows = ballotLines.map { Array(stride(from: $0.count, to: 0, by: -1)) } ?? [3]
        let leastRows = content.ballot == nil ? max(3, min(messageLines.count, 8)) : 3
        plan.detailRows = detailRows.first { takes($0, leaving: leastRows) } ?? 0
        plan.hasRules = takes(2, leaving: 4)
        plan.hasGap = plan.hasRules && takes(1, leaving: 4)
        let room = left - 2 - min(max(8, messageLines.count + 2), left)
        let atLeast = min(4, left - 2 - 5)
        plan.listRows =
            plan.hasRules && state.surroundings != .nothing ? max(0, min(max(room, atLeast), Self.longestList)) : 0
        if plan.listRows > 0 { left -= plan.listRows + 2 }
        plan.messageRows = max(1, left)
        return plan
    }

    /// None where there is a line that says what is saved, and no notice over it.
    var warningRow: Int? { plan.hasProgress && (plan.hasFooter || notice == nil) ? nil : 0 }

    var messages: MessagesOnScreen {
        let row = content.card?.row
        return MessagesOnScreen(rows: Set([row].compactMap { $0 }), chosen: state.open == .message ? row : nil)
    }

    func target(atColumn column: Int, row: Int) -> Screen.Target? {
        guard state.open == .message else { return nil }
        if let action = action(atColumn: column, row: row) { return .action(action) }
        let first = listStart(plan)
        if plan.listRows > 0, row == first - 2, let words = viewWords, column >= state.columns - 2 - words.width {
            return .action(.nextFilter)
        }
        guard plan.listRows > 0, (first..<first + plan.listRows).contains(row) else { return nil }
        let pane = panes.last { $0.column <= column }
        guard let pane, pane.rows.indices.contains(row - first) else { return nil }
        return pane.rows[row - first].message.map { .message($0) }
    }

    /// Rows of a list that anyone can use.
    private static let longestList = 40

    /// A key that ends with a message: a label's, or that to skip.
    private struct LabelKey {
        let name: String
        let title: String
        let action: Action
        let color: Color?

        var width: Int { DisplayText(name).width + 1 + DisplayText(title).width }
        var isLabel: Bool { if case .label = action { true } else { false } }
    }

    private var indent: Int { state.columns < 50 ? 1 : 3 }

    /// The margin on the right holds the mark of what is hidden below.
    private var textWidth: Int { max(1, min(state.columns - indent - 5, 100)) }

    private var messageLines: [DisplayText] {
        DisplayText.wrapped(content.card?.text ?? content.empty, width: textWidth)
    }

    var scrollLimit: Int { max(0, messageLines.count - plan.messageRows) }

    /// The label keys, broken into as many lines as they need, but for half of the screen.
    private var labelLines: [[LabelKey]] {
        var items = content.labels.enumerated().map { index, label in
            LabelKey(name: String(label.key), title: label.title, action: .label(index), color: label.color)
        }
        if state.rows >= 8 {
            let title = content.decides ? "later" : "skip"
            items.append(LabelKey(name: state.keyMap.name(of: .skip), title: title, action: .skip, color: nil))
        }
        let all = lines(of: items)
        let most = max(2, state.rows / 2)
        guard all.count > most else { return all }
        // The message would have no room: as many as fit, and how many more there are.
        for hidden in 1..<max(2, content.labels.count) {
            let more = LabelKey(name: "+\(hidden)", title: "more", action: .openHelp, color: nil)
            let shown = lines(of: items.prefix(content.labels.count - hidden) + [more])
            if shown.count <= most { return shown }
        }
        return Array(all.prefix(most))
    }

    private func lines(of items: [LabelKey]) -> [[LabelKey]] {
        var lines: [[LabelKey]] = []
        var used = indent
        for item in items {
            let width = item.width + 3
            if lines.isEmpty || used + width > state.columns {
                lines.append([])
                used = indent
            }
            lines[lines.count - 1].append(item)
            used += width
        }
        return lines
    }

    /// What a click on a cell does: a label, a skip, a key of the footer.
    private func action(atColumn column: Int, row: Int) -> Action? {
        let plan = plan
        if plan.hasFooter, row == state.rows - 1 {
            if notice != nil {
                return helpRoom > 0 && column >= state.columns - 1 - help.width ? .openHelp : nil
            }
            return footer.items(columns: state.columns).last { $0.column <= column }?.binding.action
        }
        let first =
            1 + (plan.hasRules ? 1 : 0) + plan.messageRows + plan.detailRows + (plan.hasGap ? 1 : 0)
            + (plan.hasQuestion ? 1 : 0)
        guard labelLines.indices.contains(row - first) else { return nil }
        var start = indent
        for item in labelLines[row - first] {
            let end = start + item.width
            if (start..<end).contains(column) { return item.action }
            start = end + 3
        }
        return nil
    }

    private var footer: Footer { Footer(keyMap: state.keyMap, isUnsaved: content.isUnsaved) }

    func draw(on canvas: inout Canvas) {
        let plan = plan
        var row = 0
        StatusBar(content: content, glyphs: glyphs, showsFigures: state.showsGuess).draw(on: &canvas, row: row)
        row += 1
        if plan.hasRules {
            canvas.rule(row: row, glyphs)
            drawFindings(on: &canvas, row: row)
            row += 1
        }
        row = drawMessage(on: &canvas, row: row, rows: plan.messageRows)
        if let ballotLines {
            row = draw(ballotLines.prefix(plan.detailRows), on: &canvas, row: row)
        } else if plan.detailRows > 0 {
            row = drawDetails(on: &canvas, row: row)
        }
        if plan.hasGap { row += 1 }
        if plan.hasQuestion {
            let question = DisplayText(content.question).truncated(
                to: state.columns - indent - 1, mark: glyphs.ellipsis)
            canvas.draw(question, row: row, column: indent, style: content.card == nil ? .dim : .plain)
            row += 1
        }
        row = drawLabels(on: &canvas, row: row)
        if plan.listRows > 0 {
            canvas.rule(row: row, glyphs)
            if let words = viewWords {
                canvas.draw(words, row: row, column: state.columns - 2 - words.width, style: .dim)
            }
            row = drawLists(on: &canvas, row: row + 1, plan: plan)
        }
        if plan.hasRules {
            canvas.rule(row: row, glyphs)
            row += 1
        }
        if plan.hasProgress {
            drawProgress(on: &canvas, row: row)
            row += 1
        }
        if plan.hasFooter { footer.draw(on: &canvas, row: state.rows - 1) }
        drawLongTexts(on: &canvas, plan)
    }

    /// What the model finds, at the end of the rule below the status.
    private func drawFindings(on canvas: inout Canvas, row: Int) {
        let words = content.findings?.forms.first { DisplayText($0).width + 6 <= state.columns }
        guard let words = words.map({ DisplayText(" \($0) ") }) else { return }
        canvas.draw(words, row: row, column: state.columns - 2 - words.width)
    }

    private func drawMessage(on canvas: inout Canvas, row: Int, rows: Int) -> Int {
        let lines = messageLines
        let first = min(state.scroll, scrollLimit)
        let style: Style = content.card == nil ? .dim : .bold
        let space = lines.count < rows ? min(1, (rows - lines.count) / 2) : 0
        for (offset, line) in lines.dropFirst(first).prefix(rows - space).enumerated() {
            if state.showsWords, let words = content.card?.words, !words.isEmpty {
                drawWords(line, words, on: &canvas, row: row + space + offset)
            } else {
                canvas.draw(line, row: row + space + offset, column: indent, style: style)
            }
        }
        let hidden = lines.count - first - rows
        if hidden > 0 {
            let mark = DisplayText("\(glyphs.down)\(min(hidden, 999))")
            canvas.draw(mark, row: row + rows - 1, column: state.columns - 1 - mark.width, style: Style(reversed: true))
        }
        return row + rows
    }

    /// A line with the words that drive the guess: strongest bold, underlined and reversed, then bold and underlined, then
    /// underlined; what speaks against the guess is dim. No colour is needed to tell them apart.
    private func drawWords(_ line: DisplayText, _ words: [ScreenContent.Card.Word], on canvas: inout Canvas, row: Int) {
        var column = indent
        for glyph in line.glyphs {
            let strength = words.first { $0.range.contains(glyph.offset) }?.strength ?? 0
            let style =
                switch strength {
                case 0.6...: Style(bold: true, reversed: true, underlined: true)
                case 0.3..<0.6: Style(bold: true, underlined: true)
                case 0.1..<0.3: Style(underlined: true)
                case ...(-0.1): Style.dim
                default: Style.plain
                }
            column = canvas.draw(DisplayText([glyph]), row: row, column: column, style: style)
        }
    }

    /// What annotators say of the message, where somebody decides; nil where nobody does.
    private var ballotLines: [String]? {
        content.ballot.map { ballot in
            BallotLines(
                ballot: ballot, content: content, keyMap: state.keyMap, glyphs: glyphs, showsNames: state.showsNames
            ).lines
        }
    }

    private func draw(_ lines: some Sequence<String>, on canvas: inout Canvas, row: Int) -> Int {
        var row = row
        for line in lines {
            let text = DisplayText(line).truncated(to: state.columns - indent - 1, mark: glyphs.ellipsis)
            canvas.draw(text, row: row, column: indent)
            row += 1
        }
        return row
    }

    private func drawDetails(on canvas: inout Canvas, row: Int) -> Int {
        guard let card = content.card else { return row + 3 }
        let separator = " \(glyphs.dot) "
        let marks =
            (card.isChanged ? [ScreenContent.changed] : []) + (card.isFlagged ? ["FLAGGED"] : [])
            + (card.note.isEmpty ? [] : ["note: \(card.note)"])
        let source = (card.isChanged ? marks + card.sources + [card.id] : card.sources + [card.id] + marks).filter {
            !$0.isEmpty
        }.joined(separator: separator)
        var guess =
            state.showsGuess || state.showsWords
            ? card.guess ?? "no model yet" : "hidden (\(state.keyMap.name(of: .toggleGuess)))"
        if state.showsWords, !card.words.isEmpty {
            guess += "   " + strongest(of: card)
        } else if state.showsGuess || state.showsWords, let rule = card.guessRule {
            guess += ", \(rule)"
        }
        let room = state.columns - indent - 1
        for (offset, line) in [source, "why    " + why(of: card, columns: room - 7), "guess  " + guess].enumerated() {
            let text = DisplayText(line).truncated(to: room, mark: glyphs.ellipsis)
            canvas.draw(text, row: row + offset, column: indent, style: .dim)
        }
        return row + 3
    }

    /// Why the message was chosen; with the guess, also what would tell of it, and the numbers, which are never cut off.
    private func why(of card: ScreenContent.Card, columns: Int) -> String {
        guard state.showsGuess || state.showsWords else { return card.why }
        guard let figures = card.figures else { return card.whyInFull }
        let left = columns - DisplayText(figures).width - 3
        guard left > 0 else { return figures }
        let words = DisplayText(card.whyInFull).truncated(to: left, mark: glyphs.ellipsis)
        return words.glyphs.map(\.text).joined() + "   " + figures
    }

    /// What the meaning of the message and the words that speak most for the guess are of all that does: for terminals
    /// without underlining.
    private func strongest(of card: ScreenContent.Card) -> String {
        let bytes = Array(card.text.utf8)
        // What is no number has no share.
        let speaking = card.words.filter { $0.strength > 0 && $0.strength.isFinite }
        let meaning = card.meaning.map { $0.isFinite ? $0 : 0 }
        let total = speaking.reduce(max(0, meaning ?? 0)) { $0 + $1.strength }
        func share(_ strength: Double) -> String { "\(Int((strength / total * 100).rounded())) %" }
        let whole = meaning.map { meaning in
            if meaning > 0 { return "meaning \(bar(meaning / total)) \(share(meaning))" }
            return meaning < 0 ? "meaning against it" : "meaning says nothing"
        }
        let top = speaking.filter { $0.range.upperBound <= bytes.count }
            .sorted { $0.strength > $1.strength }.prefix(4)
            .map { "\(String(decoding: bytes[$0.range], as: UTF8.self)) \(share($0.strength))" }
        let words = "strongest: " + (top.isEmpty ? "no word that it knows" : top.joined(separator: ", "))
        return [whole, words].compactMap { $0 }.joined(separator: "   ")
    }

    /// A share of one as a bar of eight cells.
    private func bar(_ share: Double) -> String {
        let full = Int((share * 8).rounded())
        return String(repeating: glyphs.full, count: full) + String(repeating: glyphs.empty, count: 8 - full)
    }

    private func drawLabels(on canvas: inout Canvas, row: Int) -> Int {
        for (offset, line) in labelLines.enumerated() {
            var column = indent
            for item in line {
                var style = Style(bold: true, reversed: item.isLabel, item.color)
                if content.card == nil { style = .dim }
                let end = canvas.draw(item.name, row: row + offset, column: column, style: style)
                column = canvas.draw(" " + item.title, row: row + offset, column: end) + 3
            }
        }
        return row + labelLines.count
    }

    /// A list below the message.
    private struct Pane {
        /// A row of it.
        struct Row {
            var mark = ""
            var style = Style.plain
            let text: String
            var reason = ""
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
    private var panes: [Pane] {
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
            rows: content.upcoming.map { Pane.Row(mark: $0.score, text: $0.text, reason: $0.reason, message: $0.row) })
    }

    private func past(from column: Int, width: Int) -> Pane {
        Pane(
            title: content.decides ? "just decided" : "just labelled", column: column, width: width, marks: 2,
            rows: content.past.map(row))
    }

    private func row(_ past: ScreenContent.Past) -> Pane.Row {
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
        return Pane(title: title, column: column, width: width, marks: 2, rows: columns + like)
    }

    /// The key of the other views, at the end of the rule above the lists, where the footer has no room for it.
    private var viewWords: DisplayText? {
        guard !footer.items(columns: state.columns).contains(where: { $0.binding.action == .nextFilter }) else {
            return nil
        }
        let words = DisplayText(" \(state.keyMap.name(of: .nextFilter)): other views ")
        return words.width + 6 <= state.columns ? words : nil
    }

    /// The first row of the lists.
    private func listStart(_ plan: Plan) -> Int {
        state.rows - (plan.hasFooter ? 1 : 0) - (plan.hasProgress ? 1 : 0) - (plan.hasRules ? 1 : 0) - plan.listRows
    }

    private func drawLists(on canvas: inout Canvas, row: Int, plan: Plan) -> Int {
        for pane in panes {
            let start = pane.column + 1
            canvas.draw(pane.title, row: row, column: start, style: .dim, limit: pane.width - 2)
            for (offset, item) in pane.rows.prefix(plan.listRows).enumerated() {
                let line = row + 1 + offset
                canvas.draw(item.mark, row: line, column: start, style: item.style)
                var room = pane.width - pane.marks - 2
                // The reason, where the text has room beside it.
                if pane.width >= 60, !item.reason.isEmpty {
                    let width = pane.width >= 84 ? 44 : 24
                    let reason = DisplayText(item.reason).truncated(to: width, mark: glyphs.ellipsis)
                    room -= width + 2
                    canvas.draw(reason, row: line, column: start + pane.marks + room + 1, style: .dim)
                }
                let text = DisplayText(item.text).truncated(to: room, mark: glyphs.ellipsis)
                canvas.draw(text, row: line, column: start + pane.marks)
            }
        }
        return row + 1 + plan.listRows
    }

    private var saving: (text: String, style: Style) {
        switch content.saving {
        case .saved: ("saved", .plain)
        case .saving(let pending): ("saving \(pending)", .plain)
        case .notSaved: (content.saving.warning ?? "", .warning)
        }
    }

    private func drawProgress(on canvas: inout Canvas, row: Int) {
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

    private var notice: String? {
        if state.open == .confirmQuit {
            let (quit, elsewhere) = (state.keyMap.name(of: .quit), state.keyMap.name(of: .saveElsewhere))
            if !content.isUnsaved { return "saved now: \(quit) leaves, other keys stay" }
            return "NOT SAVED: \(quit) leaves and tries to save them elsewhere, \(elsewhere) asks where, others stay"
        }
        return content.notice
    }

    /// What must be read in full lies over the last rows: the notice in the footer's place, above it why nothing is saved,
    /// where that does not fit beside the progress. Each takes as many rows as it needs and the screen can spare.
    private func drawLongTexts(on canvas: inout Canvas, _ plan: Plan) {
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
    private var helpRoom: Int {
        guard let notice, state.open == .message, plan.hasFooter else { return 0 }
        let (room, width) = (help.width + 2, state.columns - 2)
        func rows(_ width: Int) -> Int { min(mostLongRows, DisplayText.wrapped(notice, width: max(1, width)).count) }
        return rows(width - room) > rows(width) ? 0 : room
    }

    private var help: DisplayText { DisplayText("\(state.keyMap.name(of: .openHelp)) help") }

    /// - Parameter leaving: columns at the right that the text keeps out of.
    /// - Returns: the first row that is taken.
    private func draw(
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

/// The last line: the keys that are used most, as many as there is room for; help and quit always. While labels are not
/// saved the way out comes first.
struct Footer {
    let keyMap: KeyMap
    var isUnsaved = false

    /// What stands where in a line of so many columns.
    func items(columns: Int) -> [(column: Int, binding: KeyMap.Binding, short: String)] {
        let known = keyMap.bindings.compactMap { binding in
            binding.action == .skip ? nil : binding.short.map { (binding: binding, short: $0) }
        }
        let wayOut = isUnsaved ? known.filter { $0.binding.action == .saveElsewhere } : []
        let shown = wayOut + known.filter { $0.binding.action != .saveElsewhere }
        func width(_ item: (binding: KeyMap.Binding, short: String)) -> Int {
            DisplayText("\(item.binding.name) \(item.short)").width + 2
        }
        let last = shown.filter { $0.binding.action == .openHelp || $0.binding.action == .quit }
        var left = columns - 1 - last.reduce(0) { $0 + width($1) }
        var chosen: [(binding: KeyMap.Binding, short: String)] = []
        for item in shown where !last.contains(where: { $0.binding == item.binding }) {
            guard left >= width(item) else { break }
            left -= width(item)
            chosen.append(item)
        }
        var column = 1
        return (chosen + last).compactMap { item in
            defer { column += width(item) }
            return column + width(item) - 2 <= columns ? (column, item.binding, item.short) : nil
        }
    }

    func draw(on canvas: inout Canvas, row: Int) {
        for item in items(columns: canvas.columns) {
            let end = canvas.draw(item.binding.name, row: row, column: item.column, style: .bold)
            canvas.draw(item.short, row: row, column: end + 1, style: .dim)
        }
    }
}
