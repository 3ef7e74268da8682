/// Writing a line: a note, or the name of a file.
extension ScreenState {
    /// A key while a line is written.
    mutating func type(_ key: Key, into entry: TextEntry, _ purpose: Purpose) -> [Effect] {
        switch key {
        case .escape:
            show(.message)
            if case .note = purpose { content.notice = "the note stays as it was" }
            return []
        case .enter:
            show(.message)
            switch purpose {
            case .note(let row): return [.note(entry.text, row: row)]
            case .place: return entry.text.isEmpty ? [] : [.saveElsewhere(entry.text)]
            }
        default:
            var entry = entry
            entry.take(key)
            open = .entry(entry, purpose)
            return []
        }
    }
}
