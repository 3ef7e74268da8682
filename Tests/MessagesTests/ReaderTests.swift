import Foundation
import Testing

@testable import Messages

private func read(_ text: String, _ path: String = "m.csv", _ reader: MessageReader = MessageReader(scheme: .disaster))
    throws -> ReadMessages
{
    try reader.read(bytes: Array(text.utf8), path: path)
}

@Test("CSV: quotes, doubled quotes, line breaks in fields, CRLF and a byte order mark")
func csv() throws {
    let text = "\u{FEFF}id,text,kind\r\n1,\"a \"\"b\"\",\r\nc\",sms\r\n2,plain,\r\n"
    let read = try read(text)
    #expect(read.format == .csv && read.problemCount == 0)
    #expect(read.pool.map(\.text) == ["a \"b\",\r\nc", "plain"])
    #expect(read.pool[0].fields == [Message.Field(name: "kind", value: "sms")])
    #expect(read.pool[1].fields == [])
}

@Test(
    "the format is told by content, not by name",
    arguments: [
        ("{\"id\":1,\"text\":\"x\"}\n", "m.csv", MessageFormat.jsonLines),
        ("id\ttext\n1\tx\n", "m.csv", .tsv), ("id,text\n1,x\n", "m.data", .csv),
        ("water, food\nfire, flood\n", "m", .plainText), ("id,text\n", "m.txt", .plainText),
        ("7,some text,1,random,0.5\n", "m", .csv),
    ])
func formats(_ text: String, _ path: String, _ format: MessageFormat) {
    #expect(MessageReader(scheme: .disaster).format(of: Array(text.utf8), path: path) == format)
}

@Test("the reference's five columns need no header")
func reference() throws {
    let read = try read("7,some text,1,random,0.5\n8,other,,atlas,\n")
    #expect(read.pool.map(\.id) == ["7", "8"] && read.answers == [1, nil])
}

@Test("plain text: a message a line, ids are line numbers, blank lines pass")
func plainText() throws {
    let read = try read("first\n\nsecond, with comma\r\n", "m.txt")
    #expect(read.pool.map(\.id) == ["1", "3"])
    #expect(read.pool.map(\.text) == ["first", "second, with comma"])
}

@Test("every row that cannot be taken is named by its line")
func problems() throws {
    var bytes = Array("id,text,label\n1,a,1\n1,b,0\n2, ,1\n3\n,x,1\n4,d,maybe\n5,e,0,extra\n6,".utf8)
    bytes += [0xFF] + Array(",1\n".utf8)
    let read = try MessageReader(scheme: .disaster).read(bytes: bytes, path: "m.csv")
    #expect(
        read.problems == [
            ReadingProblem(line: 3, kind: .duplicateID("1", firstLine: 2)),
            ReadingProblem(line: 4, kind: .emptyText),
            ReadingProblem(line: 5, kind: .wrongColumnCount(found: 1, expected: 3)),
            ReadingProblem(line: 6, kind: .emptyID),
            ReadingProblem(line: 7, kind: .labelOutsideScheme("maybe")),
            ReadingProblem(line: 8, kind: .wrongColumnCount(found: 4, expected: 3)),
            ReadingProblem(line: 9, kind: .invalidUTF8),
        ])
    #expect(read.pool.map(\.id) == ["1", "4", "5", "6"] && read.answers == [1, nil, 0, 1])
}

@Test("what cannot be used at all is an error that says why")
func errors() {
    #expect(throws: ReadingError.empty(path: "m.csv")) { try read(" \n") }
    #expect(throws: ReadingError.unclosedQuote(path: "m.csv", line: 1)) { try read("id,text,\"b\n1,a\n") }
    #expect(throws: ReadingError.isDirectory(path: "/")) { try MessageReader(scheme: .disaster).read(path: "/") }
    #expect(
        throws: ReadingError.missingColumn(path: "m.csv", column: "text", found: ["a", "b"], option: "--text-column")
    ) { try read("a,b\n1,2\n") }
}

@Test(
    "entities are decoded once",
    arguments: [
        ("a &amp; b", "a & b"), ("&amp;lt;", "&lt;"), ("&lt;&#39;&#x1F30A;&gt;", "<'🌊>"),
        ("&nix; & &#xD800;", "&nix; & &#xD800;"),
        ("R&D", "R&D"),
    ])
func entities(_ raw: String, _ decoded: String) {
    #expect(Entities.decoded(raw) == decoded)
}

@Test("the digest is 64-bit FNV-1a over lengths, ids and texts")
func digest() {
    var pool = MessagePool()
    pool.append(id: "1", text: "a")
    // python3: h=0xcbf29ce484222325; for b in (1).to_bytes(8,'little')+b'1'+(1).to_bytes(8,'little')+b'a': h=(h^b)*0x100000001b3 % 2**64
    #expect(pool.digest == "a2d1dffe8e0483fd")
}

@Test("ids are found among many, and twice the same id is refused")
func ids() {
    var pool = MessagePool()
    for index in 0..<5_000 { pool.append(id: "id\(index)", text: "t") }
    #expect(pool.append(id: "id77", text: "u") == 77)
    #expect(pool.count == 5_000)
    for index in 0..<5_000 { #expect(pool.index(ofID: "id\(index)") == index) }
    #expect(pool.index(ofID: "id5000") == nil)
}

@Test("the default scheme is the one of sample-data/task.yaml")
func defaultScheme() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let scheme = try LabelScheme(contentsOf: root.appendingPathComponent("sample-data/task.yaml").path)
    #expect(scheme == .disaster)
}

@Test(
    "what is asked stands in the task file, else in its guidelines, else nowhere",
    arguments: [
        ("question: Is it\n  open?", "Is it open?"), ("guidelines: Read. Is it shut? Or open?", "Is it shut?"),
        ("question: Open?\nguidelines: Is it shut?", "Open?"), ("guidelines: No question.", ""), ("task: x", ""),
        ("question: \"\"\nguidelines: Is it shut?", ""),
    ])
func question(fields: String, expected: String) throws {
    let scheme = try LabelScheme(yaml: "labels: [a, b]\n\(fields)", path: "t.yaml")
    #expect(scheme.question == expected)
    // It stays where the labels have the names that they had before.
    #expect(scheme.withLabels(task: "x", named: ["c", "d"])?.question == expected)
}

@Test(
    "a label scheme that cannot work is refused",
    arguments: [
        "labels: [one]", "labels: [a, a]", "task: x", "labels: [a, b]\nnonsense: 1", "labels: [a, b]\npositive: c",
        "labels:\n  - {name: a, key: \" \"}\n  - b", "labels:\n  - {name: a, key: \"12\"}\n  - b", "- [", "",
    ])
func badSchemes(_ yaml: String) {
    #expect(throws: LabelSchemeError.self) { try LabelScheme(yaml: yaml, path: "t.yaml") }
}

@Test("names alone make a scheme of any number of labels")
func manyLabels() throws {
    let scheme = try LabelScheme(yaml: "labels: [water, food, shelter]\npositive: food", path: "t.yaml")
    #expect(scheme.labels.map(\.key) == ["1", "2", "3"] && scheme.positiveIndex == 1)
    #expect(scheme.index(ofName: " FOOD ") == 1)
}

@Test("a label says what it was before: a name, several, or nothing, which is something else than silence")
func formerNames() throws {
    let scheme = try LabelScheme(
        yaml: "labels: [{name: a, was: b}, {name: b, was: [a, c]}, {name: d, was: []}, e]", path: "t.yaml")
    #expect(scheme.labels.map(\.was) == [["b"], ["a", "c"], [], nil])
    // They are no spellings.
    #expect(scheme.index(ofName: "c") == nil)
    #expect(refusal("labels: [{name: a, was: {b: c}}, b]").contains("'was' in the label scheme should be a name"))
    #expect(refusal("labels: [{name: a, was: [b, [c]]}, b]").contains("'was' in the label scheme should be a name"))
    #expect(refusal("labels: [{name: a, was: ' '}, b]").contains("label 'a' has an empty name in 'was'"))
    #expect(refusal("labels: [{name: a, was: [c, C]}, b]").contains("label 'a' names 'C' twice in 'was'"))
}

private func refusal(_ yaml: String) -> String {
    do {
        _ = try LabelScheme(yaml: yaml, path: "t.yaml", reserved: ["u": "undo", " ": "skip"])
        return ""
    } catch {
        return "\(error)"
    }
}

@Test(
    "a label that takes a key of the program's or another label's is refused with both names; capital letters are free")
func keysThatHide() {
    // b has the key of its place, 2.
    let taken = refusal("labels: [{name: a, key: u}, b]")
    #expect(taken.contains("label 'a'") && taken.contains("'undo'") && taken.contains("such as 1 3 4"))
    #expect(refusal("labels: [{name: a, key: K}, b]").isEmpty)
    let twice = refusal("labels: [{name: a, key: z}, b, {name: c, key: z}]")
    #expect(twice.contains("'z'") && twice.contains("label 'a' and label 'c'"))
    for key in ["12", "\\u0007", "\\u00A0", "\\u200B", "\\u0301", "🇫🇷", " "] {
        #expect(refusal("labels: [{name: a, key: \"\(key)\"}, b]").contains("the key"), "\(key)")
    }
}

@Test("labels without a key of their own take the standard ones that no other label was given")
func standardKeys() throws {
    let scheme = try LabelScheme(yaml: "labels: [a, {name: b, key: \"3\"}, c, {name: d, key: \"1\"}]", path: "t.yaml")
    // That of its place is gone for a and for c: the next that are free are 2 and 4.
    #expect(scheme.labels.map(\.key) == ["2", "3", "4", "1"])
}

@Test("more labels than standard keys are refused with what to do, and taken when it is done")
func moreLabelsThanKeys() throws {
    let names = (1...60).map { "label\($0)" }
    let error = refusal("labels: [\(names.prefix(36).joined(separator: ", "))]")
    #expect(error.contains("there are 36 labels, and keys for 20") && error.contains("give 16 labels a key each"))
    #expect(error.contains("- {name: label21, key: \"+\"}") && error.contains("label21, label22"))
    #expect(!error.contains("label20,"))
    // Twenty standard keys, the other signs of an English keyboard that are free, and letters beyond it; accents also as
    // characters of their own.
    let signs = Array("+-.,;:@#$%&*()[]{}<|~^_'").map { "\"\($0)\"" } + ["'\"'", "'\\'", "'`'"]
    let own = signs + ["é", "ж", "あ", "ß", "e\u{300}", "洪", "ü", "ñ", "ø", "ð", "€", "½", "§"]
    let rows = zip(names.dropFirst(20), own).map { "{name: \($0), key: \($1)}" }
    let scheme = try LabelScheme(
        yaml: "labels:\n" + (names.prefix(20) + rows).map { "  - \($0)\n" }.joined(), path: "t.yaml")
    #expect(scheme.labels.count == 60 && scheme.labels[19].key == "z" && scheme.labels[20].key == "+")
    #expect(scheme.labels.allSatisfy { $0.key.unicodeScalars.count == 1 })
}

@Test(
    "zeros are text; lone surrogates and overlong forms are none: shown as such where the row can be taken, and named")
func noText() throws {
    let reader = MessageReader(scheme: .disaster)
    func read(_ bytes: [UInt8], _ path: String) throws -> ReadMessages { try reader.read(bytes: bytes, path: path) }
    let table =
        Array("id,text\n1,a\0b\n2,".utf8) + [0xED, 0xA0, 0x80] + Array("x\n3,".utf8) + [0xC0, 0xAF] + Array("y\n".utf8)
    let rows = try read(table, "m.csv")
    // A replacement for each byte that begins no character (Unicode 16, 3.9, "maximal subpart").
    #expect(rows.pool.map(\.text) == ["a\0b", "\u{FFFD}\u{FFFD}\u{FFFD}x", "\u{FFFD}\u{FFFD}y"])
    #expect(
        rows.problems == [ReadingProblem(line: 3, kind: .invalidUTF8), ReadingProblem(line: 4, kind: .invalidUTF8)])
    let objects =
        Array(#"{"id":"1","text":"a\ud800b"}"#.utf8) + [0x0A] + Array(#"{"id":"2","text":"a\u0000b"}"#.utf8) + [0x0A]
        + Array(#"{"id":"\udc00","text":"x"}"#.utf8) + [0x0A]
        + Array("{\"id\":\"4\",\"text\":\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}\n".utf8)
    let lines = try read(objects, "m.jsonl")
    #expect(lines.pool.map(\.text) == ["a\0b"])
    #expect(lines.problems.map(\.line) == [1, 3, 4])
    #expect(try read(Array("a\0b\n".utf8) + [0xC0, 0xAF, 0x0A], "m.txt").problems.map(\.line) == [2])
}

@Test("a label that Prodigy's annotator rejected or ignored is none, and a problem where labels are needed")
func prodigyAnswers() throws {
    let text = """
        {"text":"water rising","label":"related","answer":"accept"}
        {"text":"late bus","label":"related","answer":"reject"}
        {"text":"what is this","label":"related","answer":"ignore"}
        {"text":"no answer","label":"not_related"}
        {"text":"an answer of another kind","label":"related","answer":"rejected by all"}
        {"text":"no label"}

        """
    let messages = try read(text, "m.jsonl")
    #expect(messages.answers == [1, nil, nil, 0, 1, nil] && messages.problemCount == 0)
    let labelled = try read(text, "m.jsonl", MessageReader(scheme: .disaster, needsLabels: true))
    #expect(labelled.answers == messages.answers)
    #expect(
        labelled.problems == [
            ReadingProblem(line: 2, kind: .unacceptedLabel(answer: "reject")),
            ReadingProblem(line: 3, kind: .unacceptedLabel(answer: "ignore")),
            ReadingProblem(line: 6, kind: .noLabel),
        ])
    #expect(try LabelledSet(labelled, option: "--training").answers == [1, 0, 1])
    // Who takes the answer itself for the label gets it.
    let scheme = try LabelScheme(yaml: "task: t\nlabels: [{name: accept, key: a}, {name: reject, key: d}]\n", path: "t")
    let answers = try read(text, "m.jsonl", MessageReader(scheme: scheme, labelColumn: "answer"))
    #expect(answers.answers.prefix(3).map { $0 } == [0, 1, nil])
}
