import Answers
import Foundation
import Testing

@testable import Messages

private func task(_ yaml: String) throws -> LabelScheme { try LabelScheme(yaml: yaml, path: "task.yaml") }

private func needs() throws -> LabelScheme {
    try task("task: t\nseveral: true\nlabels: [water, food, {name: missing, implies: [information]}, information]")
}

private func written(
    _ rows: [ExportRow], _ format: ExportFormat, _ scheme: LabelScheme? = nil,
    fields: [ExportField] = [.id, .text, .label],
    columns: Bool = false, predictions: Bool = false, annotators: [String] = [], former: [String] = []
) throws -> String {
    let writer = try ExportWriter(
        format: format, fields: fields, scheme: scheme ?? needs(), formerLabels: former, hasLabelColumns: columns,
        hasPredictions: predictions, annotators: annotators)
    var text = ""
    writer.write(rows) { text += $0 }
    return text
}

/// Two labels; what another implies; none; not labelled yet.
private let rows = [
    ExportRow(id: "1", text: "a, b", labels: [0, 1]), ExportRow(id: "2", text: "c", labels: [2, 3]),
    ExportRow(id: "3", text: "d", labels: []), ExportRow(id: "4", text: "e"),
]

@Test("a list is joined in CSV, where no label and no answer are told apart, and a list in JSON")
func listBytes() throws {
    #expect(
        try written(rows, .csv) == """
            id,text,labels
            1,"a, b",water;food
            2,c,missing;information
            3,d,[]
            4,e,null

            """)
    #expect(
        try written(rows, .jsonl) == """
            {"id":"1","text":"a, b","labels":["water","food"]}
            {"id":"2","text":"c","labels":["missing","information"]}
            {"id":"3","text":"d","labels":[]}
            {"id":"4","text":"e","labels":null}

            """)
}

@Test("columns of 0 and 1 stand in the place of the list, empty where nothing is known")
func markBytes() throws {
    #expect(
        try written(rows, .csv, fields: [.id, .label, .text], columns: true) == """
            id,water,food,missing,information,text
            1,1,1,0,0,"a, b"
            2,0,0,1,1,c
            3,0,0,0,0,d
            4,,,,,e

            """)
    #expect(
        try written([rows[1], rows[3]], .jsonl, fields: [.id, .label], columns: true) == """
            {"id":"2","water":0,"food":0,"missing":1,"information":1}
            {"id":"4","water":null,"food":null,"missing":null,"information":null}

            """)
}

@Test("columns of 0 and 1 are refused where a message has one label, and where a label is called as another column")
func refusedColumns() throws {
    #expect(throws: LabelColumnsError.taskOfOne) { try written(rows, .csv, .disaster, columns: true) }
    let named = try task("several: true\nlabels: [Text, b]")
    #expect(throws: LabelColumnsError.taken(label: "Text")) { try written([], .csv, named, columns: true) }
    let list = try task("several: true\nlabels: [a, target]")
    #expect(throws: LabelColumnsError.taken(label: "target")) { try written([], .csv, list, columns: true) }
    #expect(try written([], .csv, list) == "id,text,labels\n")
}

@Test("the tools' own forms of several labels")
func toolBytes() throws {
    let fields: [ExportField] = [.id]
    #expect(
        try written(Array(rows.prefix(3)), .fasttext)
            == "__label__water __label__food a, b\n__label__missing __label__information c\nd\n")
    #expect(
        try written(rows, .doccano, fields: fields) == """
            {"text":"a, b","label":["water","food"],"id":"1"}
            {"text":"c","label":["missing","information"],"id":"2"}
            {"text":"d","label":[],"id":"3"}
            {"text":"e","id":"4"}

            """)
    #expect(
        try written([rows[0], rows[2], rows[3]], .spacy, fields: fields) == """
            {"text":"a, b","cats":{"water":1.0,"food":1.0,"missing":0.0,"information":0.0},"meta":{"id":"1"}}
            {"text":"d","cats":{"water":0.0,"food":0.0,"missing":0.0,"information":0.0},"meta":{"id":"3"}}
            {"text":"e","cats":{},"meta":{"id":"4"}}

            """)
    let studio = try written([rows[0], rows[2], rows[3]], .labelStudio, fields: fields)
    #expect(studio.contains(#""value":{"choices":["water","food"]}}],"was_cancelled":false}]"#))
    #expect(studio.contains(#""id":"3"},"annotations":[{"result":[],"was_cancelled":false}]"#))
    #expect(studio.contains(#""id":"4"},"annotations":[]"#))
    let prodigy = try written([rows[0], rows[2], rows[3]], .prodigy, fields: fields)
    #expect(prodigy.contains(#""accept":["water","food"],"answer":"accept""#))
    #expect(prodigy.contains(#""accept":[],"answer":"accept","meta":{"id":"3"}"#))
    #expect(prodigy.components(separatedBy: "answer").count == 3)
}

@Test("predictions are a list and a probability for each label; the labels of annotators are lists")
func listsOfPredictions() throws {
    var row = rows[0]
    row.prediction = ExportRow.Prediction(labels: [1, 3], probabilities: [0.25, 0.75, 0, 0.5])
    row.byAnnotator = [[0], nil, []]
    let people = ["ana", "ben", "cem"]
    #expect(
        try written([row], .csv, fields: [.id], predictions: true, annotators: people) == """
            id,labels_ana,labels_ben,labels_cem,predicted,probability_water,probability_food,probability_missing,probability_information
            1,water,,[],food;information,0.25,0.75,0.0,0.5

            """)
    #expect(
        try written([row], .jsonl, fields: [.label], predictions: true, annotators: people) == """
            {"labels":["water","food"],"annotators":{"ana":["water"],"ben":null,"cem":[]},"predicted":["food","information"],"probabilities":{"water":0.25,"food":0.75,"missing":0.0,"information":0.5}}

            """)
    // Label Studio has one score: that of the label of which the model is least sure.
    #expect(try written([row], .labelStudio, fields: [.id], predictions: true).contains(#""score":0.5,"result":[{"#))
}

/// A task whose labels have in their names what divides lists.
private let awkward = "several: true\nlabels: [\"a;b\", \"c, d\", \"[e]\", a, \"x|y\"]"

@Test(
    "what is written is read back the same, in every format, with lists and with columns",
    arguments: ExportFormat.allCases, [false, true])
func severalRoundTrip(format: ExportFormat, columns: Bool) throws {
    if columns, ![.csv, .json, .jsonl].contains(format) { return }
    let plain = try needs()
    var all: [(LabelScheme, [ExportRow])] = [(plain, rows)]
    let combinations = [[0], [1], [2], [0, 1], [0, 3], [1, 2, 4], [], nil]
    all.append(
        (
            try task(awkward),
            combinations.enumerated().map { ExportRow(id: "\($0)", text: "text \($0)", labels: $1) }
        ))
    for (scheme, rows) in all {
        // fastText has no place for an answer without labels, and for ids.
        let wanted = format == .fasttext ? rows.filter { $0.labels?.isEmpty == false } : rows
        // A comma divides no label of fastText.
        let text = try written(wanted, format, scheme, columns: columns)
        let path = ["label-studio": "m.json", "json": "m.json", "csv": "m.csv", "fasttext": "m.txt"][format.rawValue]
        var reader = MessageReader(scheme: scheme, needsLabels: false)
        if format == .prodigy || format == .spacy { reader.idColumn = "meta.id" }
        let read = try reader.read(bytes: Array(text.utf8), path: path ?? "m.jsonl")
        #expect(read.problems.isEmpty, "\(read.problems)")
        #expect(read.pool.map(\.text) == wanted.map(\.text))
        if format != .fasttext { #expect(read.pool.map(\.id) == wanted.map(\.id)) }
        #expect(read.answers.map { $0?.labels } == wanted.map(\.labels), "\(text)")
    }
}

@Test("a line of scores has the list of predicted labels, and none is none")
func scoredLists() throws {
    let line = MessageLine(id: .text("7"), written: Array("a".utf8)[...])
    func lines(_ format: ScoreWriter.Format, _ answer: Answer) -> String {
        let writer = ScoreWriter(format: format, labels: ["water", "food"], isSeveral: true, isRanked: false)
        var bytes = writer.header
        writer.append(line, answer: answer, probabilities: [0.5, 0.25], to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
    #expect(
        lines(.jsonl, .several([0, 1]))
            == "{\"id\":\"7\",\"labels\":[\"water\",\"food\"],\"probabilities\":{\"water\":0.5,\"food\":0.25}}\n")
    #expect(
        lines(.csv, .several([0, 1]))
            == "id,labels,probability_water,probability_food,error\n7,water;food,0.5,0.25,\n")
    #expect(lines(.tsv, .several([])) == "id\tlabels\tprobability_water\tprobability_food\terror\n7\t[]\t0.5\t0.25\t\n")
    #expect(lines(.jsonl, .several([])).contains("\"labels\":[],"))
}
