import Foundation
import Journal
import Messages
import Testing

private let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("sample-data/needs-several")

/// Messages of which n has food where 2 divides n and water where 3 does, and a journal of the first forty: twenty measure.
private func session(in folder: TemporaryFolder) throws -> (messages: String, journal: String) {
    let task = try folder.file("task.yaml", "task: needs\nseveral: true\nlabels: [food, water]\npositive: water\n")
    func names(_ number: Int) -> [String] {
        (number % 2 == 0 ? ["food"] : []) + (number % 3 == 0 ? ["water"] : [])
    }
    let rows = (0..<60).map { "m\($0),street \($0) needs \(names($0).joined(separator: " and "))\n" }
    let messages = try folder.file("messages.csv", "id,text\n" + rows.joined())
    let scheme = try LabelScheme(contentsOf: task)
    let pool = try MessageReader(scheme: scheme).read(path: messages).pool
    let begin = JournalEvent.session(
        SessionEvent(
            tool: "0.4.0", task: "needs", labels: ["food", "water"], poolCount: pool.count, poolDigest: pool.digest,
            seed: 42, annotator: "amina", isSeveral: true))
    let labels = (0..<40).map { number in
        JournalEvent.label(
            LabelEvent(
                id: "m\(number)", answer: NamedAnswer(several: names(number)),
                set: number < 20 ? .evaluation : .training, round: 0, strategy: "random"))
    }
    let lines = ([begin] + labels).enumerated().flatMap { sequence, event in
        JournalLine(sequence: sequence, at: Timestamp(milliseconds: 1_700_000_000_000), event: event).encoded
    }
    let journal = folder.path("messages.journal.jsonl")
    try Data(lines).write(to: URL(fileURLWithPath: journal))
    return (messages, journal)
}

@Test("labels of several that change are counted in each answer that has them, and asked about")
func changedLabelsOfSeveral() throws {
    let folder = try TemporaryFolder()
    let (messages, _) = try session(in: folder)
    _ = try folder.file(
        "task.yaml", "task: needs\nseveral: true\nlabels: [food, {name: fire, was: []}]\npositive: food\n")
    // Of 0 to 39 fourteen are divided by three.
    let refused = try Program.run("export", messages)
    #expect(refused.status != 0 && refused.output.isEmpty)
    #expect(refused.error.contains("water is retired: 14 labels stay in the journal"), "\(refused.error)")
    let accepted = try Program.run("export", messages, "--accept-changes", "--fields", "label", "--no-header")
    #expect(accepted.status == 0)
    // Twenty are even, seven of them divided by three; what was retired stays in exports.
    let answers = accepted.output.split(separator: "\n")
    #expect(answers.count { $0 == "food" } == 13 && answers.count { $0 == "food;water" } == 7, "\(accepted.output)")
}

@Test("a file goes on with the name that a label had, and not with that of one that was split")
func formerNamesInFiles() throws {
    let folder = try TemporaryFolder()
    let (messages, _) = try session(in: folder)
    let training = try folder.file("labelled.csv", "text,labels\nriver is high,water;food\nwe burn,heat\ncold,food\n")
    func counts(_ labels: String) throws -> String {
        _ = try folder.file("task.yaml", "task: needs\nseveral: true\nlabels:\n\(labels)positive: food\n")
        let result = try Program.run(
            "rank", messages, "--training", training, "--encoder", "none", "--journal", folder.path("none.jsonl"))
        return result.error
    }
    let renamed = try counts("- {name: drinking water, was: water}\n- {name: food}\n- {name: heat}\n")
    #expect(!renamed.contains("outside the scheme"), "\(renamed)")
    let split = try counts("- {name: drink, was: water}\n- {name: wash, was: water}\n- {name: food}\n- {name: heat}\n")
    #expect(split.contains("water"), "\(split)")
}

@Test("the report of a task of several labels counts messages once and has figures and what remains of each label")
func reportOfSeveralLabels() throws {
    let folder = try TemporaryFolder()
    let (messages, journal) = try session(in: folder)
    let report = try Program.run("report", journal, messages, "--encoder", "none", "--html", folder.path("page.html"))
    #expect(report.status == 0, "\(report.error)")
    #expect(report.output.hasPrefix("20 labelled messages to learn from, 20 to measure with\n"))
    // Of 0 to 19 ten are even and seven are divided by three; 1, 5, 7, 11, 13, 17, 19 by neither.
    #expect(report.output.contains("10 of 20 random evaluation items have it)"))
    #expect(report.output.contains("7 of 20 random evaluation items have it)"))
    #expect(report.output.contains("13 of 20 with a label") && report.output.contains("7 of 20 with water"))
    #expect(report.output.contains("how well the model does, on 20 evaluation messages\n  macro F1"))
    let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    #expect(page.contains("Label by label") && page.contains("macro average precision"))
}

@Test("statistics of a journal of several labels count a message once, and its labels each")
func statisticsOfSeveralLabels() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("journal", "stats", try session(in: folder).journal)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("40 answers, 0 skips"))
    #expect(
        result.output.contains(
            "  evaluation  20 messages, 7 without a label\n  evaluation  10 food\n  evaluation  7 water\n"))
}

@Test("a simulation of several labels compares macro F1, has each label's figures, and its tables fit a terminal")
func simulateSeveralLabels() throws {
    let folder = try TemporaryFolder()
    func simulate(_ more: String...) throws -> CommandResult {
        try run(
            [
                Program.path, "simulate", sample.appendingPathComponent("gold.csv").path, "--task",
                sample.appendingPathComponent("task.yaml").path, "--results", folder.path("results.jsonl"),
                "--strategies", "random,least-confidence", "--seeds", "2", "--start", "30", "--round", "15", "--labels",
                "60", "--encoder", "none",
            ] + more)
    }
    let table = try simulate("--report", folder.path("page.html"))
    #expect(table.status == 0, "\(table.error)")
    for words in ["at 60 messages", "macro F1", "micro F1", "macro AP", "found", "F1 gain", "F1 by label", "missing"] {
        #expect(table.output.contains(words), "\(words)")
    }
    let lines = table.output.split(separator: "\n").dropFirst()
    #expect(lines.allSatisfy { $0.count <= 80 })
    let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    #expect(page.contains("label ranking") && page.contains("Label by label"))
    // From the results, without playing again.
    let objects = try simulate("--format", "json").output.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.count == 2 * 2 * 3)
    for object in objects {
        #expect((object["byLabel"] as? [String: Any])?.count == 10)
        #expect(object["macroF1"] is Double && object["labelRanking"] is Double)
    }
    let rows = try simulate("--format", "csv").output.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 1 + 12 && rows.allSatisfy { $0.count == 7 + 4 + 2 * 10 })
    #expect(rows[0][11] == "f1 water" && rows[0][12] == "averagePrecision water")
}
