/// The main screen: status, message, label keys, what comes next and what was just labelled, progress, keys.
///
/// When room is short the history goes first, then the queue, then the lines around the message, then the question; the
/// message and the label keys stay.
struct MessageScreen: ScreenView {
    let state: ScreenState
    let glyphs: Glyphs

    var content: ScreenContent { state.content }

    /// Which parts have room.
    struct Plan {
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

    var plan: Plan {
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

    /// Rows of a list that anyone can use.
    private static let longestList = 40

    /// A key that ends with a message, or chooses one of several labels for it; or the name of a group of those.
    struct LabelKey {
        let name: String
        let title: String
        /// What it does; nil for the name of a group.
        let action: Action?
        let color: Color?
        /// Whether the label is chosen; nil where a message has one label, and for what is none.
        var isChosen: Bool?

        /// What tells without colour whether the label is chosen.
        var box: String { isChosen.map { $0 ? " [x]" : " [ ]" } ?? "" }
        var width: Int {
            DisplayText(name).width + box.utf8.count + (name.isEmpty || title.isEmpty ? 0 : 1)
                + DisplayText(title).width
        }
        var isLabel: Bool { if case .label = action { true } else { false } }
    }

    var indent: Int { state.columns < 50 ? 1 : 3 }

    /// The margin on the right holds the mark of what is hidden below.
    private var textWidth: Int { max(1, min(state.columns - indent - 5, 100)) }

    var messageLines: [DisplayText] {
        DisplayText.wrapped(content.card?.text ?? content.empty, width: textWidth)
    }

    var scrollLimit: Int { max(0, messageLines.count - plan.messageRows) }

    /// The label keys, broken into as many lines as they need, but for half of the screen; each group on lines of its own, where
    /// there is room.
    var labelLines: [[LabelKey]] {
        let labels = labelItems
        let last = lastItems
        let most = max(2, state.rows / 2)
        let grouped = groups(of: labels)
        if grouped.count > 1 {
            let all = grouped.flatMap { lines(of: $0) } + [last].filter { !$0.isEmpty }
            if all.count <= most { return all }
        }
        // What gives several labels stands by itself, so that nothing moves as they are chosen.
        let all = content.isSeveral ? lines(of: labels) + [last] : lines(of: labels + last)
        guard all.count > most else { return all }
        // The message would have no room: as many as fit, and how many more there are.
        let rest = content.isSeveral ? [last] : []
        for hidden in 1..<max(2, labels.count) {
            let more = LabelKey(name: "+\(hidden)", title: "more", action: .openHelp, color: nil)
            let shown = lines(of: labels.prefix(labels.count - hidden) + [more]) + rest
            if shown.count <= most { return shown }
        }
        return Array(all.prefix(most))
    }

    private var labelItems: [LabelKey] {
        let chosen = state.chosenLabels
        return content.labels.enumerated().map { index, label in
            LabelKey(
                name: String(label.key), title: label.title, action: .label(index), color: label.color,
                isChosen: content.isSeveral ? chosen.contains(index) : nil)
        }
    }

    /// The keys behind those of the labels.
    private var lastItems: [LabelKey] {
        var items: [LabelKey] = []
        if content.isSeveral {
            let answer = state.chosenLabels.isEmpty ? "none" : content.title(of: .several(state.chosenLabels))
            let words = content.decides ? "decide: \(answer)" : "answer: \(answer)"
            items.append(LabelKey(name: state.keyMap.name(of: .confirm), title: words, action: .confirm, color: nil))
        }
        if state.rows >= 8 {
            let title = content.decides ? "later" : "skip"
            let skip = LabelKey(name: state.keyMap.name(of: .skip), title: title, action: .skip, color: nil)
            // In front, so that it does not move as labels are chosen.
            items.insert(skip, at: 0)
        }
        return items
    }

    /// The labels of each group behind its name, in the order of their first labels; one part where there are no groups.
    private func groups(of items: [LabelKey]) -> [[LabelKey]] {
        let width = content.labels.compactMap(\.group).map { DisplayText($0).width }.max() ?? 0
        var order: [String] = []
        var parts: [String: [LabelKey]] = [:]
        for (item, label) in zip(items, content.labels) {
            let group = label.group ?? ""
            if parts[group] == nil {
                order.append(group)
                let name = group + String(repeating: " ", count: max(0, width - DisplayText(group).width))
                parts[group] = width == 0 ? [] : [LabelKey(name: "", title: name, action: nil, color: nil)]
            }
            parts[group]?.append(item)
        }
        return order.compactMap { parts[$0] }
    }

    func lines(of items: [LabelKey]) -> [[LabelKey]] {
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

    var footer: Footer {
        Footer(
            keyMap: state.keyMap, isUnsaved: content.isUnsaved, hasSecondLooks: content.hasSecondLooks)
    }

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
}
