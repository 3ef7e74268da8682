import Foundation
import Testing

@testable import Messages

/// What rows become; the labels are those of the disaster task where no others are given.
private func written(
    _ rows: [ExportRow], _ format: ExportFormat, fields: [ExportField] = [.id, .text, .label],
    scheme: LabelScheme = .disaster, codes: Bool = false, predictions: Bool = false, header: Bool = true,
    spreadsheet: Bool = false
) throws -> String {
    let writer = try ExportWriter(
        format: format, fields: fields, scheme: scheme, usesCodes: codes, hasPredictions: predictions,
        hasHeader: header, isForSpreadsheet: spreadsheet, tool: "tocsin 9")
    var text = ""
    writer.write(rows) { text += $0 }
    return text
}

private func scheme(_ yaml: String) throws -> LabelScheme { try LabelScheme(yaml: yaml, path: "task.yaml") }

/// Texts that formats stumble over.
private let awkward = [
    "a,b \"c\"", "two\nlines\r\nand\rmore", "tab\there", "🌊 بحر", "__label__related x__label__y </s>", "nul\0end",
    "=1+1",
    " led", "back\\slash \u{2028}",
]

private var awkwardRows: [ExportRow] {
    awkward.enumerated().map { ExportRow(id: "\($0)", text: $1, labels: [$0 % 2]) }
}

/// A row with everything, and one with nothing.
private var full: ExportRow {
    var row = ExportRow(id: "7", text: "bridge gone", labels: [1])
    row.set = "training"
    row.round = 2
    row.strategy = "atlas"
    row.score = 0.5
    row.annotator = "amina"
    row.time = "2026-11-24T10:00:00.123Z"
    row.seconds = 1.25
    row.note = "which, where?"
    row.isFlagged = true
    row.isSpread = true
    row.change = "changed"
    (row.source, row.votes) = ("majority", 3)
    row.prediction = ExportRow.Prediction(labels: [0], probabilities: [0.75, 0.25])
    return row
}

private var skipped: ExportRow {
    var row = ExportRow(id: "8", text: "hm")
    row.isSkipped = true
    row.prediction = ExportRow.Prediction(labels: [1], probabilities: [0.125, 0.875])
    return row
}

@Test("CSV has a header, and quotes as RFC 4180 has it: fields with a comma, a quote or a line end, quotes doubled")
func csvBytes() throws {
    #expect(
        try written(awkwardRows, .csv) == """
            id,text,label
            0,"a,b ""c""\",not_related
            1,"two\nlines\r\nand\rmore",related
            2,tab\there,not_related
            3,🌊 بحر,related
            4,__label__related x__label__y </s>,not_related
            5,nul\0end,related
            6,=1+1,not_related
            7, led,related
            8,back\\slash \u{2028},not_related

            """)
}

@Test("JSON Lines has an object a line, whatever line ends and marks a text has")
func jsonLinesBytes() throws {
    #expect(
        try written(awkwardRows, .jsonl) == #"""
            {"id":"0","text":"a,b \"c\"","label":"not_related"}
            {"id":"1","text":"two\nlines\r\nand\rmore","label":"related"}
            {"id":"2","text":"tab\there","label":"not_related"}
            {"id":"3","text":"🌊 بحر","label":"related"}
            {"id":"4","text":"__label__related x__label__y </s>","label":"not_related"}
            {"id":"5","text":"nul\u0000end","label":"related"}
            {"id":"6","text":"=1+1","label":"not_related"}
            {"id":"7","text":" led","label":"related"}
            {"id":"8","text":"back\\slash \u2028","label":"not_related"}

            """#)
}

@Test("JSON is one array, also of nothing")
func jsonBytes() throws {
    #expect(
        try written(Array(awkwardRows.prefix(2)), .json) == #"""
            [
            {"id":"0","text":"a,b \"c\"","label":"not_related"},
            {"id":"1","text":"two\nlines\r\nand\rmore","label":"related"}
            ]

            """#)
    #expect(try written([], .json) == "[\n]\n" && written([], .labelStudio) == "[\n]\n")
    #expect(try written([], .csv) == "id,text,label\n" && written([], .csv, header: false) == "")
    #expect(try written([], .jsonl) == "")
}

@Test("fastText has a line a message: no line end, no NUL, no label and no end of line within a text")
func fastTextBytes() throws {
    #expect(
        try written(awkwardRows, .fasttext) == #"""
            __label__not_related a,b "c"
            __label__related two lines and more
            __label__not_related tab	here
            __label__related 🌊 بحر
            __label__not_related \__label__related x__label__y \</s>
            __label__related nul end
            __label__not_related =1+1
            __label__related  led
            __label__not_related back\slash \#u{20}

            """#)
    #expect(
        try written(
            [ExportRow(id: "1", text: "x\n__label__a\u{0B}__label__b", labels: [1])], .fasttext,
            scheme: scheme("task: t\nlabels: [open, half open]")) == "__label__half_open x \\__label__a \\__label__b\n")
}

@Test("labels that fastText could not tell apart are refused, and so are they as codes told apart")
func fastTextLabels() throws {
    let alike = try scheme("task: t\nlabels: [half open, half_open]")
    let row = ExportRow(id: "1", text: "x", labels: [1])
    let error = #expect(throws: LabelsAlike.self) { try written([row], .fasttext, scheme: alike) }
    #expect(error?.description.contains("'half open' and 'half_open' are both __label__half_open") == true)
    #expect(try written([row], .fasttext, scheme: alike, codes: true) == "__label__1 x\n")
}

@Test("spaCy has every label in cats, and none where there is no label")
func spaCyBytes() throws {
    #expect(
        try written(Array(awkwardRows.prefix(2)) + [skipped], .spacy, fields: [.id, .text, .label, .skipped]) == #"""
            {"text":"a,b \"c\"","cats":{"not_related":1.0,"related":0.0},"meta":{"id":"0","skipped":false}}
            {"text":"two\nlines\r\nand\rmore","cats":{"not_related":0.0,"related":1.0},"meta":{"id":"1","skipped":false}}
            {"text":"hm","cats":{},"meta":{"id":"8","skipped":true}}

            """#)
}

@Test("Label Studio has tasks with annotations, cancelled ones of skipped messages, and predictions")
func labelStudioBytes() throws {
    let plain = ExportRow(id: "9", text: "\"q\"")
    #expect(
        try written([full, skipped, plain], .labelStudio, fields: [.id, .set, .round], predictions: true) == #"""
            [
            {"data":{"text":"bridge gone","id":"7","set":"training","round":2},"annotations":[{"result":[{"from_name":"label","to_name":"text","type":"choices","value":{"choices":["related"]}}],"was_cancelled":false,"lead_time":1.25,"created_at":"2026-11-24T10:00:00.123Z"}],"predictions":[{"model_version":"tocsin 9","score":0.75,"result":[{"from_name":"label","to_name":"text","type":"choices","value":{"choices":["not_related"]}}]}]},
            {"data":{"text":"hm","id":"8","set":null,"round":null},"annotations":[{"result":[],"was_cancelled":true}],"predictions":[{"model_version":"tocsin 9","score":0.875,"result":[{"from_name":"label","to_name":"text","type":"choices","value":{"choices":["related"]}}]}]},
            {"data":{"text":"\"q\"","id":"9","set":null,"round":null},"annotations":[],"predictions":[]}
            ]

            """#)
}

@Test("doccano has a list of labels beside the text, and metadata beside them")
func doccanoBytes() throws {
    #expect(
        try written([awkwardRows[0], skipped], .doccano, fields: [.id, .label, .skipped], predictions: true) == #"""
            {"text":"a,b \"c\"","label":["not_related"],"id":"0","skipped":false,"predicted":null,"probabilities":null}
            {"text":"hm","label":[],"id":"8","skipped":true,"predicted":"related","probabilities":{"not_related":0.125,"related":0.875}}

            """#)
}

@Test("Prodigy has answered choices, ignored ones of skipped messages, and tasks without an answer")
func prodigyBytes() throws {
    let options = #""options":[{"id":"not_related","text":"not_related"},{"id":"related","text":"related"}]"#
    #expect(
        try written([full, skipped, ExportRow(id: "9", text: "tab\t")], .prodigy, fields: [.id, .flag]) == """
            {"text":"bridge gone",\(options),"accept":["related"],"answer":"accept","meta":{"id":"7","flag":true}}
            {"text":"hm",\(options),"accept":[],"answer":"ignore","meta":{"id":"8","flag":false}}
            {"text":"tab\\t",\(options),"meta":{"id":"9","flag":false}}

            """)
}

@Test("every field has its column, empty where there is nothing, in the order asked for")
func allFields() throws {
    #expect(
        try written([full, skipped], .csv, fields: ExportField.allCases, predictions: true) == """
            id,text,label,set,round,strategy,score,annotator,time,seconds,note,flag,skipped,spread,change,source,votes,predicted,probability_not_related,probability_related
            7,bridge gone,related,training,2,atlas,0.5,amina,2026-11-24T10:00:00.123Z,1.25,"which, where?",true,false,true,changed,majority,3,not_related,0.75,0.25
            8,hm,,,,,,,,,,false,true,false,,,,related,0.125,0.875

            """)
    #expect(
        try written([skipped], .jsonl, fields: [.score, .note, .label, .id], codes: true, predictions: true) == """
            {"score":null,"note":null,"label":null,"id":"8","predicted":1,"probabilities":{"0":0.125,"1":0.875}}

            """)
    // Alone, an empty cell would be an empty line, which readers pass over.
    #expect(try written([skipped, full], .csv, fields: [.note]) == "note\n\"\"\n\"which, where?\"\n")
}

@Test(
    "a code is a label's own number where every label has one, else its place",
    arguments: [
        ("[open, closed]", [0, 1]), ("[\"3\", \"1\"]", [3, 1]),
        ("[{name: a, also: [yes, \"2\"]}, {name: b, also: [\"-1\"]}]", [2, -1]),
        ("[{name: a, also: [\"5\"]}, b]", [0, 1]), ("[{name: a, also: [\"01\"]}, {name: b, also: [\"1\"]}]", [0, 1]),
    ])
func codes(labels: String, codes: [Int]) throws {
    let scheme = try scheme("task: t\nlabels: \(labels)")
    #expect(try scheme.codes() == codes)
    let rows = [ExportRow(id: "x", text: "y", labels: [0])]
    #expect(
        try written(rows, .jsonl, scheme: scheme, codes: true)
            == "{\"id\":\"x\",\"text\":\"y\",\"label\":\(codes[0])}\n")
}

@Test("a place that is another label's spelling is no code, because who reads it would take it for that one")
func badCodes() throws {
    let scheme = try scheme("task: t\nlabels: [a, {name: b, also: [\"0\"]}, c]")
    let error = #expect(throws: LabelCodeError.self) { try scheme.codes() }
    #expect(error?.description.contains("'a' has the code 0, its place, but '0' is a spelling of label 'b'") == true)
}

@Test(
    "what CSV and JSON Lines hold is read back: the same texts and labels, by name and by code",
    arguments: [false, true])
func exportRoundTrip(codes: Bool) throws {
    for format in [ExportFormat.csv, .jsonl] {
        let text = try written(awkwardRows, format, fields: ExportField.standard, codes: codes)
        let back = try MessageReader(scheme: .disaster, needsLabels: true).read(
            bytes: Array(text.utf8), path: "m.\(format.rawValue)")
        #expect(
            back.problems.isEmpty && back.pool.map(\.text) == awkward && back.pool.map(\.id) == awkwardRows.map(\.id))
        #expect(back.answers.map { $0?.label } == awkwardRows.map { $0.labels?.first })
    }
}

@Test("the five columns of the published program, without a header, are still there")
func publishedColumns() throws {
    var row = ExportRow(id: "7", text: "a,b", labels: [1])
    row.strategy = "atlas"
    let fields: [ExportField] = [.id, .text, .label, .strategy, .score]
    let plain = try written([row], .csv, fields: fields, codes: true, header: false)
    #expect(plain == "7,\"a,b\",1,atlas,\n")
    row.score = 0.25
    #expect(try written([row], .csv, fields: fields, codes: true, header: false) == "7,\"a,b\",1,atlas,0.25\n")
}

@Test(
    "for a spreadsheet a text that would be a formula gets an apostrophe, in CSV and nowhere else, and no number does",
    arguments: [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-", "'-"), ("@ana: help", "'@ana: help"), ("\tx", "'\tx"),
        ("\rx", "\"'\rx\""), ("\r\nx", "\"'\r\nx\""), ("\nx", "\"'\nx\""), ("＝1", "'＝1"), ("＠a", "'＠a"),
        ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("a=b", "a=b"), ("'=", "'="), ("", ""), ("\u{20}=1", "\u{20}=1"),
    ])
func spreadsheetCells(text: String, cell: String) throws {
    var row = ExportRow(id: text, text: text, labels: [1])
    row.score = -0.5
    func line(_ format: ExportFormat, _ spreadsheet: Bool) throws -> String {
        try written([row], format, fields: [.id, .text, .score], header: false, spreadsheet: spreadsheet)
    }
    #expect(try line(.csv, true) == "\(cell),\(cell),-0.5\n")
    for format in ExportFormat.allCases where format != .csv { #expect(try line(format, true) == line(format, false)) }
    #expect(!(try line(.csv, false)).contains("'" + text) || text.isEmpty)
}
