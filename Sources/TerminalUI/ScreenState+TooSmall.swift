/// A screen on which no message can be read: keys label nothing there.
extension ScreenState {
    /// Whether the screen is below its least size.
    public var isTooSmall: Bool { columns < Screen.smallest.columns || rows < Screen.smallest.rows }

    /// Takes an input while the screen is too small: leaving and drawing anew are all that is left.
    mutating func updateTooSmall(_ input: Input) -> [Effect] {
        guard case .key(let key) = input else { return [] }
        let isAsked = open == .confirmQuit
        switch keyMap.action(for: key, in: content) {
        case .quit:
            guard content.isUnsaved, !isAsked else { return [.quit] }
            open = .confirmQuit
            return []
        case .redraw: return [.redraw]
        default:
            if isAsked { open = .message }
            return []
        }
    }
}
