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

extension UInt8 {
    /// Whether a line ends here, or within the next byte.
    var isLineEnd: Bool { self == 0x0A || self == 0x0D }
}
