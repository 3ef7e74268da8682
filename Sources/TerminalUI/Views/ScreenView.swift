/// What covers the screen: what it draws, and what stands where.
protocol ScreenView {
    func draw(on canvas: inout Canvas)
    /// Lines that it can be scrolled by.
    var scrollLimit: Int { get }
    /// What a click on a cell means; nil for nothing.
    func target(atColumn column: Int, row: Int) -> Screen.Target?
    /// The messages that can be read on it, and the one that a label key is for.
    var messages: MessagesOnScreen { get }
    /// The row that takes the warning that labels are not saved; nil where the view says that itself.
    var warningRow: Int? { get }
}

extension ScreenView {
    var scrollLimit: Int { 0 }
    func target(atColumn column: Int, row: Int) -> Screen.Target? { nil }
    var messages: MessagesOnScreen { MessagesOnScreen() }
    var warningRow: Int? { 0 }
}
