import Foundation
import Testing

@testable import Messages

/// A file in the shape that a tool or a published data set has, and what is in it.
struct Shape: Sendable, CustomStringConvertible {
    let description: String
    let lines: [String]
    var path = "m.csv"
    var ids: [String]
    var texts = ["water rising", "late bus"]
    var labels: [Int?] = [1, 0]
    /// What is said of the columns; nil for nothing.
    var taken: String?
    var map: [String] = []
    var needsLabels = true

    static let labelled: [Shape] = [
        Shape(
            description: "a table with this program's own names",
            lines: ["id,text,label", "a,water rising,related", "b,late bus,not_related"], ids: ["a", "b"]),
        Shape(
            description: "HumAID",
            lines: ["tweet_id\ttweet_text\tclass_label", "9\twater rising\trequests", "8\tlate bus\tnone"],
            path: "m.tsv", ids: ["9", "8"],
            taken: "text from 'tweet_text', id from 'tweet_id', label from 'class_label'",
            map: ["requests=related", "none=not_related"]),
        Shape(
            description: "CrisisLex T6",
            lines: ["tweet id, tweet, label", "'9',water rising,on-topic", "'8',late bus,off-topic"],
            ids: ["'9'", "'8'"], taken: "text from 'tweet', id from 'tweet id', label from 'label'",
            map: ["on-topic=related,off-topic=0"]),
        Shape(
            description: "CrisisLex T26",
            lines: [
                "Tweet ID, Tweet Text, Information Source, Informativeness",
                "9,water rising,Eyewitness,Related and informative", "8,late bus,Not labeled,Not related",
            ], ids: ["9", "8"], taken: "text from 'Tweet Text', id from 'Tweet ID', label from 'Informativeness'",
            map: ["related AND informative=related"]),
        Shape(
            description: "CrisisMMD",
            lines: [
                "event_name\ttweet_id\timage_id\ttext_info\ttext_info_conf\ttweet_text",
                "flood\t9\t9_0\tinformative\t1.0\twater rising", "flood\t8\t8_0\tnot_informative\t0.6\tlate bus",
            ], path: "m.tsv", ids: ["9", "8"],
            taken: "text from 'tweet_text', id from 'tweet_id', label from 'text_info'",
            map: ["informative=related", "not informative=not_related"]),
        Shape(
            description: "CrowdFlower",
            lines: [
                "_unit_id,_golden,choose_one,choose_one:confidence,choose_one_gold,text,tweetid",
                "1,TRUE,Relevant,1.0,,water rising,3E+17", "2,TRUE,Not Relevant,0.7,,late bus,3E+17",
            ], ids: ["1", "2"], taken: "text from 'text', id from '_unit_id', label from 'choose_one'",
            map: ["Relevant=related,Not Relevant=not_related"]),
        Shape(
            description: "a competition's tweets",
            lines: ["id,keyword,location,text,target", "1,,,water rising,1", "4,,,late bus,0"], ids: ["1", "4"],
            taken: "text from 'text', id from 'id', label from 'target'"),
        Shape(
            description: "numbers as a table of floating-point numbers has them",
            lines: ["id,message,class", "1,water rising,1.0", "2,late bus,0.0"], ids: ["1", "2"],
            taken: "text from 'message', id from 'id', label from 'class'"),
        Shape(
            description: "yes and no", lines: ["id,sms,label", "1,water rising,Yes", "2,late bus,NO"], ids: ["1", "2"],
            taken: "text from 'sms', id from 'id', label from 'label'"),
        Shape(
            description: "a list of one in a cell, as Python and JSON write it",
            lines: ["id,body,annotation", "1,water rising,\"[\"\"related\"\"]\"", "2,late bus,['not related']"],
            ids: ["1", "2"], taken: "text from 'body', id from 'id', label from 'annotation'"),
        Shape(
            description: "Label Studio's table, whose column has the name of its control",
            lines: [
                "annotation_id,id,lead_time,sentiment,text", "5,1,2.1,related,water rising",
                "6,2,2.5,not_related,late bus",
            ], ids: ["1", "2"], taken: "text from 'text', id from 'id', label from 'sentiment'"),
        Shape(
            description: "fastText", lines: ["__label__related water rising", "  __label__not_related  late bus"],
            path: "m.txt", ids: ["1", "2"]),
        Shape(
            description: "truth values",
            lines: [#"{"text":"water rising","label":true}"#, #"{"text":"late bus","label":false}"#],
            ids: ["1", "2"]),
        Shape(
            description: "doccano",
            lines: [
                #"{"id":7,"text":"water rising","label":["related"],"Comments":[]}"#,
                #"{"id":8,"text":"late bus","label":["not_related"],"Comments":[]}"#,
            ], ids: ["7", "8"]),
        Shape(
            description: "doccano with labels",
            lines: [
                #"{"id":7,"text":"water rising","labels":["related"]}"#,
                #"{"id":8,"text":"late bus","labels":["not_related"]}"#,
            ], ids: ["7", "8"], taken: "text from 'text', id from 'id', label from 'labels'"),
        Shape(
            description: "spaCy's categories, one of them from .5 up",
            lines: [
                #"{"text":"water rising","cats":{"related":0.5,"not_related":0.49}}"#,
                #"{"text":"late bus","cats":{"related":0.0,"not_related":1.0}}"#,
            ], ids: ["1", "2"], taken: "text from 'text', label from 'cats', no id, so that rows are counted"),
        Shape(
            description: "Prodigy's choice",
            lines: [
                #"{"text":"water rising","options":[{"id":"related"}],"accept":["related"],"answer":"accept"}"#,
                #"{"text":"late bus","options":[{"id":"related"}],"accept":["not_related"],"answer":"accept"}"#,
            ], ids: ["1", "2"], taken: "text from 'text', label from 'accept', no id, so that rows are counted"),
        Shape(
            description: "Label Studio",
            lines: [
                #"[{"id":1,"annotations":[{"id":5,"was_cancelled":true,"result":[{"value":{"choices":["not_related"]}}]},"#,
                #"{"id":6,"completed_by":1,"result":[{"value":{"choices":["related"]},"type":"choices"}]}],"data":{"text":"water rising"}},"#,
                #"{"id":2,"annotations":[{"result":[{"value":{"choices":["not_related"]}}]}],"data":{"text":"late bus"}}]"#,
            ], path: "m.json", ids: ["1", "2"], taken: "text from 'data.text', id from 'id', label from 'annotations'"),
        Shape(
            description: "Label Studio's short form",
            lines: [
                #"[{"id":1,"text":"water rising","urgency":"related","annotator":1},"#,
                #" {"id":2,"text":"late bus","urgency":"not_related","annotator":1}]"#,
            ], path: "m.json", ids: ["1", "2"], taken: "text from 'text', id from 'id', label from 'urgency'"),
        Shape(
            description: "values that a table maps to no label",
            lines: ["id,text,label", "1,water rising,related", "2,late bus,Can't decide"], ids: ["1", "2"],
            labels: [1, nil], map: ["can't decide="]),
        Shape(
            description: "values with commas and signs of their own",
            lines: ["id,text,label", "1,water rising,\"need, urgent\"", "2,late bus,a=b"], ids: ["1", "2"],
            map: ["need, urgent=related,a=b=not_related"]),
    ]

    static let unlabelled: [Shape] = [
        Shape(
            description: "a list of JSON on one line, without ids",
            lines: [#"[{"text":"water rising"},{"text":"late bus"}]"#], path: "m", ids: ["1", "2"]),
        Shape(
            description: "a list of JSON over many lines",
            lines: [
                "[", "  {", #"    "id": 7,"#, #"    "text": "water rising","#, #"    "tags": ["a", "b"]"#, "  },",
                "  {",
                #"    "id": 8,"#, #"    "text": "late bus""#, "  }", "]",
            ], path: "m.json", ids: ["7", "8"]),
        Shape(
            description: "objects over many lines, one after the other",
            lines: ["{", #""id": 7,"#, #""text": "water rising""#, "}", "{", #""id": 8, "text": "late bus"}"#],
            ids: ["7", "8"]),
        Shape(
            description: "ids beyond 2^53 and beyond 2^64, with all digits",
            lines: [
                #"{"id": 9007199254740993, "text": "water rising"}"#,
                #"{"id": 184467440737095516161, "text": "late bus"}"#,
            ], ids: ["9007199254740993", "184467440737095516161"]),
        Shape(
            description: "tweets of version 1.1, whole",
            lines: [
                #"{"id":15,"id_str":"15","full_text":"water rising","truncated":false,"user":{"id":7,"name":"A"}}"#,
                #"{"id":16,"id_str":"16","full_text":"late bus","text":"late…","user":{"id":7,"name":"A"}}"#,
            ], ids: ["15", "16"], taken: "text from 'full_text', id from 'id_str'"),
        Shape(
            description: "tweets of the stream of version 1.1",
            lines: [
                #"{"id_str":"15","text":"water ri…","truncated":true,"extended_tweet":{"full_text":"water rising"}}"#,
                #"{"id_str":"16","text":"late bus","truncated":false}"#,
            ], ids: ["15", "16"], taken: "text from 'extended_tweet.full_text' or 'text', id from 'id_str'"),
        Shape(
            description: "retweets, whose own text is cut",
            lines: [
                #"{"id_str":"15","full_text":"RT @a: wat…","retweeted_status":{"id_str":"1","full_text":"water rising"}}"#,
                #"{"id_str":"16","text":"RT @a: lat…","retweeted_status":{"id_str":"2","text":"late bus"}}"#,
            ], ids: ["15", "16"],
            taken: "text from 'retweeted_status.full_text' or 'retweeted_status.text', id from 'id_str'"),
        Shape(
            description: "retweets of long tweets in the stream",
            lines: [
                #"{"id":15,"text":"RT @a: wat…","retweeted_status":{"text":"water…","truncated":true,"extended_tweet":{"full_text":"water rising"}}}"#,
                #"{"id":16,"text":"late bus"}"#,
            ], ids: ["15", "16"],
            taken: "text from 'retweeted_status.extended_tweet.full_text' or 'text', id from 'id'"),
        Shape(
            description: "tweets of version 2, a page",
            lines: [
                #"{"data":[{"id":"15","text":"water rising"},{"id":"16","text":"late bus"}],"#,
                #""includes":{"tweets":[{"id":"1","text":"another"}]},"meta":{"result_count":2}}"#,
            ], path: "m.json", ids: ["15", "16"]),
        Shape(
            description: "tweets of version 2, one a line",
            lines: [
                #"{"data":{"id":"15","text":"water rising"},"includes":{"users":[]}}"#,
                #"{"data":{"id":"16","text":"late bus"},"includes":{"users":[]}}"#,
            ], ids: ["15", "16"], taken: "text from 'data.text', id from 'data.id'"),
        Shape(
            description: "GeoJSON",
            lines: [
                #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1.5,2]},"#,
                #""properties":{"id":"a","text":"water rising"}},{"type":"Feature","properties":{"id":"b","text":"late bus"}}]}"#,
            ], path: "m.json", ids: ["a", "b"], taken: "text from 'properties.text', id from 'properties.id'"),
        Shape(
            description: "a table whose category is about something else",
            lines: ["id,headline,category", "1,water rising,Sports", "2,late bus,Politics"], ids: ["1", "2"],
            taken: "text from 'headline', id from 'id'"),
    ].map { shape in
        var shape = shape
        shape.labels = [nil, nil]
        shape.needsLabels = false
        return shape
    }
}

private func read(
    _ text: String, _ path: String = "m.jsonl", needsLabels: Bool = false,
    _ change: (inout MessageReader) -> Void = { _ in }
) throws -> ReadMessages {
    var reader = MessageReader(scheme: .disaster, needsLabels: needsLabels)
    change(&reader)
    return try reader.read(bytes: Array(text.utf8), path: path)
}

@Test("files are read as tools and data sets write them", arguments: Shape.labelled + Shape.unlabelled)
func shapes(_ shape: Shape) throws {
    // With each of the ends that lines have, and without the last one.
    for (lineEnd, last) in [("\n", "\n"), ("\r\n", "\r\n"), ("\n", "")] {
        let text = shape.lines.joined(separator: lineEnd) + last
        let map = try LabelMap(parsing: shape.map)
        let read = try read(text, shape.path, needsLabels: shape.needsLabels) { $0.labelMap = map }
        #expect(read.pool.map(\.id) == shape.ids)
        #expect(read.pool.map(\.text) == shape.texts)
        #expect(read.answers.map { $0?.label } == shape.labels)
        #expect(read.taken.description == shape.taken)
        #expect(read.problemCount == shape.labels.count { $0 == nil && shape.needsLabels })
    }
}

@Test("all further fields of an object are shown by their paths, whichever objects have them; never the label")
func furtherFields() throws {
    let read = try read(
        """
        {"id":1,"text":"a","label":"related","user":{"name":"Ana","id":7},"tags":["x","y"],"geo":null,"entities":[{"text":"e"}]}
        {"id":2,"text":"b","source":"sms","user":{"name":"Ben"},"includes":{"users":["c"]},"ok":true}

        """)
    func fields(_ index: Int) -> [String] { read.pool[index].fields.map { "\($0.name)=\($0.value)" } }
    #expect(fields(0) == ["user.name=Ana", "user.id=7", "tags=x, y", "entities.0.text=e"])
    #expect(fields(1) == ["user.name=Ben", "source=sms", "ok=true"])
}

@Test("inner fields are named by their path; a name with dots of its own goes first")
func paths() throws {
    let text = """
        {"no":{"a.b":"1"},"user":{"name":"Ana"},"entities":[{"text":"e"}],"user.name":"own"}
        {"no":{"a.b":"2"},"user":{"name":"Ben"},"entities":[{"text":"f"}]}
        """
    func texts(_ path: String) throws -> [String] {
        try read(text) { ($0.textColumn, $0.idColumn) = (path, "no.a.b") }.pool.map { "\($0.id) \($0.text)" }
    }
    #expect(try texts("entities.0.text") == ["1 e", "2 f"])
    #expect(try texts("user.name") == ["1 own", "2 Ben"])
    #expect(
        throws: ReadingError.missingField(
            path: "m.jsonl", line: 1, field: "entities.1.text",
            found: ["no.a.b", "user.name", "entities", "user.name"], option: "--text-column")
    ) { try texts("entities.1.text") }
    #expect(throws: ReadingError.self) { try read(#"{"text":"a"}"#) { $0.idColumn = "idd" } }
}

@Test("what is broken in JSON costs its own object only, and is named by its line")
func brokenObjects() throws {
    let lines = try read(
        """
        {"id":1,"text":"a"},
        {"id":2,"text":"b"
        {"id":3,"text":"c"} and more
        5
        {"id":4,"text":"d"},

        """)
    #expect(lines.pool.map(\.id) == ["1", "4"])
    // Line 2 is only known to be broken where line 3 begins; line 3 has words behind it.
    #expect(lines.tally.lossCount == 3 && lines.tally.remarkCount == 1)
    #expect(
        lines.tally.lines(losses: false, rangeLimit: 1) == [
            "m.jsonl: commas stand between the objects; they are ignored; line 1"
        ])
    let list = try read(
        """
        [
          {
            "id": 1,
            "text": "not closed,
            "kind": {
              "a": 1
            }
          },
          {
            "id": 2,
            "text": "b"
          },
        """, "m.json")
    #expect(list.pool.map(\.id) == ["2"])
    #expect(list.problems.map(\.line) == [2, 12])
    #expect(list.problems.last?.kind == .unclosedList)
}

@Test("text that only looks like JSON stays text")
func noJSON() throws {
    #expect(try read("[URGENT] water needed\n[2] late bus\n", "m").pool.map(\.text).first == "[URGENT] water needed")
    #expect(try read("a __label__ b\n", "m.txt").pool.map(\.text) == ["a __label__ b"])
}

@Test(
    "ids that have lost digits: kept as they are written while they differ, refused with the way out where they do not")
func lostDigits() throws {
    let kept = try read("id,text\n2.5e17,a\n2.6e17,b\n150000000000000000.0,c\n1.5,d\n", "m.csv")
    #expect(kept.pool.map(\.id) == ["2.5e17", "2.6e17", "150000000000000000.0", "1.5"])
    #expect(
        kept.tally.lines(losses: false, rangeLimit: 9) == [
            "m.csv: 3 with an id that has lost digits, taken as it is written; lines 2–4"
        ])
    let text = "id,text\n9.06e+17,a\n9.06e+17,b\n9.06e+17,c\n"
    #expect(throws: ReadingError.lostDigits(path: "m.csv", lines: [2, 3], id: "9.06e+17", column: "id")) {
        try read(text, "m.csv")
    }
    #expect(try read(text, "m.csv") { $0.idColumn = "-" }.pool.map(\.id) == ["2", "3", "4"])
    #expect(throws: ReadingError.self) { try read(#"{"id":9.06e17,"text":"a"}{"id":9.06e17,"text":"b"}"#) }
}

@Test("a chosen column has to be there, unless it is said for all files; then the known names count where it is not")
func chosenColumns() throws {
    let text = "no,words,text\n7,a,b\n"
    let optional = try read(text, "m.csv") {
        ($0.idColumn, $0.textColumn, $0.labelColumn) = ("No", " WORDS", "choose_one")
        $0.optionalColumns = [.label]
    }
    #expect(optional.pool.map { "\($0.id) \($0.text)" } == ["7 a"])
    #expect(optional.takenColumns == "m.csv: text from 'words', id from 'no'")
    #expect(
        throws: ReadingError.missingColumn(
            path: "m.csv", column: "body", found: ["no", "words", "text"], option: "--text-column")
    ) { try read(text, "m.csv") { $0.textColumn = "body" } }
    let other = try read(text, "m.csv") {
        $0.textColumn = "body"
        $0.optionalColumns = [.text]
    }
    #expect(other.pool.map(\.text) == ["b"])
    let object = try read(#"{"no":7,"text":"b"}"#) {
        $0.textColumn = "body"
        $0.optionalColumns = [.text]
    }
    #expect(object.pool.map(\.text) == ["b"])
}

@Test("losses are counted before remarks, by kind, all of them, with their lines")
func tally() throws {
    var rows = ["id,text,label"]
    // A label outside the scheme in every row; from the 200th on an id of before, and each tenth of those has no text.
    for row in 1...300 {
        rows.append("\(row < 200 ? row : 7),\(row >= 200 && row % 10 == 0 ? "" : "t"),\(row % 3 == 0 ? "x" : "z")")
    }
    let read = try read(rows.joined(separator: "\n"), "m.csv")
    var account = ReadingAccount()
    account.add(read.tally)
    // Rows 200 to 300 are 101, eleven of which have no text. Of the 199 that are taken 66 are x.
    #expect(account.lossCount == 101 && account.remarkCount == 199)
    let lines = account.lines(rangeLimit: 2)
    #expect(lines.count == 3)
    #expect(
        lines.first
            == "m.csv: 90 with the id of an earlier row; lines 202–210, 212–220 and 72 more (line 202: id '7' stands on line 8 already; this row is left out)"
    )
    #expect(lines.dropFirst().first == "m.csv: 11 with no text; lines 201, 211 and 9 more")
    #expect(
        lines.last
            == "m.csv: 199 with a label outside the scheme, taken as unlabelled: 'z' (133), 'x' (66); lines 2–200; to take them: --label-map 'z=LABEL', or also: in the task file"
    )
    #expect(ReadingAccount.heading(losses: 101, remarks: 1) == "101 rows left out, 1 remark on rows that were taken")
}

@Test("labels that are none of the scheme's are listed with their counts and the way to map them; so are columns")
func noLabels() throws {
    func refusal(_ text: String, _ path: String = "m.csv") throws -> String {
        let read = try read(text, path, needsLabels: true)
        do {
            _ = try LabelledSet(read, option: "--training")
            return ""
        } catch {
            return error.description
        }
    }
    let values = try refusal("id,text,class_label\n1,a,on\n2,b,off\n3,c,off\n")
    #expect(values.contains("found 'off' (2), 'on' (1) in 'class_label'") && values.contains("--label-map 'off=LABEL'"))
    let columns = try refusal("id,text,kind\n1,a,7\n")
    #expect(columns.contains("there is no column of labels among id, text, kind; name it with --label-column"))
    #expect(try refusal(#"{"text":"a","user":{"kind":7}}"#, "m.jsonl").contains("among text, user.kind"))
    #expect(
        try refusal(#"{"text":"a","label":["related","not_related"]}"#, "m.jsonl").contains("'related;not_related' (1)")
    )
}

@Test("a table of labels that cannot be meant is refused with what is expected")
func badLabelMaps() throws {
    #expect(throws: LabelMapError.noSign("related")) { try LabelMap(parsing: ["related"]) }
    #expect(throws: LabelMapError.noSign("a=related,b")) { try LabelMap(parsing: ["a=related,b"]) }
    #expect(throws: LabelMapError.noValue("=related")) { try LabelMap(parsing: ["=related"]) }
    let map = try LabelMap(parsing: ["on=relatd"])
    #expect(throws: LabelMapError.unknownLabel("relatd", known: ["not_related", "related"])) {
        try map.check(against: .disaster)
    }
}

@Test("another spelling of a label may stand alone in a task file")
func oneSpelling() throws {
    let scheme = try LabelScheme(yaml: "labels: [{name: a, also: yes}, {name: b, also: [no, \"0\"]}]", path: "t.yaml")
    #expect(scheme.index(ofName: "YES") == 0 && scheme.index(ofName: "no") == 1)
}

@Test("what stands in a list of messages and is none is counted, and the first need not have a text")
func listsWithOthers() throws {
    func read(_ text: String) throws -> ReadMessages {
        try MessageReader(scheme: .disaster).read(bytes: Array(text.utf8), path: "m.json")
    }
    let mixed = try read(
        #"{"data":[{"id":"1","text":"first message"},"a lost message",null,{"id":"2","text":"second message"}]}"#)
    #expect(mixed.pool.map(\.id) == ["1", "2"] && mixed.problemCount == 2)
    let late = try read(#"{"data":[{"id":"1"},{"id":"2","text":"second message"},{"id":"3","text":"third message"}]}"#)
    #expect(late.pool.map(\.id) == ["2", "3"] && late.problemCount == 1)
}

@Test("a long name over a long list is no field, and more fields than are kept are left out")
func namesAndFields() throws {
    let name = String(repeating: "n", count: 200_000)
    let list = Array(repeating: #"{"a":1}"#, count: 8_000).joined(separator: ",")
    let read = try MessageReader(scheme: .disaster).read(
        bytes: Array(#"{"id":"1","text":"flood","\#(name)":[\#(list)],"short":[\#(list)]}"#.utf8), path: "m.json")
    #expect(read.pool.count == 1 && read.pool.fields(at: 0).count == 1_000)
}
