import Foundation
import Testing
import Threads

@testable import Messages

/// A file as somebody may have it, and what is read of it.
struct FileShape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var path = "m.csv"
    let bytes: [UInt8]
    var encoding: String?
    /// Ids and texts, as `id: text`; none where the file is refused.
    var messages: [String] = []
    /// Lines that are named.
    var named: [Int] = []
    /// What the refusal says.
    var refusal: [String] = []

    init(
        _ name: String, _ path: String = "m.csv", bytes: [UInt8], as encoding: String? = nil,
        _ messages: [String] = [], naming named: [Int] = [], refused refusal: [String] = []
    ) {
        testDescription = name
        self.path = path
        self.bytes = bytes
        self.encoding = encoding
        self.messages = messages
        self.named = named
        self.refusal = refusal
    }

    init(
        _ name: String, _ path: String = "m.csv", text: String, _ messages: [String], naming named: [Int] = []
    ) {
        self.init(name, path, bytes: ascii(text), messages, naming: named)
    }
}

private func hex(_ digits: String) -> [UInt8] {
    let digits = Array(digits)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
}

/// Parts one behind the other.
private func bytes(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap { $0 } }
private func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

private func utf16(_ text: String, isBig: Bool = false) -> [UInt8] {
    text.utf16.flatMap { unit in
        let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
        return isBig ? bytes.reversed() : bytes
    }
}

private func utf32(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) } }
}

/// Control characters among few others.
private let noise = (0..<400).map { place in UInt8(truncatingIfNeeded: place * 37 % 29) }

/// As python3 packs them: gzip.compress(b"id,text\n1,flood at the mill\n", mtime=0), and b"2,water needed\n".
private let packed = hex(
    "1f8b0800000000000203cb4cd12949ad28e132d449cbc9cf4f51482c5128c94855c8cdccc9e102002a9fbaec1c000000")
private let packedMore = hex("1f8b080000000000020333d2294f2c492d52c84b4d4d494de10200e7b87bb70f000000")

/// "Café", "d’école" and "5 €" in cp1252.
private let western = bytes(
    ascii("id,text\n1,Caf"), [0xE9], ascii("\n2,d"), [0x92, 0xE9], ascii("cole\n3,5 "), [0x80, 0x0A])
/// The three texts of `western`, each byte of which is no UTF-8.
private let broken = ["1: Caf\u{FFFD}", "2: d\u{FFFD}\u{FFFD}cole", "3: 5 \u{FFFD}"]

private let shapes: [FileShape] = [
    // Encodings.
    FileShape("UTF-8 with a mark", text: "\u{FEFF}id,text\n1,Café\n", ["1: Café"]),
    FileShape(
        "UTF-16, the low byte first, as Excel saves it",
        bytes: bytes([0xFF, 0xFE], utf16("id,text\r\n1,Café 🌊\r\n2,b\r\n")),
        ["1: Café 🌊", "2: b"]),
    FileShape(
        "UTF-16, the high byte first, and tabs in a .txt, as Excel's Unicode Text", "m.txt",
        bytes: bytes([0xFE, 0xFF], utf16("id\ttext\r\n1\tCafé\r\n2\tb\r\n", isBig: true)), ["1: Café", "2: b"]),
    FileShape("UTF-32", bytes: bytes([0xFF, 0xFE, 0, 0], utf32("id,text\n1,Café 🌊\n")), ["1: Café 🌊"]),
    FileShape(
        "half a pair in UTF-16", bytes: bytes([0xFF, 0xFE], utf16("id,text\n1,a"), [0x00, 0xD8], utf16("b\n2,c\n")),
        ["1: a\u{FFFD}b", "2: c"], naming: [2]),
    FileShape(
        "UTF-16 without a mark", bytes: utf16("id,text\n1,flood\n2,fire\n"),
        refused: ["UTF-16 without a byte order mark", "--encoding utf-16le"]),
    FileShape(
        "UTF-16 without a mark, the high byte first", bytes: utf16("id,text\n1,flood\n2,fire\n", isBig: true),
        refused: ["--encoding utf-16be"]),
    FileShape("UTF-16 without a mark, named", bytes: utf16("id,text\n1,é\n"), as: "utf-16le", ["1: é"]),
    FileShape(
        "cp1252 that nobody named", bytes: western,
        refused: ["m.csv, lines 2, 3, 4:", "not UTF-8", "--encoding cp1252", "1,Café", "--encoding utf-8"]),
    FileShape("cp1252", bytes: western, as: "cp1252", ["1: Café", "2: d’école", "3: 5 €"]),
    FileShape(
        "windows-1252 is another name of it", bytes: western, as: "Windows-1252", ["1: Café", "2: d’école", "3: 5 €"]),
    // 0x80 and 0x92 are control characters there.
    FileShape("latin-1", bytes: western, as: "latin-1", ["1: Café", "2: d\u{92}école", "3: 5 \u{80}"]),
    FileShape("cp1252 that is called UTF-8", bytes: western, as: "utf-8", broken, naming: [2, 3, 4]),
    FileShape(
        "a byte that cp1252 does not have", bytes: bytes(ascii("id,text\n1,a"), [0x81], ascii("b\n2,c\n")),
        as: "cp1252",
        ["1: a\u{FFFD}b", "2: c"], naming: [2]),
    FileShape("a mark goes before a name", bytes: ascii("\u{FEFF}id,text\n1,Café\n"), as: "cp1252", ["1: Café"]),
    FileShape(
        "UTF-8 with a zero and a bad byte", bytes: bytes(ascii("id,text\n1,a\0b\n2,x"), [0xFF], ascii("y\n3,z\n")),
        ["1: a\0b", "2: x\u{FFFD}y", "3: z"], naming: [3]),
    FileShape(
        "UTF-8 of which three texts were cut within a character, and four were not",
        bytes: bytes(
            ascii("id,text\n1,é\n2,é\n3,é\n4,é\n"), ascii("5,a"), [0xC3], ascii("\n6,a"), [0xC3], ascii("\n7,a"),
            [0xC3, 0x0A]),
        ["1: é", "2: é", "3: é", "4: é", "5: a\u{FFFD}", "6: a\u{FFFD}", "7: a\u{FFFD}"], naming: [6, 7, 8]),

    // Files that are no text.
    FileShape("gzip", "m.csv.gz", bytes: packed, ["1: flood at the mill"]),
    FileShape("gzip of two members", bytes: bytes(packed, packedMore), ["1: flood at the mill", "2: water needed"]),
    FileShape(
        "gzip and the zeros of a tape", bytes: bytes(packed, Array(repeating: 0, count: 512)), ["1: flood at the mill"]),
    FileShape(
        "gzip that was cut", bytes: Array(packed.dropLast(9)), refused: ["m.csv: this is gzip, and it ends too early"]),
    FileShape(
        "gzip of which a byte was changed",
        bytes: bytes(Array(packed.dropLast(8)), [packed[packed.count - 8] ^ 1], Array(packed.suffix(7))),
        refused: ["is damaged"]),
    FileShape("gzip and something else", bytes: bytes(packed, ascii("id")), refused: ["is damaged"]),
    FileShape(
        "an Excel workbook", bytes: ascii("PK\u{3}\u{4}....[Content_Types].xml....xl/workbook.xml"),
        refused: ["an Excel workbook", "CSV UTF-8"]),
    FileShape("another zip archive", bytes: ascii("PK\u{3}\u{4}....a.csv"), refused: ["a zip archive", "unpack it"]),
    FileShape("Parquet", bytes: ascii("PAR1\u{15}\u{4}"), refused: ["a Parquet file", "to_csv"]),
    FileShape("SQLite", bytes: ascii("SQLite format 3\0"), refused: ["an SQLite database", "sqlite3 -header -csv"]),
    FileShape("PDF", "m.txt", bytes: ascii("%PDF-1.7\n%"), refused: ["a PDF"]),
    FileShape(
        "a page that asks for a login", bytes: ascii("\n<!DOCTYPE html>\n<html>"), refused: ["a web page", "login"]),
    FileShape(
        "bytes of no kind", bytes: noise, refused: ["this is no text"]),

    // Line ends.
    FileShape("CSV with CR alone", text: "id,text\r1,a\r2,\"b\rc\"\r", ["1: a", "2: b\rc"]),
    FileShape("lines with CR alone", "m.txt", text: "a\r\rb\r", ["1: a", "3: b"]),
    FileShape(
        "JSON Lines with CR alone", "m.jsonl", text: "{\"id\":1,\"text\":\"a\"}\r{\"id\":2,\"text\":\"b\"}",
        ["1: a", "2: b"]),
    FileShape("lines that end in three ways", "m.txt", text: "a\r\nb\rc\nd", ["1: a", "2: b", "3: c", "4: d"]),

    // Tables.
    FileShape("semicolons, and commas in texts", text: "id;text\n1;a, b\n2;\"c; d\"\n", ["1: a, b", "2: c; d"]),
    FileShape("bars", "m.data", text: "id|text|label\n1|a, b|1\n2|c|0\n", ["1: a, b", "2: c"]),
    FileShape("semicolons in a table without a known column", bytes: ascii("a;b\n1;2\n"), refused: ["found a, b;"]),
    FileShape("sep=; on the first line", text: "\u{FEFF}sep=;\r\nid;text\r\n1;a\r\n\"2\r\n", ["1: a"], naming: [4]),
    FileShape(
        "spaces behind separators", text: "\"id\", \"text\"\n1, \"a, b\" \n2, c \"d\"\n", ["1: a, b", "2:  c \"d\""]),
    FileShape("the index of pandas, without a name", text: ",text,label\n0,a,1\n1,b,0\n", ["2: a", "3: b"]),
    FileShape(
        "the row names of R, without a column", text: "\"text\",\"label\"\n\"1\",\"a\",1\n\"2\",\"b\",0\n",
        ["2: a", "3: b"]),
    FileShape(
        "texts with one comma too many are no row names", text: "id,text\n1,a, b\n2,c, d\n", ["1: a", "2: c"],
        naming: [2, 3]),
    FileShape("a lone quote in TSV", text: "id\ttext\n1\t\"a\n2\tb\n", ["1: \"a", "2: b"]),
    FileShape(
        "two lone quotes in TSV", text: "id\ttext\n1\t\"a\n2\tb\n3\t\"c\n4\td\n", ["1: \"a", "2: b", "3: \"c", "4: d"]),
    FileShape(
        "in TSV a quote at the beginning and one at the end, rows apart",
        text: "id\ttext\n1\t\"a\n2\tb\n3\tc\n4\td\"\n5\te\n",
        ["1: \"a", "2: b", "3: c", "4: d\"", "5: e"]),
    FileShape("TSV with whole fields quoted", "m.tsv", text: "id\ttext\n1\t\"a\tb\n\"\"c\"\"\"\n", ["1: a\tb\n\"c\""]),
    FileShape("the last quote is never closed", text: "id,text\n1,a\n2,\"b\n3,c\n", ["1: a", "3: c"], naming: [3]),
    FileShape(
        "a quote that a later row would close", text: "id,text\n1,\"a\n2,b\n3,\"c, d\"\n4,e\n",
        ["2: b", "3: c, d", "4: e"],
        naming: [2]),
    FileShape(
        "two lone quotes, rows apart, of which the second ends a field",
        text: "id,text,kind\n1,\"a,x\n2,b,x\n3,c,x\n4,d,\"x\"\n5,e,x\n",
        ["2: b", "3: c", "4: d", "5: e"], naming: [2]),
    FileShape(
        "a text of several lines, with commas",
        text: "id,text\n1,\"Water, food\nand tents, please\nat the mill\nthanks\"\n2,b\n",
        ["1: Water, food\nand tents, please\nat the mill\nthanks", "2: b"]),
    FileShape(
        "rows with too few and too many fields", text: "id,text,label\n1,a\n2\n3,c,1,x\n4,d,0,,\n",
        ["1: a", "3: c", "4: d"],
        naming: [2, 3, 4]),
]

@Test("files of all shapes are read, their rows named, or refused with the reason and a way out", arguments: shapes)
func fileShapes(_ shape: FileShape) throws {
    var reader = MessageReader(scheme: .disaster)
    reader.encoding = try shape.encoding.map { try #require(CharacterEncoding(named: $0)) }
    do {
        let read = try reader.read(bytes: shape.bytes, path: shape.path)
        #expect(read.pool.map { "\($0.id): \($0.text)" } == shape.messages)
        #expect(read.problems.map(\.line) == shape.named)
        #expect(shape.refusal.isEmpty)
    } catch {
        let text = error.description
        #expect(!shape.refusal.isEmpty, "\(text)")
        #expect(text.hasPrefix(shape.path), "\(text)")
        for words in shape.refusal { #expect(text.contains(words), "\(text)") }
    }
}

/// Three messages as python3 encodes them, the name that is to be guessed, and the first text.
struct Encoded: Sendable, CustomTestStringConvertible {
    let name, text: String
    let bytes: [UInt8]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ digits: String) {
        (self.name, self.text, bytes) = (name, text, hex(digits))
    }
}

private let encoded = [
    Encoded(
        "cp1252",
        "Café d’école",
        "69642c746578740a312c436166e9206492e9636f6c650a322c6e61ef7665206661e76164652097203520800a332c696c2061"
            + "206e656967e9207472e8732074f4740a"),
    Encoded(
        "macroman",
        "Café d’école",
        "69642c746578740a312c4361668e2064d58e636f6c650a322c6e619576652066618d6164652074728f73207499740a332c6f"
            + "9d20907465732d766f75730a"),
    Encoded(
        "cp1250",
        "příliš žluťoučký kůň",
        "69642c746578740a312c70f8ed6c699a209e6c759d6f75e86bfd206bf9f20a322c706f766f6465f2207520f8656b7920706f"
            + "6d6f630a332c7374f865636861206a6520707279e80a"),
    Encoded(
        "cp1251",
        "Наводнение у старой мельницы",
        "69642c746578740a312ccde0e2eee4ede5ede8e520f320f1f2e0f0eee920ece5ebfcede8f6fb0a322cedf3e6ede020e2eee4"
            + "e020e820e5e4e00a332cc4eef0eee3e020e7e0eaf0fbf2e00a"),
    Encoded(
        "koi8-u",
        "Наводнение у старой мельницы",
        "69642c746578740a312ceec1d7cfc4cec5cec9c520d520d3d4c1d2cfca20cdc5ccd8cec9c3d90a322cced5d6cec120d7cfc4"
            + "c120c920c5c4c10a332ce4cfd2cfc7c120dac1cbd2d9d4c10a"),
    Encoded(
        "shift-jis",
        "橋の近くで水があふれています",
        "69642c746578740a312c8bb482cc8bdf82ad82c5908582aa82a082d382ea82c482a282dc82b70a322c904882d795a882aa95"
            + "4b977682c582b70a332c93b9984882aa92ca82ea82dc82b982f10a"),
    Encoded(
        "euc-jp",
        "橋の近くで水があふれています",
        "69642c746578740a312cb6b6a4ceb6e1a4afa4c7bfe5a4aca4a2a4d5a4eca4c6a4a4a4dea4b90a322cbfa9a4d9caaaa4acc9"
            + "accdd7a4c7a4b90a332cc6bbcfa9a4acc4cca4eca4dea4bba4f30a"),
    Encoded(
        "gbk",
        "我们在桥上需要水和食物",
        "69642c746578740a312cced2c3c7d4dac7c5c9cfd0e8d2aacbaebacdcab3ceef0a322cc2b7c9cfd3d0badcb6e0c8cbb2bbc4"
            + "dcbbd8bcd20a332cd5e2c0efc3bbd3d0b5e7c1cb0a"),
    Encoded(
        "euc-kr",
        "다리 근처에 물이 넘치고 있어요",
        "69642c746578740a312cb4d9b8ae20b1d9c3b3bfa120b9b0c0cc20b3d1c4a1b0ed20c0d6beeebfe40a322cc0bdbdc4c0cc20"
            + "c7cabfe4c7d5b4cfb4d90a332cb1e6c0cc20b8b7c7fbbdc0b4cfb4d90a"),
    Encoded(
        "cp1253",
        "πλημμύρα στο χωριό",
        "69642c746578740a312cf0ebe7ececfdf1e120f3f4ef20f7f9f1e9fc0a322cf7f1e5e9e1e6fcece1f3f4e520ede5f1fc0a33"
            + "2cef20e4f1fceceff220ddeaebe5e9f3e50a"),
    Encoded(
        "cp1254",
        "köprü yıkıldı",
        "69642c746578740a312c6bf67072fc2079fd6bfd6c64fd0a322ce76164fd7220766520fdf064fd722069e7696e2079697965"
            + "63656b206c617afd6d0a332c7375206261736bfd6efd20fe6568697264650a"),
]

@Test("an encoding that nobody named is guessed, and what it makes of the first line is shown", arguments: encoded)
func guesses(_ file: Encoded) throws {
    var reader = MessageReader(scheme: .disaster)
    let error = #expect(throws: ReadingError.self) { try reader.read(bytes: file.bytes, path: "m.csv") }
    let words = try #require(error?.description)
    #expect(words.contains("looks like \(file.name)") && words.contains("1,\(file.text)"), "\(words)")
    reader.encoding = CharacterEncoding(named: file.name)
    let read = try reader.read(bytes: file.bytes, path: "m.csv")
    #expect(read.pool.count == 3 && read.pool[0].text == file.text && read.problemCount == 0)
}

@Test("an encoding is known by the names that people use, and none that says how to convert")
func encodingNames() {
    for name in [
        "utf-8", "UTF8", "utf-16", "cp1252", "windows-1250", "latin-1", "Latin2", "iso-8859-15", "koi8-r", "macroman",
        "Shift_JIS", "gbk", "euc-kr", "big5", "ascii",
    ] {
        #expect(CharacterEncoding(named: name) != nil, "\(name)")
    }
    for name in ["", "cp", "klingon", "cp1252//TRANSLIT", "../cp1252", "cp12\0", "é"] {
        #expect(CharacterEncoding(named: name) == nil, "\(name)")
    }
}

@Test("gzip that unpacks to more than is taken is refused with the sizes, before it fills the memory")
func gzipBomb() throws {
    // python3: gzip.compress(b"id,text\n1," + b"a" * 5000 + b"\n", mtime=0): 5011 bytes in 54.
    let bomb = hex(
        "1f8b0800000000000203edc1a10d00200c0030bf5b66388904047e82f377c55cdb77b2eeaf58b9010000008071d1a219be9993130000")
    var reader = MessageReader(scheme: .disaster)
    #expect(try reader.read(bytes: bomb, path: "m.csv.gz").pool[0].text.utf8.count == 5_000)
    reader.limit = 5_010
    let error = #expect(throws: ReadingError.self) { try reader.read(bytes: bomb, path: "m.csv.gz") }
    #expect(error == .unpacksToTooMuch(path: "m.csv.gz", packed: bomb.count, limit: 5_010))
    #expect(error?.description.contains("gunzip") == true)
    // A hundred times what is packed, and a quarter of a gigabyte for small files.
    #expect(Gzip.limit(forPacked: 56) == 268_435_456 && Gzip.limit(forPacked: 10_000_000) == 1_000_000_000)
}

@Test(
    "reading says how far it has come, and stops when nobody wants it any more",
    arguments: [("m.csv", "id,text\n"), ("m.txt", ""), ("m.jsonl", "")])
func progress(_ path: String, _ header: String) throws {
    let line = path == "m.jsonl" ? "{\"text\":\"flood at the mill\"}\n" : path == "m.csv" ? "1x,flood\n" : "flood\n"
    let bytes = Array((header + String(repeating: line, count: (5 << 20) / line.utf8.count)).utf8)
    let shares = Lock<[Double]>([])
    var reader = MessageReader(scheme: .disaster)
    reader.monitor = WorkMonitor { share in shares.withLock { $0.append(share) } }
    #expect(try reader.read(bytes: bytes, path: path).problemCount >= 0)
    let told = shares.withLock { $0 }
    #expect(told.count >= 4 && told.allSatisfy { (0...1).contains($0) } && told.max() ?? 0 > 0.7)
    #expect(told == told.sorted())
    let monitor = WorkMonitor()
    monitor.cancel()
    reader.monitor = monitor
    #expect(throws: ReadingError.stopped(path: path)) { try reader.read(bytes: bytes, path: path) }
}
