import Foundation
import Testing

@testable import Messages

private func message(
    _ line: String, _ format: LineFormat = .lines, id: String? = nil, text: String? = nil, number: Int = 1
) throws -> MessageLine {
    try LineReader(format: format, idColumn: id, textColumn: text).message(Array(line.utf8)[...], line: number)
}

private func text(_ line: MessageLine) -> String { String(decoding: line.text, as: UTF8.self) }

@Test("an object is a message, another line a text, each by itself")
func linesByThemselves() throws {
    let object = try message(#"{"id": "a", "text": "bridge gone"}"#)
    #expect(object.id == .text("a") && text(object) == "bridge gone")
    let plain = try message("bridge gone\r", number: 7)
    #expect(plain.id == .line(7) && text(plain) == "bridge gone")
    #expect(try text(message("{bridge", .text)) == "{bridge")
    // A broken object is no text.
    #expect(throws: LineFault.self) { try message(#"{"id": 1, "text": "cut o"#) }
    #expect(throws: LineFault.self) { try message("bridge gone", .jsonl) }
}

@Test(
    "an id stays of its kind, and digits as they are",
    arguments: [
        ("7", MessageLine.ID.number("7")), (#""7""#, .text("7")), ("-1.50e3", .number("-1.50e3")),
        ("905739312457125888", .number("905739312457125888")), ("007", .text("007")), ("true", .text("true")),
        ("null", .line(1)), ("[7]", .line(1)), (#""a\u00e9\"""#, .text("aé\"")),
    ])
func idsAreKept(written: String, id: MessageLine.ID) throws {
    #expect(try message(#"{"id":\#(written),"text":"x"}"#).id == id)
}

@Test("character references are decoded for the model, and stay in what was written")
func references() throws {
    let line = try message(#"{"id":1,"text":"water &amp;lt; &gt; R&D"}"#)
    #expect(text(line) == "water &lt; > R&D")
    #expect(String(decoding: line.written, as: UTF8.self) == "water &amp;lt; &gt; R&D")
}

@Test("the short way through an object takes what the reader of files takes, or leaves it to that")
func flatObjects() throws {
    let objects = [
        #"{"id":1,"text":"a"}"#, #"{"text":"a","id_str":"9","id":9}"#, #"{"message":"m","text":"t","tweet":"w"}"#,
        #"{"text":null,"message":"m"}"#, #"{"text":"a","text":"b","id":1,"id":2}"#, #"{"Text":"a","ID":3}"#,
        #"{"tweet id":4,"text":"a"}"#, #"{"full_text":"whole","text":"cut"}"#, #"{"tweet":{"id":5,"text":"in"}}"#,
        #"{"text":"\ud83c\udf0a \u00e9\n\t\/\\"}"#, #" { "id" : 1 , "text" : "a" } "#, #"{"id":1,"text":"a",}"#,
        #"{"text":["a","b"],"id":1}"#, #"{"text":5,"id":1}"#, #"{"text":true}"#, #"{"id":1.0,"text":"a"}"#,
        #"{"te\u0078t":"a","id":1}"#, #"{"x":{"y":[1,{"z":null}]},"text":"a"}"#, #"{"uid":"u","text":"a","guid":"g"}"#,
        #"{"retweeted_status":{"text":"all of it"},"text":"RT all"}"#, #"{"data":{"text":"d"},"id":1}"#,
    ]
    for (idColumn, textColumn) in [
        (nil, nil), ("id", "text"), ("-", nil), (nil, "message"), ("tweet.id", "tweet.text"),
    ]
        as [(String?, String?)]
    {
        let reader = MessageReader(scheme: .disaster, idColumn: idColumn, textColumn: textColumn)
        for line in objects {
            let read = try? reader.read(bytes: Array(line.utf8), path: "m.jsonl").pool
            let found = try? message(line, .jsonl, id: idColumn, text: textColumn)
            #expect((read == nil) == (found == nil), "\(line) \(textColumn ?? "")")
            guard let read, let found else { continue }
            #expect(text(found) == read.text(at: 0), "\(line) \(textColumn ?? "")")
            // `1` for `1.0`: a filter keeps what it was given.
            #expect(found.id.text == read.id(at: 0) || found.id == .number("1.0"), "\(line) \(idColumn ?? "")")
        }
    }
}

@Test(
    "what is no message says what was found, and what was expected",
    arguments: [
        (#"{"id":3,"body_html":"x"}"#, "found an object with 'id', 'body_html', expected a text", "3"),
        ("", "found an empty line, expected a message", "1"), ("  \t", "found an empty line", "1"),
        (#"{"id":"a","text":" \u00a0 "}"#, "found an empty text", "a"), (#"{"id":4}"#, "expected a text", "4"),
        (#"{"id":1,"text":"\ud83c"}"#, "half a character", "1"), (#"{"text":"a"} x"#, "more stands behind it", "1"),
        ("{}", "found an object without members", "1"), (#"{"text":"a"#, "a text is not closed", "1"),
        (String(repeating: "[", count: 300), "levels", "1"),
    ])
func faults(line: String, reason: String, id: String) throws {
    let fault = try #require(throws: LineFault.self) { try message(line, line.hasPrefix("[") ? .jsonl : .lines) }
    #expect(fault.reason.contains(reason) && fault.id.text == id, "\(fault)")
}

@Test("bytes that are not UTF-8, and a line without end, are no message")
func brokenBytes() throws {
    let reader = LineReader(format: .lines)
    for bytes in [[0x61, 0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]] {
        let fault = try #require(throws: LineFault.self) { try reader.message(bytes[...], line: 2) }
        #expect(fault.reason == "found bytes that are not UTF-8, expected UTF-8")
    }
    let long = [UInt8](repeating: 0x61, count: LineReader.longestLine + 1)
    #expect(throws: LineFault.self) { try reader.message(long[...], line: 1) }
    #expect(try reader.message(long.dropLast(), line: 1).text.count == LineReader.longestLine)
}

@Test("rows of a table go by its header; one that is no row of it is no message")
func tableRows() throws {
    var reader = LineReader(format: .csv)
    try reader.readHeader(Array("\u{FEFF}id;place;text\r".utf8)[...], path: "m")
    func row(_ line: String) throws -> MessageLine { try reader.message(Array(line.utf8)[...], line: 2) }
    let line = try row("a;b;\"x;\"\"y\"\"\"\r")
    #expect(line.id == .text("a") && text(line) == "x;\"y\"")
    for (line, reason) in [
        ("a;b", "found 2 fields, expected 3"), ("a;b;c;d", "found 4 fields"), ("a;b;\"open", "not closed"),
        ("a;b;c\rd;e;f", "carriage return"), ("a;b;", "an empty text"),
    ] {
        let fault = try #require(throws: LineFault.self) { try row(line) }
        #expect(fault.reason.contains(reason), "\(fault)")
    }
    #expect(try text(row("a;b;c;;")) == "c")
    #expect(throws: ReadingError.self) { try reader.readHeader(Array("a,b".utf8)[...], path: "m") }
    var tabs = LineReader(format: .tsv, textColumn: "what")
    try tabs.readHeader(Array("n\twhat".utf8)[...], path: "m")
    #expect(try text(tabs.message(Array("1\ta \"b\" c".utf8)[...], line: 2)) == "a \"b\" c")
}

@Test("random bytes make a message or a fault, and nothing else")
func randomLines() {
    let reader = LineReader(format: .lines)
    let alphabet = Array(#"{}[]":,\u0dtexid1.-e &;"#.utf8) + [0x00, 0x0D, 0xC3, 0xA9, 0xFF]
    var state: UInt64 = 1
    for _ in 0..<20_000 {
        var line = Array(#"{"text":""#.utf8)
        for _ in 0..<(state % 23) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            line.append(alphabet[Int(state >> 33) % alphabet.count])
        }
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        if let message = try? reader.message(line[...], line: 1) {
            #expect(String(validating: message.text, as: UTF8.self) != nil && !message.text.isEmpty)
        }
    }
}

@Test("lines come as they are there, in blocks, with their numbers, also such as are longer than a block")
func lineInput() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-lines-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let long = String(repeating: "x", count: 3 << 20)
    let lines = ["header"] + (0..<5_000).map { "line \($0)" } + ["", long, "after", ""] + ["no end"]
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    var input = try LineInput(path: path, blockSize: 1_000)
    let header = try #require(try input.next(limit: 1))
    #expect(String(decoding: header.bytes, as: UTF8.self) == "header\n" && header.lineCount == 1)
    var (number, found) = (2, [String]())
    while let block = try input.next() {
        #expect(block.firstLine == number)
        var inner = number
        for piece in block.pieces(ofAbout: 300) {
            #expect(piece.firstLine == inner)
            inner += piece.lineCount
            var text = String(decoding: piece.bytes, as: UTF8.self)
            if text.hasSuffix("\n") { text.removeLast() }
            found += text.components(separatedBy: "\n")
        }
        number += block.lineCount
        #expect(inner == number)
    }
    #expect(found.count == lines.count - 1)
    for (found, line) in zip(found, lines.dropFirst()) {
        // Of the long one comes more than a line may have, and not all.
        #expect(line == long ? found.utf8.count > LineReader.longestLine : found == line)
    }
}
