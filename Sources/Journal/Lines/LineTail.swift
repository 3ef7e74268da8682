/// The end of a line that has a checksum: `,"crc":"` + eight digits + `"}`, its last eighteen bytes.
struct LineTail {
    /// The checksum that stands there.
    let checksum: UInt32

    /// Bytes of a tail.
    static let length = 18
    static let mark = Array(",\"crc\":\"".utf8)

    /// - Parameter line: without its line end.
    /// - Returns: nil for a line that does not end so.
    init?(_ line: ArraySlice<UInt8>) {
        guard Self.isShaped(line), let value = CRC32C.value(ofDigits: line.suffix(10).prefix(8)) else { return nil }
        checksum = value
    }

    /// Whether a line ends as one with a checksum does, whatever stands in the place of the digits.
    static func isShaped(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count >= length else { return false }
        let start = line.endIndex - length
        return line[start...].starts(with: mark) && line[line.endIndex - 2] == UInt8(ascii: "\"")
            && line[line.endIndex - 1] == UInt8(ascii: "}")
    }

    /// What stands in the place of the digits.
    static func digits(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.suffix(10).prefix(8), as: UTF8.self)
    }

    /// The checksum of all bytes before the tail.
    ///
    /// - Parameter before: checksum that it goes on from; 0 for none.
    static func checksum(of line: ArraySlice<UInt8>, after before: UInt32 = 0) -> UInt32 {
        line.dropLast(length).withUnsafeBufferPointer { CRC32C.checksum($0, after: before) }
    }
}
