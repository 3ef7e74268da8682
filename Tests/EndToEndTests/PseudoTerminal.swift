import Foundation
import Testing

/// A terminal of which only the line is there: what is written to it reaches the program byte by byte, and nothing in
/// between knows a key.
final class PseudoTerminal {
    private let line: Int32
    private let processID: pid_t
    private var isGone = false
    /// All that the program has sent to be shown.
    private(set) var drawn = ""

    /// TIOCSPTLCK and TIOCGPTN of Linux, macros that Swift does not see; glibc's functions for them neither.
    private static let unlock: UInt = 0x4004_5431
    private static let askNumber: UInt = 0x8004_5430

    init(_ command: [String], columns: UInt16 = 80, rows: UInt16 = 24, environment: [String: String]) throws {
        line = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: UInt32 = 0
        var isLocked: Int32 = 0
        guard line >= 0, ioctl(line, Self.unlock, &isLocked) == 0, ioctl(line, Self.askNumber, &number) == 0 else {
            throw CommandFailure(command: command, status: errno, message: String(cString: strerror(errno)))
        }
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(line, UInt(TIOCSWINSZ), &size)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR | O_NOCTTY, 0)
        for descriptor in 1...2 { posix_spawn_file_actions_adddup2(&actions, 0, Int32(descriptor)) }
        // Makes the line the terminal of a session of its own, without another process.
        let session = ["setsid", "--ctty", "env", "LC_ALL=C.UTF-8"]
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
        processID = try spawn(session + variables + command, &actions)
    }

    deinit {
        kill(processID, SIGKILL)
        if !isGone { close(line) }
    }

    /// Goes away, as a window that is closed.
    func hangUp() {
        isGone = true
        close(line)
    }

    func send(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        #expect(write(line, bytes, bytes.count) == bytes.count)
    }

    /// Waits until something is so, and meanwhile takes what the program draws; records an issue if it never is.
    func wait(for description: Comment, seconds: Double = 600, until isAsExpected: () throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while try !isAsExpected() {
            guard Date() < deadline else {
                Issue.record("never so: \(description)")
                throw TmuxTerminal.NeverSeen()
            }
            takeDrawing()
        }
    }

    private func takeDrawing() {
        guard !isGone else {
            usleep(10_000)
            return
        }
        var descriptor = pollfd(fd: line, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 10) > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(line, &bytes, bytes.count)
        // At the program's end reading fails at once.
        guard count > 0 else {
            usleep(10_000)
            return
        }
        drawn += String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// - Returns: the program's exit status, 128 and the signal if one killed it.
    func waitForEnd() throws -> Int32 {
        var status: Int32 = 0
        try wait(for: "the program's end") { waitpid(processID, &status, WNOHANG) == processID }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
}
