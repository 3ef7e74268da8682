/// What a file is that is no text, told by its first bytes.
public enum FileKind: Sendable, Hashable, CaseIterable {
    case gzip, excel, oldOffice, openDocument, word, zip, parquet, arrow, avro, sqlite, pdf, richText, webPage, xml
    case bzip2, xz, zstandard, sevenZip, tar, hdf5, numpy, picture

    /// - Returns: nil for what may be text.
    init?(_ bytes: [UInt8]) {
        if let (_, kind) = Self.beginnings.first(where: { bytes.starts(with: $0.bytes) }) {
            self = kind
        } else if bytes.starts(with: Array("PK".utf8) + [3, 4]) || bytes.starts(with: Array("PK".utf8) + [5, 6]) {
            self = Self.kind(ofZip: bytes)
        } else if bytes.count > 262, bytes[257..<262].elementsEqual("ustar".utf8) {
            self = .tar
        } else if Self.beginsMarkup(bytes, with: ["<!doctype html", "<html"]) {
            self = .webPage
        } else if Self.beginsMarkup(bytes, with: ["<?xml "]) {
            self = .xml
        } else {
            return nil
        }
    }

    private static let beginnings: [(bytes: [UInt8], kind: FileKind)] =
        [
            ([0x1F, 0x8B, 8], .gzip), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .oldOffice),
            (Array("PAR1".utf8), .parquet), (Array("ARROW1".utf8), .arrow), (Array("FEA1".utf8), .arrow),
            (Array("Obj".utf8) + [1], .avro), (Array("SQLite format 3".utf8) + [0], .sqlite),
            (Array("%PDF-".utf8), .pdf),
            (Array("{\\rtf".utf8), .richText), ([0xFD] + Array("7zXZ".utf8) + [0], .xz),
            ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
            (Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C], .sevenZip), ([0x89] + Array("HDF\r\n".utf8), .hdf5),
            ([0x93] + Array("NUMPY".utf8), .numpy), ([0x89] + Array("PNG\r\n".utf8), .picture),
            ([0xFF, 0xD8, 0xFF], .picture),
            (Array("GIF89a".utf8), .picture),
        ] + (1...9).map { (Array("BZh\($0)1AY&SY".utf8), .bzip2) }

    /// What a zip archive is, by the names of its files, which stand at its beginning and once more at its end.
    private static func kind(ofZip bytes: [UInt8]) -> FileKind {
        let names = String(decoding: bytes.prefix(1 << 16) + bytes.suffix(1 << 16), as: UTF8.self)
        if names.utf8.contains("mimetypeapplication/vnd.oasis.opendocument".utf8) { return .openDocument }
        if names.utf8.contains("xl/workbook".utf8) { return .excel }
        return names.utf8.contains("word/document".utf8) ? .word : .zip
    }

    private static func beginsMarkup(_ bytes: [UInt8], with names: [String]) -> Bool {
        let start = bytes.prefix(1 << 10).dropFirst(bytes.markLength).drop { $0 <= 0x20 }.prefix(16)
        let text = String(decoding: start, as: UTF8.self).lowercased()
        return names.contains { text.hasPrefix($0) }
    }

    /// Whether so many of the first bytes are control characters that this is no text in any encoding that keeps ASCII.
    static func looksBinary(_ bytes: [UInt8]) -> Bool {
        let start = bytes.prefix(1 << 16)
        let controls = start.count { $0 < 0x20 && !(0x07...0x0D).contains($0) && $0 != 0x1B }
        return controls > 8 && controls * 10 > start.count
    }

    /// What it is, and what to do with it.
    var words: (name: String, wayOut: String) {
        let pandas = "write it as CSV, as with pandas: to_csv('messages.csv', index=False)"
        return switch self {
        case .gzip: ("gzip within gzip", "unpack it once: gunzip")
        case .excel: ("an Excel workbook", "save it as 'CSV UTF-8' in Excel")
        case .oldOffice: ("an Excel workbook or another Office file", "save it as 'CSV UTF-8' in Excel")
        case .openDocument: ("an OpenDocument file", "save it as CSV, with the character set UTF-8")
        case .word: ("a Word document", "save it as plain text (UTF-8), a message a line")
        case .zip: ("a zip archive", "unpack it, and name the file of messages in it")
        case .parquet: ("a Parquet file", pandas)
        case .arrow: ("an Arrow or Feather file", pandas)
        case .avro: ("an Avro file", "write it as JSON Lines, as avro-tools tojson does")
        case .sqlite:
            ("an SQLite database", "write the table as CSV: sqlite3 -header -csv FILE 'select id, text from TABLE'")
        case .pdf: ("a PDF", "take its text out, a message a line")
        case .richText: ("a document in Rich Text Format", "save it as plain text (UTF-8), a message a line")
        case .webPage: ("a web page", "download the file itself; a page that asks for a login looks like this")
        case .xml: ("an XML file", "write its messages as CSV or JSON Lines")
        case .bzip2: ("a bzip2 file", "unpack it: bunzip2")
        case .xz: ("an xz file", "unpack it: unxz")
        case .zstandard: ("a Zstandard file", "unpack it: unzstd")
        case .sevenZip: ("a 7-Zip archive", "unpack it, and name the file of messages in it")
        case .tar: ("a tar archive", "unpack it, and name the file of messages in it: tar -xf")
        case .hdf5: ("an HDF5 file", pandas)
        case .numpy: ("a file of NumPy's", "write its messages as CSV or JSON Lines")
        case .picture: ("a picture", "name a file of messages")
        }
    }
}

extension String.UTF8View {
    fileprivate func contains(_ other: String.UTF8View) -> Bool {
        let (all, wanted) = (Array(self), Array(other))
        guard let first = wanted.first, all.count >= wanted.count else { return false }
        return (0...all.count - wanted.count).contains { start in
            all[start] == first && all[start..<start + wanted.count].elementsEqual(wanted)
        }
    }
}
