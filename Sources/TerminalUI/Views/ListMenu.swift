/// What of a list is shown, and in what order: each choice with its key, and how many messages there are of it.
struct ListMenu: ScreenView {
    let state: ScreenState
    let list: ListState
    let glyphs: Glyphs

    private var choices: [ListChoice] { list.choices(in: state.content, state.keyMap) }

    private var title: String { "which messages" + (list.kind == .history ? ", in what order" : "") }

    private var hints: [MenuFrame.Hint] {
        func name(_ action: Action) -> String { state.keyMap.name(of: action) }
        return [
            MenuFrame.Hint("\(name(.confirm)): take it", rank: 0, short: name(.confirm)),
            MenuFrame.Hint("key: take at once", rank: 3),
            MenuFrame.Hint("\(name(.up))/\(name(.down)): choose", rank: 4),
            MenuFrame.Hint("\(name(.close)): back", rank: 1),
            MenuFrame.Hint("* in use", rank: 5),
        ]
    }

    private var frame: MenuFrame {
        let choices = choices
        let width = choices.map { DisplayText($0.title).width }.max() ?? 0
        return MenuFrame(
            state: state, glyphs: glyphs, title: title, rowCount: choices.count,
            chosen: min(list.choosing ?? 0, max(0, choices.count - 1)), listWidth: width + 20, words: [], hints: hints)
    }

    func draw(on canvas: inout Canvas) {
        let choices = choices
        let keys = choices.map { DisplayText($0.key?.name ?? "").width }.max() ?? 1
        frame.draw(on: &canvas) { index in
            let choice = choices[index]
            var count = ""
            if case .filter(let filter) = choice.meaning { count = "  \(state.content.filterCounts[filter] ?? 0)" }
            return "\(choice.isInUse(in: list) ? "*" : " ") " + DisplayText(choice.key?.name ?? "").padded(to: keys)
                + "  " + choice.title + count
        }
    }

    func target(atColumn column: Int, row: Int) -> Screen.Target? { frame.position(atRow: row).map { .row($0) } }
}
