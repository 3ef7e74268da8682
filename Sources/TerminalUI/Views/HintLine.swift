/// The keys that are of use in a view, in one line.
struct HintLine {
    private var items: [(text: String, rank: Hint.Rank)]

    /// - Parameters:
    ///   - isEmpty: whether it is a list without a message: the keys for one are left out.
    ///   - isSeveral: whether messages can have several labels: a key chooses one of them then.
    init(_ view: Hint.View, keyMap: KeyMap, isEmpty: Bool = false, isSeveral: Bool = false) {
        items = keyMap.bindings.flatMap { binding in
            binding.hints.filter { $0.views.contains(view) && !(isEmpty && Self.needsRow(binding.action, in: view)) }
                .map { ("\(binding.name): \($0.words)", $0.rank) }
        }
        if Hint.View.lists.contains(view), !isEmpty {
            let verb = isSeveral ? "choose" : view == .decisions ? "decide" : "label"
            items.append(("label key: \(verb)", .label))
        }
        // Sorted by their places as well, which keeps the table's order among equals.
        items = items.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element)
    }

    private static func needsRow(_ action: Action, in view: Hint.View) -> Bool {
        switch action {
        case .nextFilter, .openSearch, .close: false
        case .labelDuplicates: view == .copies
        default: true
        }
    }

    /// As it fits into so many columns: first the gaps close, then what is said in other places as well goes, and at last
    /// all but the way back.
    func text(columns: Int) -> String {
        var items = items
        for dropped in [nil, .note, .flag, .show, .list, .all, .label] as [Hint.Rank?] {
            items.removeAll { $0.rank == dropped }
            for isWide in [true, false] {
                let text = Self.joined(items, isWide: isWide)
                if DisplayText(text).width <= columns { return text }
            }
        }
        return Self.joined(items, isWide: false)
    }

    /// A notice, or where there is none the keys; the way back is never cut.
    func line(_ notice: String?, columns: Int, _ glyphs: Glyphs) -> DisplayText {
        guard let notice else { return DisplayText(text(columns: columns)) }
        return Self.line(notice, back: Self.joined(items.suffix(1), isWide: false), columns: columns, glyphs)
    }

    /// A text as far as it fits before the way back.
    static func line(_ text: String, back: String, columns: Int, _ glyphs: Glyphs) -> DisplayText {
        let back = DisplayText("   \(back)")
        return DisplayText(
            DisplayText(text).truncated(to: max(0, columns - back.width), mark: glyphs.ellipsis).glyphs + back.glyphs)
    }

    private static func joined(_ items: some Sequence<(text: String, rank: Hint.Rank)>, isWide: Bool) -> String {
        var line = ""
        var before: Hint.Rank?
        for item in items {
            if let before { line += isWide && !(before.isOnRow && item.rank.isOnRow) ? "   " : "  " }
            line += item.text
            before = item.rank
        }
        return line
    }
}
