import Foundation
import Threads

/// Whole lines of a journal that stand together, decoded by one thread.
struct JournalPiece: Sendable {
    private let bytes: [UInt8]
    private let range: Range<Int>
    /// Number, from 1, of the first line.
    private let firstNumber: Int
    private let lineCount: Int

    /// Bytes from which on a second thread is worth its start.
    private static let leastBytes = 1 << 20

    /// The lines of a journal, without what stands behind the last line end, in pieces of about equal length: as many as
    /// there are processors, eight at most.
    ///
    /// - Complexity: O(bytes).
    static func pieces(of bytes: [UInt8], leastBytes: Int = leastBytes) -> [JournalPiece] {
        let wanted = max(1, min(8, ProcessInfo.processInfo.activeProcessorCount, bytes.count / max(1, leastBytes)))
        var pieces: [JournalPiece] = []
        var start = 0
        var number = 1
        for piece in 1...wanted {
            let end =
                piece == wanted
                ? endOfLines(in: bytes) : max(start, lineEnd(in: bytes, from: bytes.count / wanted * piece))
            let lineCount = bytes[start..<end].count { $0 == LineCuts.lineFeed }
            pieces.append(JournalPiece(bytes: bytes, range: start..<end, firstNumber: number, lineCount: lineCount))
            start = end
            number += lineCount
        }
        return pieces
    }

    /// The position behind the last line end.
    private static func endOfLines(in bytes: [UInt8]) -> Int {
        bytes.lastIndex(of: LineCuts.lineFeed).map { $0 + 1 } ?? 0
    }

    /// The position behind the first line end from a position on; behind the last one, when none follows.
    private static func lineEnd(in bytes: [UInt8], from position: Int) -> Int {
        bytes[position...].firstIndex(of: LineCuts.lineFeed).map { $0 + 1 } ?? endOfLines(in: bytes)
    }

    /// All pieces decoded, in their order, each by a thread of its own.
    static func examined(_ pieces: [JournalPiece]) -> [JournalContents.Examined] {
        Parallel.map(pieces.count, threads: pieces.count) { pieces[$0].examined() }
    }

    /// All pieces of a journal of format 2, decoded likewise, up to the first in which a line is not right.
    static func chained(_ pieces: [JournalPiece]) -> [JournalContents] {
        let read = Parallel.map(pieces.count, threads: pieces.count) { [pieces[$0].chained()] }
        return Array(read.joined().prefix { $0 != nil }.compactMap { $0 })
    }

    /// Decodes all lines of format 2; nil where one is not right.
    ///
    /// The first checksum goes on from the one that stands in the line before the piece; whether that one is right is for
    /// the piece before to say.
    private func chained() -> JournalContents? {
        var contents = JournalContents()
        contents.lines.reserveCapacity(lineCount)
        if range.lowerBound > 0 {
            let before = bytes[..<(range.lowerBound - 1)].suffix(LineTail.length)
            guard let tail = LineTail(before) else { return nil }
            contents.lastChecksum = tail.checksum
        }
        for (number, cut) in zip(firstNumber..., LineCuts(bytes, in: range)) {
            let line = bytes[cut.range]
            guard let tail = LineTail(line),
                tail.checksum == LineTail.checksum(of: line, after: contents.lastChecksum),
                let (read, identity) = try? JournalLine.read(chained: line), read.sequence == number - 1
            else { return nil }
            contents.lines.append(read)
            if !read.isChecked { contents.uncheckedLines.append(number) }
            if let identity { contents.identity = identity }
            contents.lastChecksum = tail.checksum
        }
        contents.length = range.count
        return contents
    }

    /// Decodes all lines of format 1, and goes on behind damaged ones.
    func examined() -> JournalContents.Examined {
        var contents = JournalContents()
        var damage: [JournalContents.Damage] = []
        contents.lines.reserveCapacity(lineCount)
        for (number, cut) in zip(firstNumber..., LineCuts(bytes, in: range)) {
            do throws(LineDamage) {
                let line = try JournalLine(decoding: bytes[cut.range])
                if line.sequence != number - 1 {
                    let reason = "found seq \(line.sequence), expected \(number - 1)"
                    damage.append(JournalContents.Damage(line: number, reason: reason))
                }
                contents.lines.append(line)
                if !line.isChecked { contents.uncheckedLines.append(number) }
            } catch {
                damage.append(JournalContents.Damage(line: number, reason: error.description))
            }
        }
        contents.length = range.count
        return (contents, damage)
    }
}
