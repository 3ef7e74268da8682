import TerminalUI
import Threads

/// A terminal that plays what it was told to, and keeps what was drawn.
final class ScriptedTerminal: Terminal {
    var size: (columns: Int, rows: Int)
    let glyphs: Glyphs
    let waker: Waker
    /// What each wait answers, in turn; a wait behind the last is over when its time is.
    var script: [[TerminalEvent]] = []
    /// What is typed once the keys before it were dropped.
    var whenDropped: () -> Void = {}
    private(set) var canvases: [Canvas] = []
    private(set) var droppedKeys = 0
    private(set) var suspensions = 0
    private(set) var forgotten = 0
    private let rings: Lock<Int>

    init(columns: Int = 80, rows: Int = 24, glyphs: Glyphs = .unicode) {
        self.glyphs = glyphs
        size = (columns, rows)
        let rings = Lock(0)
        self.rings = rings
        waker = Waker { rings.withLock { $0 += 1 } }
    }

    /// What stands on it.
    var lines: [String] { canvases.last?.lines ?? [] }

    /// Whether another thread has called since the last wait.
    var isCalled: Bool { rings.withLock { $0 > 0 } }

    func draw(_ canvas: Canvas) { canvases.append(canvas) }

    func forget() { forgotten += 1 }

    func events(waitingAtMost time: Duration?) -> [TerminalEvent] {
        let isCalled = rings.withLock { rings in
            defer { rings = 0 }
            return rings > 0
        }
        return (script.isEmpty ? [] : script.removeFirst()) + (isCalled ? [.woken] : [])
    }

    func dropKeys() {
        droppedKeys += 1
        script.removeAll()
        whenDropped()
    }

    func suspended(_ body: () -> Void) {
        suspensions += 1
        body()
    }
}

extension TerminalEvent {
    /// A key is pressed.
    static func input(key: Key) -> TerminalEvent { .input(.key(key)) }
}
