/// An annotator's name, safe to be a part of a file's name: that of their journal in a team's folder.
///
/// Names that a server hands out are other people's text; none of them may lead out of the folder, hide a file, or command a
/// terminal.
public struct AnnotatorName: Sendable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// What a journal's file is called behind the name.
    public static let journalEnding = ".journal.jsonl"
    /// Bytes that a name may have, so that file systems take it with all endings that files beside the journal have.
    public static let mostBytes = 200

    /// - Throws: ``NameFault``.
    public init(_ text: String) throws(NameFault) {
        guard !text.isEmpty else { throw NameFault("it is empty") }
        guard text.utf8.count <= Self.mostBytes else {
            throw NameFault("it has \(text.utf8.count) bytes; \(Self.mostBytes) are allowed")
        }
        for scalar in text.unicodeScalars {
            if scalar == "/" { throw NameFault("it has a '/'") }
            guard Self.isVisible(scalar) else {
                throw NameFault("it has a control character, U+\(String(scalar.value, radix: 16, uppercase: true))")
            }
        }
        guard !text.hasPrefix("."), !text.hasPrefix("-") else {
            throw NameFault("it begins with a '\(text.prefix(1))'")
        }
        let edges = [text.unicodeScalars.first, text.unicodeScalars.last].compactMap { $0 }
        guard !edges.contains(where: \.properties.isWhitespace) else {
            throw NameFault("a space stands at its beginning or its end")
        }
        description = text
    }

    /// Of a journal's file.
    ///
    /// - Returns: nil for a file that is no journal.
    public static func text(ofJournal file: String) -> String? {
        file.hasSuffix(journalEnding) && file != journalEnding ? String(file.dropLast(journalEnding.count)) : nil
    }

    /// What the file of the journal is called.
    public var journal: String { description + Self.journalEnding }

    /// Neither commands a terminal nor turns the writing direction, nor ends a line.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
        default:
            switch scalar.value {
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
            default: true
            }
        }
    }
}

// By bytes, as file systems and servers compare them, not as a reader sees them.
extension AnnotatorName: Hashable, Comparable {
    public static func == (one: Self, other: Self) -> Bool {
        one.description.utf8.elementsEqual(other.description.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in description.utf8 { hasher.combine(byte) }
    }

    public static func < (one: Self, other: Self) -> Bool {
        one.description.utf8.lexicographicallyPrecedes(other.description.utf8)
    }
}
