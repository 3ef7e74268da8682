/// Writing a line: a note, or the name of a file.
extension ScreenState {
    /// A key while a line is written.
    mutating func type(_ key: Key, into entry: TextEntry, _ purpose: Purpose) -> [Effect] {
        switch key {
        case EntryKey.leave.key:
            leaveEntry(purpose)
            if case .note = purpose { content.notice = "the note stays as it was" }
            return []
        case EntryKey.keep.key:
            remember(entry.text, purpose.place)
            if case .recipe = purpose { return takeRecipe(entry.text) }
            leaveEntry(purpose)
            switch purpose {
            case .note(let row, _): return [.note(entry.text, row: row)]
            case .place: return entry.text.isEmpty ? [] : [.saveElsewhere(entry.text)]
            case .recipe: return []
            }
        default:
            var entry = entry
            entry.take(key, earlier: written[purpose.place] ?? [])
            open = .entry(entry, purpose)
            return []
        }
    }

    /// Keeps a line for when another is written in such a place; the latest fifty.
    mutating func remember(_ line: String, _ place: WrittenPlace) {
        guard !line.isEmpty else { return }
        let others = (written[place] ?? []).filter { $0 != line }
        written[place] = others.suffix(49) + [line]
    }

    /// Back to where the line was begun.
    private mutating func leaveEntry(_ purpose: Purpose) {
        if case .recipe(let menu) = purpose {
            open = .strategies(menu)
            return
        }
        if let list = open.list { open = .list(list) } else { show(.message) }
    }

    /// Text that came at once: what is being written takes it, and nothing else, because it is no keys. A burst of keys
    /// that only scroll is what a held key sends on a slow line.
    mutating func take(_ text: String, isPaste: Bool) -> [Effect] {
        switch open {
        case .entry(var entry, let purpose):
            if !entry.take(text) { content.notice = Self.cutOff }
            open = .entry(entry, purpose)
            return []
        case .list(var list) where list.isTyping:
            if !list.entry.take(text) { content.notice = Self.cutOff }
            list.chosen = 0
            open = .list(list)
            return []
        default: break
        }
        guard !isPaste else {
            content.notice = "pasted text labels nothing"
            return []
        }
        let actions = text.map { keyMap.action(for: .character($0), in: content) }
        if open != .confirmQuit, actions.allSatisfy({ $0?.scrolls ?? false }) {
            return actions.compactMap { $0 }.flatMap { perform($0) }
        }
        content.notice =
            text.count == 1
            ? "a character that came with others was not taken as a key"
            : "\(text.count) characters at once: none of them was taken as a key"
        return []
    }

    private static let cutOff = "the text is too long; its end was left out"
}

/// Where a line can be written: what was written there before comes back there.
enum WrittenPlace: Sendable, Hashable {
    case search, note, file, recipe
}

extension ScreenState.Purpose {
    var place: WrittenPlace {
        switch self {
        case .note: .note
        case .place: .file
        case .recipe: .recipe
        }
    }
}
