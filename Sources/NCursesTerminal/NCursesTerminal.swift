import CNcurses
import Glibc
import TerminalUI

/// A real terminal: draws canvases and reads keys. Belongs to one thread, because ncurses does.
///
/// SIGINT, SIGQUIT, SIGTERM, SIGHUP and a terminal that is gone are `TerminalEvent.terminate`. The terminal is given back by
/// ``restore()``, when a signal stops the program, and by a handler when it crashes.
public final class NCursesTerminal: Terminal {
    /// For other threads.
    public let waker: Waker
    /// The signs that the terminal's font has.
    public let glyphs: Glyphs
    /// Whether ASCII characters that arrive in one read are keys, one by one, and not a piece of text.
    public var takesBursts = false
    private let hasColor: Bool
    private let theme: Theme
    /// The pair of what has no colour; 0 for the terminal's own.
    private let ordinaryPair: Int16
    private let usesMouse: Bool
    private let wakeDescriptor: Int32
    private let signalDescriptor: Int32
    private var shown: Canvas?
    private var decoder = InputDecoder()
    private var lastRead = ContinuousClock.now
    private var isRestored = false

    /// How long a sequence may pause in its midst.
    private static let patience = Duration.milliseconds(50)

    /// - Parameters:
    ///   - theme: how styles look; ``Theme/none`` for NO_COLOR.
    ///   - usesMouse: whether clicks and the wheel are asked for; the terminal then keeps its own selection for Shift.
    /// - Throws: ``TerminalError`` when standard input or output is no terminal, its type is unknown, or the locale's
    ///   characters are not those of Unicode.
    public init(theme: Theme, usesMouse: Bool) throws(TerminalError) {
        self.theme = theme
        self.usesMouse = usesMouse
        guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
        guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
        try TextEncoding.takeUTF8()
        let type = getenv("TERM").map { String(cString: $0) } ?? ""
        guard !type.isEmpty else { throw .unknownType("") }
        switch tocsin_terminal_is_known() {
        case 1: break
        case -1: throw .noDatabase
        default: throw .unknownType(type)
        }
        glyphs = Glyphs(terminalType: type)
        let wake = try Self.pipePair()
        let signals = try Self.pipePair()
        waker = Waker { [descriptor = wake.write] in
            var byte: UInt8 = 1
            // A full pipe wakes just as well.
            _ = write(descriptor, &byte, 1)
        }
        wakeDescriptor = wake.read
        signalDescriptor = signals.read
        tocsin_save_terminal()
        guard tocsin_start() != 0 else { throw .unknownType(type) }
        tocsin_watch_signals(signals.write)
        let colors = theme.usesColor ? Int(tocsin_start_colors()) : 0
        hasColor = colors > 0
        ordinaryPair = hasColor ? Self.setPairs(theme.palette(of: colors)) : 0
        tocsin_paste_mode(1)
        if usesMouse { tocsin_mouse_mode(1) }
    }

    deinit { restore() }

    /// Columns and rows.
    public var size: (columns: Int, rows: Int) {
        var rows: Int32 = 0
        var columns: Int32 = 0
        tocsin_size(&rows, &columns)
        return (Int(columns), Int(rows))
    }

    /// Gives the terminal back; more than once is fine.
    public func restore() {
        guard !isRestored else { return }
        isRestored = true
        if usesMouse { tocsin_mouse_mode(0) }
        tocsin_paste_mode(0)
        tocsin_end()
        tocsin_restore_terminal()
    }

    /// Forgets what was typed and not read yet, and what has only begun.
    public func dropKeys() {
        // Read and not flushed: a sequence that is on its way now still ends where it ends.
        for _ in 0..<256 {
            guard isReadable, let bytes = readBytes(), !bytes.isEmpty else { break }
            _ = decoder.decode(bytes)
        }
        _ = decoder.giveUp()
    }

    /// Gives the terminal away while `body` runs another program on it, and takes it back.
    public func suspended(_ body: () -> Void) {
        giveAway()
        body()
        takeBack()
    }

    private func giveAway() {
        if usesMouse { tocsin_mouse_mode(0) }
        tocsin_paste_mode(0)
        tocsin_end()
        tocsin_restore_terminal()
    }

    private func takeBack() {
        tocsin_paste_mode(1)
        tocsin_refresh()
        if usesMouse { tocsin_mouse_mode(1) }
        _ = resized()
    }

    // MARK: Drawing

    /// Shows a canvas by writing the cells that differ from what is shown.
    ///
    /// - Complexity: O(cells).
    public func draw(_ canvas: Canvas) {
        if let shown, shown.columns == canvas.columns, shown.rows == canvas.rows {
            drawChanges(canvas, from: shown)
        } else {
            tocsin_forget()
            drawChanges(canvas, from: Canvas(columns: canvas.columns, rows: canvas.rows))
        }
        shown = canvas
        tocsin_refresh()
    }

    /// Draws everything anew next time.
    public func forget() { shown = nil }

    private func drawChanges(_ canvas: Canvas, from old: Canvas) {
        for row in 0..<canvas.rows {
            var column = 0
            while column < canvas.columns {
                let cell = canvas[row, column]
                let isWide = column + 1 < canvas.columns && canvas[row, column + 1].text.isEmpty
                let changed = cell != old[row, column] || isWide && canvas[row, column + 1] != old[row, column + 1]
                if changed, !cell.text.isEmpty {
                    // A blank first: where terminals disagree on a width, nothing old shows through.
                    if isWide { put("  ", cell.style, row, column) }
                    put(Self.placed(cell.text, isWide: isWide), cell.style, row, column)
                }
                column += isWide ? 2 : 1
            }
        }
    }

    /// What stands in a cell. For what the C library does not know yet, such as the newest emoji, ncurses would draw
    /// nothing at all; a mark says that something is there.
    static func placed(_ text: String, isWide: Bool) -> String {
        let isKnown = text.unicodeScalars.allSatisfy { $0.isASCII || tocsin_can_place($0.value) != 0 }
        return isKnown ? text : isWide ? "\u{FFFD} " : "\u{FFFD}"
    }

    private func put(_ text: String, _ style: Style, _ row: Int, _ column: Int) {
        let style = theme.look(of: style)
        let pair = hasColor ? style.color.map { Int16($0.rawValue) } ?? ordinaryPair : 0
        tocsin_put(Int32(row), Int32(column), text, look(of: style), pair)
    }

    /// A pair for each colour, by its number, and one behind them for what has none.
    ///
    /// - Returns: that one.
    private static func setPairs(_ palette: Palette) -> Int16 {
        for color in Color.allCases {
            tocsin_set_pair(Int16(color.rawValue), Int32(palette.number(of: color)), Int32(palette.background))
        }
        guard palette.background >= 0 else { return 0 }
        let ordinary = Int16(Color.allCases.count + 1)
        tocsin_set_pair(ordinary, Int32(palette.foreground), Int32(palette.background))
        tocsin_set_background(ordinary)
        return ordinary
    }

    private func look(of style: Style) -> Int32 {
        var look = 0
        if style.isBold { look |= TOCSIN_BOLD }
        if style.isDim { look |= TOCSIN_DIM }
        if style.isReversed { look |= TOCSIN_REVERSED }
        if style.isUnderlined { look |= TOCSIN_UNDERLINED }
        return Int32(look)
    }

    // MARK: Events

    /// Waits until something happens, or until the time is over, and returns all that has.
    ///
    /// - Parameter time: nil to wait without end.
    public func events(waitingAtMost time: Duration?) -> [TerminalEvent] {
        let milliseconds = time.map { Int32(clamping: Int(($0 / .milliseconds(1)).rounded(.up))) }
        var descriptors = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signalDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&descriptors, nfds_t(descriptors.count), wait(atMost: milliseconds)) > 0 else { return lateInputs() }
        var events: [TerminalEvent] = []
        if descriptors[1].revents != 0 {
            for signal in drain(signalDescriptor) { events += handle(Int32(signal)) }
        }
        if descriptors[0].revents != 0 {
            if let bytes = readBytes() {
                events += inputs(decoder.decode(bytes))
            } else {
                events.append(.terminate)
            }
        } else {
            events += lateInputs()
        }
        if descriptors[2].revents != 0 {
            _ = drain(wakeDescriptor)
            events.append(.woken)
        }
        return events
    }

    /// A sequence that has begun is not waited for as long as a key.
    private func wait(atMost milliseconds: Int32?) -> Int32 {
        guard decoder.isUnfinished else { return milliseconds ?? -1 }
        let left = (lastRead + Self.patience - .now) / .milliseconds(1)
        return min(milliseconds ?? .max, Int32(max(0, left.rounded(.up))))
    }

    /// What a sequence means that does not go on.
    private func lateInputs() -> [TerminalEvent] {
        guard decoder.isUnfinished, ContinuousClock.now - lastRead >= Self.patience else { return [] }
        return inputs(decoder.giveUp())
    }

    private func inputs(_ decoded: [Input]) -> [TerminalEvent] {
        decoded.gatheringCharacters(exceptASCII: takesBursts).map { .input($0) }
    }

    private var isReadable: Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// What has arrived, as far as one read takes it; nil at the end of input, or when the terminal is gone.
    private func readBytes() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        lastRead = .now
        if count > 0 { return Array(buffer[..<count]) }
        return count < 0 && [EINTR, EAGAIN].contains(errno) ? [] : nil
    }

    private func handle(_ signal: Int32) -> [TerminalEvent] {
        switch signal {
        case SIGWINCH: return resized()
        case SIGTSTP:
            giveAway()
            raise(SIGSTOP)
            // Here the program goes on after `fg`.
            takeBack()
            return resized()
        default: return [.terminate]
        }
    }

    private func resized() -> [TerminalEvent] {
        let (columns, rows) = size
        tocsin_resize(Int32(rows), Int32(columns))
        shown = nil
        return [.input(.resized(columns: columns, rows: rows))]
    }

    // MARK: Pipes

    private func drain(_ descriptor: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    private static func pipePair() throws(TerminalError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .noPipe(String(cString: strerror(errno))) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        return (ends[0], ends[1])
    }
}
