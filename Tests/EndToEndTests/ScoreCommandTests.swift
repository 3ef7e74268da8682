import Foundation
import Learning
import Testing

/// A saved model, and the command that scores with it.
private struct Scoring {
    let folder: TemporaryFolder
    let model: String
    let learnt: TextModel

    init(encoder: String = "none") throws {
        folder = try TemporaryFolder()
        let session = try WrittenJournal(in: folder)
        model = folder.path("m.safetensors")
        let saved = try Program.run(
            "model", "save", session.journal, session.messages, "-o", model, "--encoder", encoder)
        #expect(saved.status == 0, "\(saved.error)")
        learnt = try TextModel(
            fileBytes: Array(try Data(contentsOf: URL(fileURLWithPath: model))), path: model)
    }

    func score(_ input: String, _ more: String...) throws -> CommandResult {
        try run([Program.path, "score", "--model", model] + more, input: input)
    }
}

private func objects(_ output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
}

/// Messages in which many are alike, so that there are ties.
private func lines(_ count: Int) -> [String] {
    (0..<count).map { number in
        #"{"id":\#(number),"text":"\#(WrittenJournal.text(number % 97)) w\#(number * 7 % 13)"}"#
    }
}

@Test("a line for each line, in order, with what the model says of it", arguments: ["1", "2", "5"])
func scoresInOrder(threads: String) throws {
    let scoring = try Scoring()
    // Enough for many pieces on several threads.
    let input = lines(6_000)
    let result = try scoring.score(input.joined(separator: "\n") + "\n", "--threads", threads)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let found = try objects(result.output)
    #expect(found.map { $0["id"] as? Int } == (0..<6_000).map { $0 })
    let texts = try input.map { try #require(try objects($0 + "\n").first?["text"] as? String) }
    let expected = try scoring.learnt.probabilities(for: texts)
    for (row, line) in found.enumerated() {
        let shares = try #require(line["probabilities"] as? [String: Double])
        #expect(shares.count == 2 && abs(Float(shares["related"] ?? -1) - expected[row, 1]) <= 1e-6)
        #expect(line["label"] as? String == scoring.learnt.labels[scoring.learnt.decision.label(expected.row(row))])
    }
}

@Test("what cannot be scored keeps its place, is named, and ends in exit status 1")
func scoreFaults() throws {
    let scoring = try Scoring()
    let input = "flood tonight\n\n{\"id\":\"x\"}\n{\"id\":5,\"text\":\"flood\"}\n{broken\nconcert"
    let result = try scoring.score(input)
    #expect(result.status == 1)
    let found = try objects(result.output)
    #expect(found.count == 6 && found.map { $0["error"] != nil } == [false, true, true, false, true, false])
    #expect(found[2]["id"] as? String == "x" && found[3]["id"] as? Int == 5 && found[5]["id"] as? Int == 6)
    for words in [
        "standard input: line 2: found an empty line, expected a message", "line 3: found an object with 'id'",
        "line 5: found no object", "3 of 6 lines could not be scored",
    ] { #expect(result.error.contains(words), "\(result.error)") }
    #expect(try scoring.score(input, "--allow-errors").status == 0)
    let csv = try scoring.score(input, "--format", "csv", "--no-header")
    #expect(csv.status == 1 && csv.output.split(separator: "\n").count == 6)
    #expect(csv.output.contains("\n2,,,,\"found an empty line, expected a message\"\n"), "\(csv.output)")
    #expect(try scoring.score("").output.isEmpty)
}

@Test("tables come in and go out, a row a line, whatever stands in their fields")
func scoreTables() throws {
    let scoring = try Scoring()
    let table = "id,text\n\"a,b\",flood\nc,\"concert, tonight\"\nd\n"
    let result = try scoring.score(table, "--input-format", "csv", "--format", "csv")
    let rows = result.output.split(separator: "\n")
    #expect(result.status == 1 && rows.count == 4, "\(result.output)\(result.error)")
    #expect(rows[0] == "id,label,probability_not_related,probability_related,error")
    #expect(rows[1].hasPrefix("\"a,b\",related,0.") && rows[2].hasPrefix("c,not_related,"))
    #expect(rows[3].hasPrefix("d,,,,\"found 1 fields"))
    let tabs = try scoring.score("{\"id\":\"a\\nb\\tc\",\"text\":\"flood\"}\n", "--format", "tsv", "--no-header")
    #expect(tabs.output.hasPrefix("\"a b\tc\"\trelated\t0."), "\(tabs.output)")
    let none = try scoring.score("a,b\n1,2\n", "--input-format", "csv")
    #expect(none.status == 1 && none.output.isEmpty && none.error.contains("--text-column"), "\(none.error)")
    let named = try scoring.score("a,b\n1,flood\n", "--input-format", "csv", "--text-column", "b", "--id-column", "a")
    #expect(named.status == 0 && named.output.hasPrefix(#"{"id":"1","label":"related""#))
}

@Test(
    "the tops of parts, scored again, are the top of the whole",
    arguments: ["least-confidence", "margin", "ratio", "entropy", "relevance"])
func topOfTops(strategy: String) throws {
    let scoring = try Scoring()
    // By a stride that has no divisor in common with their number, so that equal texts fall into all parts.
    let all = lines(3_000)
    func top(_ lines: [String], _ count: String = "150", _ more: String...) throws -> String {
        let result = try run(
            [Program.path, "score", "-m", scoring.model, "--top", count, "--strategy", strategy] + more,
            input: lines.joined(separator: "\n") + "\n")
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        return result.output
    }
    let whole = try top(all)
    #expect(try objects(whole).count == 150)
    #expect(try top(all.reversed(), "150", "--threads", "1") == whole)
    var tops: [String] = []
    for part in 0..<3 {
        let lines = stride(from: part, to: all.count, by: 3).map { all[$0] }
        tops += try top(lines).split(separator: "\n").map(String.init)
    }
    #expect(tops.count == 450)
    #expect(try top(tops) == whole)
    // All of them, by hand: the scores fall, and of equal ones the texts rise.
    let ranked = try objects(top(all, "9000"))
    #expect(ranked.count == 3_000)
    let pairs = try ranked.map { line in
        (score: try #require(line["score"] as? Double), text: try #require(line["text"] as? String))
    }
    #expect(zip(pairs, pairs.dropFirst()).allSatisfy { ($0.score, $1.text) >= ($1.score, $0.text) })
    #expect(try objects(whole).map { $0["id"] as? Int } == ranked.prefix(150).map { $0["id"] as? Int })
}

@Test("a top names what it could not score, and options that go together are asked for together")
func topFaults() throws {
    let scoring = try Scoring()
    let result = try scoring.score("flood\n\nconcert\n", "--top", "1", "--strategy", "relevance")
    #expect(result.status == 1 && result.error.contains("line 2: found an empty line"))
    #expect(try objects(result.output).map { $0["text"] as? String } == ["flood"])
    for options in [["--top", "3"], ["--strategy", "margin"], ["--top", "0", "--strategy", "margin"]] {
        #expect(try run([Program.path, "score", "-m", scoring.model] + options, input: "a\n").status == 64)
    }
    let other = try scoring.score("a\n", "--top", "1", "--strategy", "atlas")
    #expect(other.status == 64 && other.error.contains("least-confidence, margin"), "\(other.error)")
}

@Test("a full disk and a reader that goes end it with words", arguments: [true, false])
func scoreOutputFails(isFull: Bool) throws {
    let scoring = try Scoring()
    let input = try scoring.folder.file("in.jsonl", lines(20_000).joined(separator: "\n") + "\n")
    let command = "'\(Program.path)' score '\(input)' -m '\(scoring.model)'"
    let shell =
        isFull ? "\(command) > /dev/full" : "{ \(command); echo $? > '\(scoring.folder.path("status"))'; } | head -1"
    let result = try run(["bash", "-c", shell])
    #expect(result.error.contains("standard output: cannot be written"), "\(result.error)")
    if isFull {
        #expect(result.status == 1)
    } else {
        #expect(result.error.contains("its reader has gone"))
        #expect(try String(contentsOfFile: scoring.folder.path("status"), encoding: .utf8) == "1\n")
    }
}

@Test("who writes a line and waits gets its line")
func scoreAnswersAtOnce() throws {
    let scoring = try Scoring()
    // A coprocess: each line is written when the answer to the one before is there.
    let script = """
        coproc S { '\(Program.path)' score -m '\(scoring.model)'; }
        for n in 1 2 3; do
            echo "flood $n" >&"${S[1]}"
            IFS= read -r -t 60 line <&"${S[0]}" || exit 9
            echo "$line"
        done
        exec {S[1]}>&-
        wait
        """
    let result = try run(["bash", "-c", script])
    #expect(result.status == 0, "\(result.error)")
    #expect(try objects(result.output).map { $0["id"] as? Int } == [1, 2, 3])
}

@Test("a model that has learnt from an encoder scores with it, and is refused without")
func scoreWithMeaning() throws {
    let encoder = try TinyTransformer().folder(name: "tiny")
    let scoring = try Scoring(encoder: encoder.path)
    let meaning = try #require(scoring.learnt.meaning)
    let refused = try scoring.score("flood\n")
    #expect(refused.status == 1 && refused.output.isEmpty, "\(refused.output)")
    #expect(
        refused.error.contains("tiny (\(meaning.digest))") && refused.error.contains("--encoder"), "\(refused.error)")
    let other = try TinyTransformer(denseWidth: 7).folder(name: "other")
    let wrong = try scoring.score("flood\n", "--encoder", other.path)
    #expect(wrong.status == 1 && wrong.error.contains("found other ("), "\(wrong.error)")
    let input = ["flood at the bridge", "", "concert &amp; cup final", "the river rose"]
    let result = try scoring.score(input.joined(separator: "\n") + "\n", "--encoder", encoder.path)
    #expect(result.status == 1)
    let found = try objects(result.output)
    #expect(found.count == 4 && found[1]["error"] != nil)
    let shares = found.compactMap { ($0["probabilities"] as? [String: Double])?["related"] }
    #expect(Set(shares).count == 3 && shares[0] > shares[1])
    // Block by block it is the same.
    let many = Array(repeating: input[0], count: 5_000).joined(separator: "\n") + "\n"
    let all = try scoring.score(many, "--encoder", encoder.path, "--threads", "2")
    #expect(all.status == 0)
    #expect(try objects(all.output).allSatisfy { ($0["probabilities"] as? [String: Double])?["related"] == shares[0] })
}

@Test("what is no model, and files that are not there, are said with their names")
func scoreErrors() throws {
    let scoring = try Scoring()
    let none = try Program.run("score", scoring.model, "--model", scoring.folder.path("messages.csv"))
    #expect(none.status == 1 && none.output.isEmpty && none.error.contains("messages.csv"), "\(none.error)")
    for path in [scoring.folder.path("nowhere"), scoring.folder.url.path] {
        let missing = try Program.run("score", path, "--model", scoring.model)
        #expect(missing.status == 1 && missing.error.contains(path), "\(missing.error)")
    }
}
