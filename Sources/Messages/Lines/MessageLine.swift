/// A message on a line of its own.
public struct MessageLine: Sendable, Hashable {
    /// What names it, of the kind that it came as.
    public enum ID: Sendable, Hashable {
        /// Nothing but its place, from 1.
        case line(Int)
        /// A number of JSON, as it was written.
        case number(String)
        case text(String)

        /// What it says.
        public var text: String {
            switch self {
            case .line(let line): String(line)
            case .number(let digits): digits
            case .text(let text): text
            }
        }
    }

    /// Its id, and its line's number where it has none.
    public let id: ID
    /// What the line says, as UTF-8, which is valid.
    public let written: ArraySlice<UInt8>
    /// The text that models are asked about: with character references of HTML decoded, as in every file of messages.
    public let text: ArraySlice<UInt8>

    init(id: ID, written: ArraySlice<UInt8>) {
        self.id = id
        self.written = written
        text =
            written.contains(UInt8(ascii: "&"))
            ? Array(Entities.decoded(String(decoding: written, as: UTF8.self)).utf8)[...] : written
    }

    /// The same in memory of its own, and not within that of all lines around it: for whoever keeps it.
    public var detached: MessageLine { MessageLine(id: id, written: Array(written)[...]) }

    /// Whether there is anything to read in it.
    var hasMoreThanWhitespace: Bool {
        if written.contains(where: { $0 > 0x20 && $0 < 0x7F }) { return true }
        return String(decoding: written, as: UTF8.self).contains { !$0.isWhitespace }
    }
}

/// Why a line is no message.
public struct LineFault: Error, Sendable, Hashable {
    /// The message's id as far as it was found; else the line's number.
    public let id: MessageLine.ID
    public let found: String
    public let expected: String

    public init(id: MessageLine.ID, found: String, expected: String) {
        self.id = id
        self.found = found
        self.expected = expected
    }

    /// In words, without the line.
    public var reason: String { "found \(found), expected \(expected)" }
}
