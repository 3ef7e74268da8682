/// Lists of messages: choosing one, labelling it where it stands, searching, noting.
extension ScreenState {
    mutating func performInList(_ action: Action, _ state: ListState) -> [Effect] {
        var list = state
        let last = max(0, content.rows.count - 1)
        list.chosen = min(list.chosen, last)
        let row = content.rows.indices.contains(list.chosen) ? content.rows[list.chosen] : nil
        let page = max(1, rows - 8)
        var effects: [Effect] = []
        switch action {
        case .up: list.chosen = max(0, list.chosen - 1)
        case .down: list.chosen = min(last, list.chosen + 1)
        case .pageUp: list.chosen = max(0, list.chosen - page)
        case .pageDown: list.chosen = min(last, list.chosen + page)
        case .top: list.chosen = 0
        case .bottom: list.chosen = last
        case .nextFilter where list.kind == .history: list.turnFilter(labels: content.labels.count)
        case .openSearch where list.kind == .search: list.isTyping = true
        case .label(let label):
            guard let row else { return empty() }
            effects = [.labelRow(row.row, label: label)]
            // The message labelled again is the newest now; the next older one has moved down by one.
            if list.kind == .history, list.filter == .everything { list.chosen = min(last, list.chosen + 1) }
        case .labelDuplicates where list.kind == .duplicates:
            guard let label = content.duplicatesLabel, !content.rows.isEmpty else { return empty() }
            let rows = content.rows.map(\.row)
            show(.message)
            content.notice = "\(rows.count) near copies got the same label; \(keyMap.name(of: .undo)) takes it back"
            return [.labelRows(rows, label: label)]
        case .confirm:
            guard let row else { return empty() }
            show(.message)
            return [.show(row.row)]
        case .flag:
            guard let row else { return empty() }
            effects = [.toggleFlag(row: row.row)]
        case .note:
            guard let row else { return empty() }
            open = .entry(TextEntry(text: row.note), .note(row: row.row, in: list))
            return []
        case .undo:
            guard let row else { return empty() }
            effects = [.takeBack(row.row)]
        case .labelDuplicates where list.kind != .duplicates:
            if let why = keyMap.whyOff(action, in: content) {
                content.notice = why
                return []
            }
            open = .list(ListState(.duplicates))
            return []
        case .close, .quit, .openQueue, .openHistory, .openSecondLook, .labelDuplicates:
            show(.message)
            return []
        default:
            content.notice =
                "a label key labels the chosen message, \(keyMap.name(of: .confirm)) shows it, "
                + "\(keyMap.name(of: .close)) goes back"
        }
        open = .list(list)
        return effects
    }

    private mutating func empty() -> [Effect] {
        content.notice = "there is no message here"
        return []
    }

    /// A key while the query of a search is written.
    mutating func type(_ key: Key, into state: ListState) -> [Effect] {
        var list = state
        switch key {
        case EntryKey.leave.key:
            show(.message)
            return []
        case .down where list.entry.isRecalled:
            list.entry.take(key, earlier: written[.search] ?? [])
            list.chosen = 0
        case EntryKey.keep.key, .down, .tab:
            remember(list.query, .search)
            list.isTyping = false
            list.chosen = 0
        case .pageUp, .pageDown: break
        default:
            list.entry.take(key, earlier: written[.search] ?? [])
            list.chosen = 0
        }
        open = .list(list)
        return []
    }
}
