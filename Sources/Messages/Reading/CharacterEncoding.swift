import CDecoding

/// How the characters of a file are written as bytes, by the name that a person gives it: `cp1252`, `latin-1`, `shift-jis`.
///
/// All are known that the C library's iconv knows; UTF-8 is known to the program itself.
public struct CharacterEncoding: Sendable, Hashable, CustomStringConvertible {
    /// The name as it was given.
    public let name: String
    /// That of iconv.
    private let systemName: String

    /// - Returns: nil where this machine knows no such encoding.
    public init?(named name: String) {
        let systemName = Self.systemName(of: name)
        // With a slash a name would go on to say how the conversion is to be done.
        let isName = systemName.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_.:+()".utf8.contains(byte)
            }
        }
        guard isName, !systemName.isEmpty else { return nil }
        if systemName != Self.utf8Name {
            guard let known = tocsin_iconv_open(systemName) else { return nil }
            tocsin_iconv_close(known)
        }
        self.name = name
        self.systemName = systemName
    }

    private init(systemName: String) {
        name = systemName.lowercased()
        self.systemName = systemName
    }

    /// UTF-8, with or without a mark.
    public static let utf8 = CharacterEncoding(systemName: utf8Name)

    public var description: String { name }

    var isUTF8: Bool { systemName == Self.utf8Name }

    /// The encoding that a byte order mark names, and the length of the mark; nil without one.
    static func marked(in bytes: [UInt8]) -> (encoding: CharacterEncoding, length: Int)? {
        marks.first { bytes.starts(with: $0.mark) }.map { (CharacterEncoding(systemName: $0.name), $0.mark.count) }
    }

    /// Longer marks first: that of UTF-32 begins as that of UTF-16 does.
    private static let marks: [(mark: [UInt8], name: String)] = [
        ([0xFF, 0xFE, 0, 0], "UTF-32LE"), ([0, 0, 0xFE, 0xFF], "UTF-32BE"), (utf8Mark, utf8Name),
        ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"),
    ]

    private static let utf8Name = "UTF-8"

    /// The byte order mark of UTF-8.
    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Names that iconv writes in another way, and those of which it knows a narrower table than programs write.
    private static let otherNames = [
        "utf8": utf8Name, "utf16le": "UTF-16LE", "utf16be": "UTF-16BE", "utf32le": "UTF-32LE", "utf32be": "UTF-32BE",
        // Without a mark; one that is there says more.
        "utf16": "UTF-16LE", "utf32": "UTF-32LE", "macroman": "MACINTOSH", "mac": "MACINTOSH", "ansi": "CP1252",
        "shiftjis": "CP932", "sjis": "CP932", "euckr": "CP949", "gb2312": "GBK", "ascii": utf8Name,
    ]

    private static func systemName(of name: String) -> String {
        let plain = name.lowercased().filter { !"-_ ".contains($0) }
        if let other = otherNames[plain] { return other }
        for (beginning, own) in [("latin", "LATIN"), ("windows", "CP"), ("cp", "CP")] where plain.hasPrefix(beginning) {
            let number = plain.dropFirst(beginning.count)
            if !number.isEmpty, number.allSatisfy(\.isNumber) { return own + number }
        }
        return name.uppercased()
    }

    // MARK: Decoding

    /// How many bytes are passed over where they mean nothing.
    private var unit: Int { systemName.hasPrefix("UTF-16") ? 2 : systemName.hasPrefix("UTF-32") ? 4 : 1 }

    /// UTF-8 for all bytes from `start` on. Where they mean nothing, a byte stands that means nothing in UTF-8 either, so that
    /// it is shown and named as one that was there from the beginning.
    ///
    /// - Parameter progress: told how many bytes are done; false ends the work.
    /// - Complexity: O(bytes).
    func decoded(
        _ bytes: [UInt8], from start: Int = 0, progress: (Int) -> Bool = { _ in true }
    ) -> [UInt8] {
        guard let converter = tocsin_iconv_open(systemName) else { return [] }
        defer { tocsin_iconv_close(converter) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count - start)
        var room = [UInt8](repeating: 0, count: min(1 << 20, 4 * bytes.count + 16))
        var position = start
        var step = tocsin_step()
        while true {
            let end = min(bytes.count, position + 1 << 20)
            let status = bytes.withUnsafeBufferPointer { input in
                tocsin_iconv_step(
                    converter, input.baseAddress.map { $0 + position }, end - position, &room, room.count, &step)
            }
            text += room[..<step.produced]
            guard position < bytes.count else { return text }
            position += step.consumed
            switch Int(status) {
            case TOCSIN_INVALID:
                text.append(0xFF)
                position = min(bytes.count, position + unit)
            case TOCSIN_INCOMPLETE where end == bytes.count:
                text.append(0xFF)
                position = bytes.count
            default:
                // A converter that neither takes nor gives would go on for ever.
                if step.consumed == 0, step.produced == 0 {
                    text.append(0xFF)
                    position = min(bytes.count, position + unit)
                }
            }
            guard progress(position) else { return [] }
        }
    }
}
