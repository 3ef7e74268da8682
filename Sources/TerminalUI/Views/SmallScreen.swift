/// What a screen below its least size says: which size is needed and how to leave, as far as that fits.
struct SmallScreen: ScreenView {
    let state: ScreenState

    /// It says so itself, as far as that fits.
    var warningRow: Int? { nil }

    func draw(on canvas: inout Canvas) {
        for (row, line) in lines.enumerated() {
            canvas.draw(DisplayText(line).truncated(to: state.columns, mark: ""), row: row, column: 0)
        }
    }

    private var lines: [String] {
        let size = "\(Screen.smallest.columns)x\(Screen.smallest.rows)"
        let name = state.keyMap.name(of: .quit)
        let isAsked = state.open == .confirmQuit && state.content.isUnsaved
        let quit = isAsked ? "NOT SAVED: \(name) quits" : "\(name) quits"
        switch state.rows {
        case ..<2: return [isAsked ? quit : "\(size), \(quit)"]
        case 2: return ["\(size) needed", quit]
        default: return ["too small:", "\(size) needed", quit]
        }
    }
}
