/// Lists of messages: choosing one, labelling it where it stands, searching, noting.
extension ScreenState {
    mutating func performInList(_ action: Action, _ state: ListState) -> [Effect] {
        var list = state
        let last = max(0, content.rows.count - 1)
        list.chosen = min(list.chosen, last)
        let row = content.rows.indices.contains(list.chosen) ? content.rows[list.chosen] : nil
        let page = max(1, rows - 8)
        var effects: [Effect] = []
        let done = list.done
        // Who moves on after a label means another message.
        if case .labelled = list.done { list.done = nil } else if !action.scrolls { list.done = nil }
        switch action {
        case .up: list.chosen = max(0, list.chosen - 1)
        case .down: list.chosen = min(last, list.chosen + 1)
        case .pageUp: list.chosen = max(0, list.chosen - page)
        case .pageDown: list.chosen = min(last, list.chosen + page)
        case .top: list.chosen = 0
        case .bottom: list.chosen = last
        case .nextFilter where list.hasFilters:
            list.choosing = list.choices(in: content, keyMap).firstIndex { $0.isInUse(in: list) } ?? 0
        case .openSearch where list.kind == .search: list.isTyping = true
        case .label(let label):
            guard let row else { return empty() }
            // One key is not the whole answer, and in a list the next one may meet another message.
            if content.isSeveral {
                toggle(label, of: row)
                show(.message)
                return [list.kind == .secondLook ? .lookAgain(row.row) : .show(row.row)]
            }
            effects = [.labelRow(row.row, label: label)]
            // Who decides is refused what another has decided.
            if !content.decides { list.done = .labelled(row: row.row, position: list.chosen) }
            // The message labelled again is the newest now; the next older one has moved down by one.
            if list.kind == .history, list.filter == .everything, list.order == .newest {
                list.chosen = min(last, list.chosen + 1)
            }
        case .labelDuplicates where list.kind == .duplicates:
            guard let answer = content.duplicatesAnswer, !content.rows.isEmpty else { return empty() }
            let rows = content.rows.map(\.row)
            show(.message)
            content.notice = "\(rows.count) near copies got the same label; \(keyMap.name(of: .undo)) takes it back"
            return [.labelRows(rows, answer)]
        case .confirm:
            guard let row else { return empty() }
            show(.message)
            return [list.kind == .secondLook ? .lookAgain(row.row) : .show(row.row)]
        case .skip where list.kind == .secondLook:
            guard let row else { return empty() }
            effects = [.putAside(row.row)]
            list.done = .putAside(row: row.row)
        case .flag:
            guard let row else { return empty() }
            effects = [.toggleFlag(row: row.row)]
        case .note:
            guard let row else { return empty() }
            open = .entry(TextEntry(text: row.note), .note(row: row.row, in: list))
            return []
        case .undo:
            switch done {
            case .putAside(let row): effects = [.bringBack(row)]
            case .labelled(let row, let position):
                effects = list.kind == .secondLook ? [.bringBack(row), .undo] : [.undo]
                list.chosen = position
            case nil:
                guard let row else { return empty() }
                effects = [.takeBack(row.row)]
            }
        case .reason(let reason):
            guard let row else { return empty() }
            effects = [.reason(reason, row: row.row)]
        case .labelDuplicates where list.kind != .duplicates:
            if let why = keyMap.whyOff(action, in: content) {
                content.notice = why
                return []
            }
            open = .list(ListState(.duplicates))
            return []
        case .close, .quit, .openQueue, .openHistory, .openSecondLook, .openDecisions, .openGaps, .labelDuplicates:
            show(.message)
            return []
        default:
            // The way back stands beside it.
            content.notice =
                "a label key \(content.isSeveral ? "is chosen for" : content.decides ? "decides on" : "labels") the chosen message, \(keyMap.name(of: .confirm)) shows it"
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

    // MARK: What of it is shown

    /// Whether an action moves or leaves in the menu of a list, so that its key is none of a choice.
    static func movesInMenu(_ action: Action) -> Bool {
        switch action {
        case .up, .down, .pageUp, .pageDown, .top, .bottom, .confirm, .close, .quit, .nextFilter, .redraw: true
        default: false
        }
    }

    /// A key while the menu of filters and orders is open.
    mutating func choose(_ key: Key, of state: ListState) -> [Effect] {
        let choices = state.choices(in: content, keyMap)
        guard let action = keyMap.action(for: key, in: content), Self.movesInMenu(action) else {
            guard let choice = choices.first(where: { $0.key == key }) else {
                content.notice = "that key does nothing here; \(keyMap.name(of: .close)) goes back"
                return []
            }
            open = .list(choice.taken(by: state))
            return []
        }
        return move(action, inChoicesOf: state)
    }

    mutating func move(_ action: Action, inChoicesOf state: ListState) -> [Effect] {
        let choices = state.choices(in: content, keyMap)
        var list = state
        let (last, page) = (max(0, choices.count - 1), max(1, rows / 2))
        let position = min(list.choosing ?? 0, last)
        switch action {
        case .up: list.choosing = max(0, position - 1)
        case .down: list.choosing = min(last, position + 1)
        case .pageUp: list.choosing = max(0, position - page)
        case .pageDown: list.choosing = min(last, position + page)
        case .top: list.choosing = 0
        case .bottom: list.choosing = last
        case .confirm: return choose(position, of: list)
        default: list.choosing = nil
        }
        open = .list(list)
        return []
    }

    /// Takes what stands at a position of the menu.
    mutating func choose(_ position: Int, of list: ListState) -> [Effect] {
        let choices = list.choices(in: content, keyMap)
        if choices.indices.contains(position) { open = .list(choices[position].taken(by: list)) }
        return []
    }
}
