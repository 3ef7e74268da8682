import Threads

/// Which lines of a file hold bytes that are not UTF-8, and which hold characters beyond ASCII that are.
struct UTF8Survey {
    /// Lines with bytes that are not UTF-8.
    private(set) var brokenLineCount = 0
    /// Lines with characters beyond ASCII, and no broken byte.
    private(set) var soundLineCount = 0
    /// The first of the broken ones, from 1.
    private(set) var firstBrokenLines: [Int] = []
    /// The broken lines themselves, as far as a guess at their encoding needs them.
    private(set) var sample: [ArraySlice<UInt8>] = []

    /// - Parameter progress: told how many bytes are done; false ends the work.
    /// - Complexity: O(bytes).
    init(_ bytes: [UInt8], progress: (Int) -> Bool = { _ in true }) {
        var (position, line, start, told) = (0, 1, 0, 0)
        var (isBroken, isSound) = (false, false)
        var sampled = 0
        while position <= bytes.count {
            if position == bytes.count || bytes[position].isLineEnd {
                if isBroken {
                    brokenLineCount += 1
                    if firstBrokenLines.count < 3 { firstBrokenLines.append(line) }
                    if sampled < 1 << 15 {
                        let end = min(position, start + 1 << 12)
                        sample.append(bytes[start..<end])
                        sampled += end - start
                    }
                } else if isSound {
                    soundLineCount += 1
                }
                (isBroken, isSound) = (false, false)
                position = bytes.behindLineEnd(at: position)
                (start, line) = (position, line + 1)
                if position - told > 1 << 22 {
                    told = position
                    guard progress(position) else { return }
                }
            } else if bytes[position] < 0x80 {
                position += 1
                while Self.arePlain(bytes, at: position) { position += 8 }
            } else if let length = Self.length(at: position, in: bytes) {
                isSound = true
                position += length
            } else {
                isBroken = true
                position += 1
            }
        }
    }

    /// Whether this is text in another encoding, and not UTF-8 with a few bytes that came to harm: at least three lines are
    /// broken, and no fewer than those that hold characters beyond ASCII in UTF-8. Two bytes of another encoding hardly ever
    /// make a character of UTF-8, so that its lines are nearly all broken; texts of UTF-8 that were cut within a character
    /// stand among others that were not.
    var isOtherEncoding: Bool { brokenLineCount >= 3 && brokenLineCount >= soundLineCount }

    /// Whether the next eight bytes are there, of ASCII, and end no line: no one of them is below 0x10 or above 0x7F.
    @inline(__always)
    private static func arePlain(_ bytes: [UInt8], at position: Int) -> Bool {
        guard position + 8 <= bytes.count else { return false }
        let eight = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: UInt64.self) }
        // What is left of a byte below 0x10 has its highest bit set. Elsewhere it can be set by what such a byte, the next lower
        // one, has borrowed, and then that one has told already.
        let high: UInt64 = 0x8080_8080_8080_8080
        return eight & high == 0 && (eight &- 0x1010_1010_1010_1010) & high == 0
    }

    /// Whether there is no broken byte.
    ///
    /// - Complexity: O(bytes).
    static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { isValid($0) }
    }

    /// Likewise of a part of a file.
    static func isValid(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        bytes.withUnsafeBufferPointer { isValid(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Likewise of a large file, on several threads; in pieces, before each of which the monitor is asked whether to go on.
    static func isValid(
        _ bytes: [UInt8], threads: Int, pieceSize: Int = 1 << 20, monitor: WorkMonitor? = nil
    ) -> Bool {
        let ranges = Parallel.ranges(of: bytes.count, chunk: pieceSize)
        return Parallel.map(ranges.count, threads: threads) { number in
            bytes.withUnsafeBufferPointer { bytes in
                if monitor?.isCancelled == true { return true }
                // A character belongs to the piece in which it begins, three bytes before its end at most: more that go on one are
                // none in either piece.
                func start(_ place: Int) -> Int {
                    guard place > 0 else { return 0 }
                    let most = min(bytes.count, place + 3)
                    return (place..<most).first { bytes[$0] & 0xC0 != 0x80 } ?? most
                }
                let (from, to) = (start(ranges[number].lowerBound), start(ranges[number].upperBound))
                return from >= to || isValid(UnsafeBufferPointer(rebasing: bytes[from..<to]))
            }
        }.allSatisfy { $0 }
    }

    /// Likewise of bytes in memory.
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let whole = UnsafeRawBufferPointer(bytes)
        var position = 0
        while position < bytes.count {
            if bytes[position] < 0x80 {
                position += 1
                while position + 8 <= bytes.count,
                    whole.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    position += 8
                }
            } else if let length = length(at: position, in: bytes) {
                position += length
            } else {
                return false
            }
        }
        return true
    }

    /// The length of the character of more than one byte that begins here; nil where none does (Unicode 16, table 3-7).
    @inline(__always)
    private static func length<Bytes: RandomAccessCollection<UInt8>>(
        at position: Int, in bytes: Bytes
    ) -> Int? where Bytes.Index == Int {
        let first = bytes[position]
        let (length, second): (Int, ClosedRange<UInt8>)
        switch first {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return nil }
        for place in position + 2..<position + length where bytes[place] & 0xC0 != 0x80 { return nil }
        return length
    }
}
