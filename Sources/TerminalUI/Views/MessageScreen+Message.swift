/// The message, what is known of it, and the label keys.
extension MessageScreen {
    /// What the model finds, at the end of the rule below the status.
    func drawFindings(on canvas: inout Canvas, row: Int) {
        let words = content.findings?.forms.first { DisplayText($0).width + 6 <= state.columns }
        guard let words = words.map({ DisplayText(" \($0) ") }) else { return }
        canvas.draw(words, row: row, column: state.columns - 2 - words.width)
    }

    func drawMessage(on canvas: inout Canvas, row: Int, rows: Int) -> Int {
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
    var ballotLines: [String]? {
        content.ballot.map { ballot in
            BallotLines(
                ballot: ballot, content: content, keyMap: state.keyMap, glyphs: glyphs, showsNames: state.showsNames
            ).lines
        }
    }

    func draw(_ lines: some Sequence<String>, on canvas: inout Canvas, row: Int) -> Int {
        var row = row
        for line in lines {
            let text = DisplayText(line).truncated(to: state.columns - indent - 1, mark: glyphs.ellipsis)
            canvas.draw(text, row: row, column: indent)
            row += 1
        }
        return row
    }

    func drawDetails(on canvas: inout Canvas, row: Int) -> Int {
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

    func drawLabels(on canvas: inout Canvas, row: Int) -> Int {
        for (offset, line) in labelLines.enumerated() {
            var column = indent
            for item in line {
                var style = Style(bold: true, reversed: item.isLabel, item.color)
                if content.card == nil { style = .dim }
                if !item.name.isEmpty {
                    column = canvas.draw(item.name, row: row + offset, column: column, style: style)
                }
                let isChosen = item.isChosen == true
                if !item.box.isEmpty {
                    column = canvas.draw(
                        item.box, row: row + offset, column: column, style: isChosen ? Style(bold: true) : .dim)
                }
                let room = max(0, state.columns - column - 1)
                let title = DisplayText(item.name.isEmpty ? item.title : " " + item.title)
                column =
                    canvas.draw(
                        title.truncated(to: room, mark: glyphs.ellipsis), row: row + offset, column: column,
                        style: isChosen ? Style(bold: true) : item.action == nil ? .dim : .plain) + 3
            }
        }
        return row + labelLines.count
    }
}
