/// Something that shows canvases and hands over what is typed. Belongs to one thread.
public protocol Terminal: AnyObject {
    /// Columns and rows.
    var size: (columns: Int, rows: Int) { get }
    /// The signs that its font has.
    var glyphs: Glyphs { get }
    /// For other threads.
    var waker: Waker { get }
    /// Shows a canvas.
    func draw(_ canvas: Canvas)
    /// Draws everything anew next time.
    func forget()
    /// Waits until something happens, or until the time is over, and returns all that has.
    ///
    /// - Parameter time: nil to wait without end.
    func events(waitingAtMost time: Duration?) -> [TerminalEvent]
    /// Forgets what was typed and not read yet, and what has only begun.
    func dropKeys()
    /// Gives the terminal away while `body` runs another program on it, and takes it back.
    func suspended(_ body: () -> Void)
}
