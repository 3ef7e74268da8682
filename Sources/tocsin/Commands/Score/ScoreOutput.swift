import Foundation
import Notation

/// Standard output of a filter, whose reader may go, and whose disk may be full.
struct ScoreOutput {
    /// Lines that were written whole.
    private(set) var lineCount = 0
    private let isForPeople = isatty(STDOUT_FILENO) != 0

    /// - Parameter lineCount: lines that the bytes are.
    /// - Throws: ``ScoreOutputError``.
    mutating func write(_ bytes: [UInt8], lineCount count: Int) throws(ScoreOutputError) {
        let bytes = isForPeople ? Array(TerminalText.visible(String(decoding: bytes, as: UTF8.self)).utf8) : bytes
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Foundation.write(STDOUT_FILENO, buffer.baseAddress.map { $0 + start }, buffer.count - start)
            }
            if written >= 0 {
                start += written
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                var polled = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = poll(&polled, 1, -1)
            } else if errno != EINTR {
                throw ScoreOutputError(
                    reason: errno == EPIPE ? "its reader has gone" : String(cString: strerror(errno)),
                    // What is on the way of a block may have arrived in part.
                    lineCount: lineCount)
            }
        }
        lineCount += count
    }
}

/// Standard output takes no more.
struct ScoreOutputError: Error, CustomStringConvertible {
    let reason: String
    let lineCount: Int

    var description: String {
        "standard output: cannot be written: \(reason); at least \(lineCount) lines were written, and others are missing"
    }
}
