import TensorFiles

/// Tells files apart by 64 bits, without reading all of large ones; no protection from who wants two to look the same.
///
/// Of a file below 1 MiB all bytes are taken; of a larger one its length, its first and last 64 KiB, and 4 KiB at every
/// MiB. Words of 64 bits go through h = (h ^ word) · 0xd6e8feb86659fd93, h = h ^ h >> 32.
struct FileDigest {
    /// Of all files together.
    private(set) var byteCount = 0
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    private static let mebibyte = 1 << 20
    private static let edge = 64 << 10
    private static let sample = 4 << 10

    private mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0xd6e8_feb8_6659_fd93
        value ^= value >> 32
    }

    mutating func add(_ text: String) { add(FileBytes(Array(text.utf8))) }

    /// The bytes of a file.
    mutating func add(file bytes: FileBytes) {
        byteCount += bytes.count
        add(bytes)
    }

    mutating func add(_ bytes: FileBytes) {
        add(UInt64(bytes.count))
        guard bytes.count >= Self.mebibyte else { return add(all: bytes) }
        add(all: bytes[0..<Self.edge])
        for start in stride(from: Self.mebibyte, to: bytes.count, by: Self.mebibyte) {
            add(all: bytes[start..<min(start + Self.sample, bytes.count)])
        }
        add(all: bytes[bytes.count - Self.edge..<bytes.count])
    }

    private mutating func add(all bytes: FileBytes) {
        for word in bytes.numbers(as: UInt64.self) { add(word) }
        for byte in bytes[bytes.count / 8 * 8..<bytes.count].numbers(as: UInt8.self) { add(UInt64(byte)) }
    }

    /// Sixteen hexadecimal digits.
    var digits: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
