import Foundation
import Messages
import Testing

private let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("sample-data")

private let short = [
    "--strategies", "random,least-confidence", "--seeds", "2", "--start", "20", "--round", "20", "--labels", "60",
]

private func simulate(_ folder: TemporaryFolder, _ more: String...) throws -> CommandResult {
    try run(
        [Program.path, "simulate", sample.appendingPathComponent("needs/gold.csv").path]
            + [
                "--task", sample.appendingPathComponent("needs/task.yaml").path, "--results",
                folder.path("results.jsonl"),
            ]
            + short + more)
}

@Test("simulate prints one JSON object for each strategy, seed and round, with seven fields")
func simulateAsJSON() throws {
    let folder = try TemporaryFolder()
    let result = try simulate(folder, "--format", "json")
    #expect(result.status == 0, "\(result.error)")
    let objects = try result.output.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.count == 2 * 2 * 3)
    for object in objects {
        #expect(
            Set(object.keys) == ["strategy", "seed", "labels", "f1", "auc", "averagePrecision", "positivesFound"])
    }
    #expect(objects.map { $0["labels"] as? Int } == [20, 40, 60, 20, 40, 60, 20, 40, 60, 20, 40, 60])
    #expect(result.error.isEmpty)
}

@Test("recipes that share a round are told apart by semicolons")
func simulateRecipes() throws {
    let folder = try TemporaryFolder()
    let result = try run(
        [
            Program.path, "simulate", sample.appendingPathComponent("gold.csv").path, "--results",
            folder.path("r.jsonl"),
            "--strategies", "random;least-confidence=3,random=1", "--seeds", "1", "--start", "20", "--round", "8",
            "--labels", "28", "--format", "csv",
        ])
    #expect(result.status == 0, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 1 + 2 * 2)
    #expect(lines.last?.hasPrefix("\"least-confidence=3,random=1\",1,28,") == true)
}

@Test("a simulation goes on from its results, a torn last line included, and ends with the same")
func simulateGoesOn() throws {
    let folder = try TemporaryFolder()
    let whole = try simulate(folder, "--format", "csv")
    #expect(whole.status == 0, "\(whole.error)")
    let results = try String(contentsOfFile: folder.path("results.jsonl"), encoding: .utf8)
    let lines = results.split(separator: "\n")
    let torn = lines.prefix(4).joined(separator: "\n") + "\n" + lines[4].prefix(30)
    _ = try folder.file("results.jsonl", torn)
    let resumed = try simulate(folder, "--format", "csv", "--threads", "1")
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(resumed.output == whole.output)
    let again = try String(contentsOfFile: folder.path("results.jsonl"), encoding: .utf8)
    #expect(Set(again.split(separator: "\n")) == Set(lines))
}

@Test("results of another simulation are refused with what differs, and nothing of them is lost")
func simulateRefusesOtherResults() throws {
    let folder = try TemporaryFolder()
    #expect(try simulate(folder).status == 0)
    let before = try String(contentsOfFile: folder.path("results.jsonl"), encoding: .utf8)
    let other = try simulate(folder, "--held-out", "0.4")
    #expect(other.status == 1)
    #expect(other.error.contains("--held-out 0.25 there, 0.4 here"))
    #expect(try String(contentsOfFile: folder.path("results.jsonl"), encoding: .utf8) == before)
}

@Test("the table names every strategy, and the report is one page that names nothing outside itself")
func simulateTableAndPage() throws {
    let folder = try TemporaryFolder()
    let result = try simulate(folder, "--report", folder.path("page.html"))
    #expect(result.status == 0, "\(result.error)")
    for word in ["at 60 labels", "random", "least-confidence", "all labels", "2 seeds"] {
        #expect(result.output.contains(word))
    }
    let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    #expect(page.components(separatedBy: "<figure>").count == 5)
    #expect(page.contains("least-confidence"))
    for outside in ["http://", "https://", "<script", "src=", "@import", "url("] { #expect(!page.contains(outside)) }
}

@Test(
    "simulate says what is wrong with its wishes",
    arguments: [
        (["--seeds", "0"], 64, "--seeds"), (["--labels", "10"], 64, "--labels"),
        (["--base-rate", "1"], 64, "--base-rate"),
        (["--strategies", "atlass"], 64, "atlass"), (["--labels", "5000"], 1, "5000"),
    ])
func simulateWrongly(options: [String], status: Int32, mention: String) throws {
    let folder = try TemporaryFolder()
    let result = try run(
        [Program.path, "simulate", sample.appendingPathComponent("gold.csv").path, "--results", folder.path("r.jsonl")]
            + options)
    #expect(result.status == status)
    #expect(result.output.isEmpty)
    #expect(result.error.contains(mention))
}

@Test("messages without any label are refused by name")
func simulateWithoutLabels() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("plain.csv", "id,text\n1,one\n2,two\n")
    let result = try Program.run("simulate", path)
    #expect(result.status == 1)
    #expect(result.error.contains("plain.csv"))
}

@Test("report sums a journal up, and its page lists suspected labels by their ids")
func report() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { "m\($0),\($0 % 3 == 0 ? "flood in the valley" : "tickets for the ballet") \($0)" }
    let messages = try folder.file("messages.csv", "id,text\n" + rows.joined(separator: "\n") + "\n")
    let digest = try MessageReader(scheme: .disaster).read(path: messages).pool.digest
    let at = #""at":"2026-01-01T00:00:00.000Z""#
    var lines = [
        #"{"v":1,"seq":0,\#(at),"type":"session","tool":"0.1.0","task":"disaster","labels":["not_related","related"],"#
            + #""pool":{"count":60,"digest":"\#(digest)"},"seed":42,"annotator":"ana"}"#
    ]
    // Every third message is related; of the first 12, which only measure, 4; m36 gets the wrong label.
    for index in 0..<40 {
        let label = (index % 3 == 0) != (index == 36) ? "related" : "not_related"
        lines.append(
            #"{"v":1,"seq":\#(lines.count),\#(at),"type":"label","id":"m\#(index)","label":"\#(label)","#
                + #""set":"\#(index < 12 ? "evaluation" : "training")","round":0,"strategy":"random","ms":3000}"#)
    }
    let journal = try folder.file("messages.journal.jsonl", lines.joined(separator: "\n") + "\n")
    let result = try Program.run("report", journal, messages, "--html", folder.path("page.html"))
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("28 labels to learn from, 12 to measure with"))
    #expect(result.output.contains("4 of 12 random evaluation items are"))
    // 3,000 milliseconds each.
    #expect(result.output.contains("20.0 labels a minute"))
    #expect(result.output.contains("evaluation items, at random: 4 of 12 related"))
    #expect(result.output.contains("m36"))
    let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    #expect(page.contains("<td class=\"wide\">m36</td>"))
    #expect(!page.contains("http"))
    // Another file's messages are refused.
    let other = try folder.file("other.csv", "id,text\n1,one\n2,two\n")
    #expect(try Program.run("report", journal, other).status == 1)
}

@Test("a simulation that is stopped says how many seeds its figures rest on")
func simulateStopped() throws {
    let folder = try TemporaryFolder()
    let results = folder.path("results.jsonl")
    // With job control, because without it a shell lets its background jobs ignore interrupts.
    let script = """
        set -m; "$@" & until [ "$(wc -l < '\(results)')" -gt 3 ]; do sleep 0.05; done; kill -INT $!; wait $!
        """
    let result = try run([
        "bash", "-c", script, "bash", Program.path, "simulate", sample.appendingPathComponent("gold.csv").path,
        "--results", results, "--strategies", "random,least-confidence", "--seeds", "400", "--start", "20", "--round",
        "20", "--labels", "60",
    ])
    #expect(result.status == 130, "\(result.error)")
    #expect(result.output.contains(try Regex("over \\d+( to \\d+)? of 400 seeds, as far as it was played")))
    #expect(result.error.contains("the same command goes on from"))
}
