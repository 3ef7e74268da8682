import Notation

/// Why a file of tensors cannot be read.
///
/// What the file is for, and so the way out, is known to who asked for it.
public struct TensorFileError: Error, Hashable, CustomStringConvertible {
    /// A part of the file.
    public enum Place: Sendable, Hashable, CustomStringConvertible {
        /// The file itself.
        case file
        case header
        /// What a key of the metadata stands for.
        case metadata(String)
        case tensor(String)

        public var description: String {
            switch self {
            case .file: "file"
            case .header: "header"
            case .metadata(let key): "metadata '\(TensorFileError.short(key))'"
            case .tensor(let name): "tensor '\(TensorFileError.short(name))'"
            }
        }
    }

    /// The file.
    public let path: String
    /// Where in it.
    public let place: Place
    /// What stands there.
    public let found: String
    /// What should stand there.
    public let expected: String

    public init(path: String, place: Place, found: String, expected: String) {
        self.path = path
        self.place = place
        self.found = found
        self.expected = expected
    }

    public var description: String {
        "\(path): \(place): found \(Self.short(found)), expected \(Self.short(expected))"
    }

    /// A text out of a file as an error shows it: on one line, and no longer than can be read.
    static func short(_ text: String) -> String {
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
        return TerminalText.onOneLine(shown) + (shown.utf8.count < text.utf8.count ? "…" : "")
    }
}
