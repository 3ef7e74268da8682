import Answers
import Foundation
import Testing

@testable import Messages

/// Five labels of which a message can have several: 0 water, 1 food, 2 missing, which implies 3 information, 4 "tents, beds".
private let several = """
    task: needs
    several: true
    labels:
      - water
      - {name: food, also: [nourriture]}
      - {name: missing, implies: [information]}
      - information
      - "tents, beds"
    """

private func readFile(
    _ text: String, _ path: String = "m.csv", scheme yaml: String = several, needsLabels: Bool = true,
    _ change: (inout MessageReader) throws -> Void = { _ in }
) throws -> ReadMessages {
    var reader = MessageReader(scheme: try LabelScheme(yaml: yaml, path: "task.yaml"), needsLabels: needsLabels)
    try change(&reader)
    return try reader.read(bytes: Array(text.utf8), path: path)
}

/// What each message of a file is labelled as, as the indices of its labels.
private func labels(
    _ text: String, _ path: String = "m.csv", needsLabels: Bool = true, _ change: (inout MessageReader) throws -> Void = { _ in }
) throws -> [[Int]?] {
    let read = try readFile(text, path, needsLabels: needsLabels, change)
    #expect(read.answers.allSatisfy { if case .one? = $0 { false } else { true } })
    return read.answers.map { $0?.labels }
}

@Test(
    "a cell has labels divided by ; or | or a comma, or a list as JSON and Python write it",
    arguments: [
        ("water;food", [0, 1]), ("food|water", [0, 1]), ("water, food", [0, 1]), ("water", [0]),
        ("water;water", [0]), (" Water ; FOOD; ", [0, 1]), ("nourriture", [1]), ("[\"water\",\"food\"]", [0, 1]),
        ("['water', 'food']", [0, 1]), ("[water, food]", [0, 1]), ("[]", []), ("[ ]", []), ("__label__food", [1]),
        // What one label implies holds with it.
        ("missing", [2, 3]), ("missing;information", [2, 3]),
        // A comma that is part of a label's name divides nothing.
        ("tents, beds", [4]), ("tents, beds;water", [0, 4]), ("[\"tents, beds\",\"food\"]", [1, 4]),
    ])
func listsInCells(cell: String, expected: [Int]) throws {
    let quoted = "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    #expect(try labels("id,text,labels\n1,a,\(quoted)\n") == [expected])
    #expect(try labels("id\ttext\tcategory\n1\ta\t\(quoted)\n", "m.tsv") == [expected])
}

@Test("a name in a list that is no label is reported by itself, and its row has no answer")
func strangeNames() throws {
    let read = try readFile("id,text,labels\n1,a,water;flood\n2,b,\"[\"\"tents\"\"]\"\n3,c,food\n")
    #expect(read.answers.map { $0?.labels } == [nil, nil, [1]])
    #expect(
        read.problems == [
            ReadingProblem(line: 2, kind: .labelOutsideScheme("flood")),
            ReadingProblem(line: 3, kind: .labelOutsideScheme("tents")),
        ])
    // The way out that is named works: the name gets a label, or none.
    #expect(
        try labels("id,text,labels\n1,a,water;flood\n2,b,flood\n3,c,n/a;food\n") {
            $0.labelMap = try LabelMap(parsing: ["flood=information,n/a="])
        } == [[0, 3], [3], [1]])
    #expect(try labels("id,text,kind\n1,a,x\n") { ($0.labelColumn, $0.labelMap) = ("kind", try LabelMap(parsing: ["x="])) } == [[]])
}

@Test(
    "an empty cell says that no label holds in a column called labels, and nothing in others; null says nothing in any",
    arguments: [("labels", true), ("Labels", true), ("label", false), ("category", false), ("tags", false)])
func emptyCells(name: String, isAnswer: Bool) throws {
    let text = "id,text,\(name)\n1,a,water\n2,b,\n3,c,null\n4,d,[]\n5,e\n"
    let read = try readFile(text)
    #expect(read.answers.map { $0?.labels } == [[0], isAnswer ? [] : nil, nil, [], nil])
    // A row that is cut short says nothing of its labels.
    #expect(read.problems.filter { $0.kind == .noLabel }.map(\.line) == (isAnswer ? [4, 6] : [3, 4, 6]))
}

@Test("names of columns of several labels are known, and others are taken where labels stand in them")
func columnsOfLists() throws {
    for name in ["labels", "categories", "tags", "label"] {
        #expect(try labels("id,text,\(name)\n1,a,water;food\n", needsLabels: false) == [[0, 1]], "\(name)")
    }
    // Tags that are something else are part of the message.
    let read = try readFile("id,text,tags\n1,a,#flood #help\n2,b,news\n", needsLabels: false)
    #expect(read.answers.allSatisfy { $0 == nil } && read.problems.isEmpty)
    #expect(read.pool[0].fields == [Message.Field(name: "tags", value: "#flood #help")])
    // In a task of one label these names are not the labels'.
    let one = try MessageReader(scheme: .disaster).read(bytes: Array("id,text,tags\n1,a,related\n".utf8), path: "m.csv")
    #expect(one.answers == [nil])
    // A column is told by what it holds, where a file is read for its labels.
    #expect(try labels("id,text,need\n1,a,water;food\n2,b,missing\n") == [[0, 1], [2, 3]])
    #expect(try readFile("id,text,labels\n1,a,water\n").takenColumns == nil)
}

@Test("JSON has lists as tools write them, and an empty one is an answer where nothing says that nobody has answered")
func listsInJSON() throws {
    func line(_ members: String) throws -> [Int]? { try labels("{\"id\":1,\"text\":\"a\",\(members)}\n", "m.jsonl")[0] }
    #expect(try line(#""labels":["water","food"]"#) == [0, 1])
    #expect(try line(#""labels":"water;food""#) == [0, 1])
    #expect(try line(#""labels":[]"#) == [] && line(#""labels":null"#) == nil && line(#""labels":"""#) == [])
    #expect(try line(#""label":["missing"]"#) == [2, 3] && line(#""label":"""#) == nil)
    #expect(try line(#""tags":["food"]"#) == [1])
    #expect(try line(#""accept":["water","missing"],"answer":"accept""#) == [0, 2, 3])
    #expect(try line(#""accept":[],"answer":"accept""#) == [] && line(#""accept":[],"answer":"ignore""#) == nil)
    #expect(try line(#""cats":{"water":1.0,"food":0.9,"missing":0.0,"information":0.0}"#) == [0, 1])
    #expect(try line(#""cats":{"water":0.0,"food":0.0}"#) == [] && line(#""cats":{}"#) == nil)
    func studio(_ annotations: String) throws -> [Int]? {
        try labels(
            "[{\"data\":{\"id\":1,\"text\":\"a\"},\"annotations\":[\(annotations)]}]", "m.json")[0]
    }
    let both = #"{"result":[{"type":"choices","value":{"choices":["water","food"]}}],"was_cancelled":false}"#
    let one = #"{"result":[{"type":"choices","value":{"choices":["water"]}}],"was_cancelled":false}"#
    #expect(try studio(both) == [0, 1] && studio("\(both),\(both)") == [0, 1])
    #expect(try studio(#"{"result":[],"was_cancelled":false}"#) == [])
    #expect(try studio(#"{"result":[],"was_cancelled":true}"#) == nil && studio("") == nil)
    // Two annotators who differ have no answer in common, and no union is made of them.
    #expect(try studio("\(both),\(one)") == nil)
    let problems = try readFile(
        "[{\"data\":{\"id\":1,\"text\":\"a\"},\"annotations\":[\(both),\(one)]}]", "m.json"
    ).problems
    #expect(problems.map(\.kind) == [.differingAnswers("water;food | water")])
}

@Test("fastText has a word for each label, and a line without one says nothing")
func fastTextLists() throws {
    #expect(
        try labels("__label__water __label__missing a b\n__label__food c\nd e\n", "m.txt") == [[0, 2, 3], [1], nil])
}

// MARK: Columns of 0 and 1

@Test(
    "columns of 0 and 1 are read whatever yes and no are called; a row of empty ones has no answer",
    arguments: [("1", "0"), ("true", "false"), ("Yes", "NO"), ("x", ""), ("1.0", "0.0")])
func columnsOfMarks(yes: String, no: String) throws {
    let text = "id,text,water,food,kind\n1,a,\(yes),\(no),sms\n2,b,,,sms\n3,c,\(yes),\(yes),sms\n"
    let read = try readFile(text) { $0.labelColumns = .named(["water", "food"]) }
    #expect(read.answers.map { $0?.labels } == [[0], nil, [0, 1]])
    #expect(read.problems == [ReadingProblem(line: 3, kind: .noLabel)])
    #expect(read.pool[0].fields == [Message.Field(name: "kind", value: "sms")])
    #expect(try labels(text) { $0.labelColumns = .all } == [[0], nil, [0, 1]])
}

@Test("that all are 0 is an answer; what is neither is reported with line, column, what was found and what is expected")
func strangeMarks() throws {
    let read = try readFile("id,text,water,food\n1,a,0,0\n2,b,0,\n3,c,1,maybe\n") { $0.labelColumns = .all }
    #expect(read.answers.map { $0?.labels } == [[], [], nil])
    #expect(read.problems == [ReadingProblem(line: 4, kind: .strangeMark(column: "food", found: "maybe"))])
    #expect(
        read.problems[0].description
            == "line 4: column 'food' holds 'maybe'; expected 1 or 0, true or false, yes or no, x or nothing; taken as unlabelled"
    )
}

@Test("columns of 0 and 1 are found by themselves where every label has one, and a list goes before them")
func foundMarks() throws {
    let header = "id,text,water,food,missing,information,\"tents, beds\""
    #expect(try labels("\(header)\n1,a,1,0,1,0,0\n2,b,0,0,0,0,0\n", needsLabels: false) == [[0, 2, 3], []])
    // Not where one lacks: the others may be about something else.
    let fewer = try readFile("id,text,water,food\n1,a,7,0\n", needsLabels: false)
    #expect(fewer.answers == [nil] && fewer.pool[0].fields.count == 2)
    let both = try readFile("\(header),labels\n1,a,1,0,0,0,0,food\n", needsLabels: false)
    #expect(both.answers.map { $0?.labels } == [[1]] && both.pool[0].fields.isEmpty)
    let json = #"{"id":1,"text":"a","water":1,"food":false,"missing":0,"information":null,"tents, beds":"yes"}"#
    let read = try readFile(json + "\n", "m.jsonl", needsLabels: false)
    #expect(read.answers.map { $0?.labels } == [[0, 4]] && read.pool[0].fields.isEmpty)
    // Another name of a column is a label's by a map.
    #expect(
        try labels("id,text,Water need,food\n1,a,1,0\n") {
            $0.labelColumns = .named(["water need", "food"])
            $0.labelMap = try LabelMap(parsing: ["Water need=water"])
        } == [[0]])
}

@Test("columns of 0 and 1 that are not there, or no label's, are refused in words")
func badLabelColumns() throws {
    func refusal(_ columns: LabelColumns, _ text: String = "id,text,water\n1,a,1\n", _ path: String = "m.csv") -> String {
        do {
            _ = try readFile(text, path) { $0.labelColumns = columns }
            return ""
        } catch { return "\(error)" }
    }
    #expect(refusal(.named(["watr"])).contains("there is no column 'watr'"))
    #expect(refusal(.named(["text"])).contains("'text' is not a label; the labels are water, food"))
    #expect(refusal(.all, "id,text,kind\n1,a,1\n").contains("no column has the name of a label; found id, text, kind"))
    #expect(refusal(.named(["food"]), #"{"text":"a","water":1}"#, "m.jsonl").contains("there is no field 'food'"))
    #expect(refusal(.all, #"{"text":"a","kind":1}"#, "m.jsonl").contains("no column has the name of a label"))
    // A file that may do without is read as it is.
    let read = try readFile("id,text,kind\n1,a,1\n", needsLabels: false) {
        ($0.labelColumns, $0.optionalColumns) = (.named(["water"]), [.label])
    }
    #expect(read.answers == [nil])
}

// MARK: Tasks of one label

@Test("several labels in a task of one are a problem of their own, and the way out is named")
func severalInTaskOfOne() throws {
    let one = "labels: [water, food]"
    let read = try readFile("id,text,labels\n1,a,water;food\n2,b,\"[\"\"food\"\",\"\"water\"\"]\"\n3,c,water;x\n", scheme: one)
    #expect(read.answers == [nil, nil, nil])
    #expect(
        read.problems.map(\.kind) == [
            .severalLabels("water;food"), .severalLabels("[\"food\",\"water\"]"), .labelOutsideScheme("water;x"),
        ])
    #expect(read.tally.lines(losses: true, rangeLimit: 3)[0].contains("several: true"))
    let error = #expect(throws: ReadingError.self) {
        try LabelledSet(
            readFile("id,text,labels\n1,a,water;food\n", scheme: one), option: "--training")
    }
    #expect(error?.description.contains("several labels in a task of one; write several: true") == true)
    let columns = #expect(throws: ReadingError.labelColumnsInTaskOfOne(path: "m.csv")) {
        try readFile("id,text,water\n1,a,1\n", scheme: one) { $0.labelColumns = .all }
    }
    #expect(columns?.description.contains("write several: true") == true)
}
