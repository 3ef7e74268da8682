import Notation

/// Why a file is not taken for a part of an encoder.
public struct EncoderError: Error, Hashable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// Where in it; nil: the file as a whole.
    public let place: String?
    /// What stands there.
    public let found: String
    /// What an encoder has there.
    public let expected: String

    public init(path: String, place: String? = nil, found: String, expected: String) {
        self.path = path
        self.place = place
        self.found = found
        self.expected = expected
    }

    public var description: String {
        let parts = [path] + (place.map { [Self.short($0)] } ?? [])
        return parts.joined(separator: ": ") + ": found \(Self.short(found)), expected \(Self.short(expected))"
    }

    private static func short(_ text: String) -> String {
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
        return TerminalText.onOneLine(shown) + (shown.utf8.count < text.utf8.count ? "…" : "")
    }
}
