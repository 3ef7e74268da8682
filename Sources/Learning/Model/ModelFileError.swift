import Notation

/// Why a file is not taken for a model.
public struct ModelFileError: Error, Hashable, CustomStringConvertible {
    /// A part of the file.
    public enum Place: Sendable, Hashable {
        case header
        /// What a key of the metadata stands for.
        case metadata(String)
        case tensor(String)
    }

    /// The file.
    public let path: String
    /// Where in it.
    public let place: Place
    /// What stands there.
    public let found: String
    /// What a model has there.
    public let expected: String

    public var description: String {
        let name =
            switch place {
            case .header: "header"
            case .metadata(let key): "metadata '\(Self.short(key))'"
            case .tensor(let name): "tensor '\(Self.short(name))'"
            }
        return "\(path): \(name): found \(Self.short(found)), expected \(Self.short(expected)); "
            + "this is no model of this program, or a damaged one; write it anew with tocsin model save"
    }

    private static func short(_ text: String) -> String {
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
        return TerminalText.onOneLine(shown) + (shown.utf8.count < text.utf8.count ? "…" : "")
    }
}
