/// Lines of text as files have them: ended by LF, by CR, or by both, behind a byte order mark or none. The one place that says so.
extension RandomAccessCollection<UInt8> where Index == Int {
    /// How long the byte order mark of UTF-8 is that they begin with; 0 without one.
    var markLength: Int { starts(with: CharacterEncoding.utf8Mark) ? CharacterEncoding.utf8Mark.count : 0 }

    /// The position behind the line end at a position: CR and LF are one.
    ///
    /// - Complexity: O(1).
    func behindLineEnd(at position: Int) -> Int {
        beginsPair(at: position) ? position + 2 : position + 1
    }

    /// Whether the CR at a position and the LF behind it are one line end.
    ///
    /// - Complexity: O(1).
    func beginsPair(at position: Int) -> Bool {
        position + 1 < endIndex && self[position] == 0x0D && self[position + 1] == 0x0A
    }
}

extension [UInt8] {
    /// The first place, from one on, at which a line ends; the end where there is none.
    ///
    /// - Complexity: O(bytes that are passed over), eight at a time.
    func lineEnd(from start: Int) -> Int { lineEnd(from: start, or: 0x0A) }

    /// The first place, from one on, at which a line ends or a certain byte stands; the end where there is none.
    ///
    /// - Complexity: as ``lineEnd(from:)``.
    func lineEnd(from start: Int, or byte: UInt8) -> Int {
        withUnsafeBytes { bytes in
            let ones: UInt64 = 0x0101_0101_0101_0101
            let (first, second, third) = (ones &* UInt64(byte), ones &* 0x0A, ones &* 0x0D)
            var place = start
            while place + 8 <= bytes.count {
                let eight = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                let found = Self.zeros(eight ^ first) | Self.zeros(eight ^ second) | Self.zeros(eight ^ third)
                if found != 0 { return place + found.trailingZeroBitCount / 8 }
                place += 8
            }
            while place < bytes.count, bytes[place] != byte, !bytes[place].isLineEnd { place += 1 }
            return place
        }
    }

    /// The highest bit of the lowest byte that is zero; higher ones may be set only behind it (Warren 2012, Hacker's Delight, 6-1).
    @inline(__always)
    private static func zeros(_ eight: UInt64) -> UInt64 {
        (eight &- 0x0101_0101_0101_0101) & ~eight & 0x8080_8080_8080_8080
    }
}

extension UInt8 {
    /// Whether a line ends here, or within the next byte.
    var isLineEnd: Bool { self == 0x0A || self == 0x0D }
}
