import Foundation
import Journal
import Learning
import Messages
import Testing

/// A session of the disaster task, two people's, with labels, skips, notes and flags, some of them taken back.
private struct ExportedSession {
    let folder: TemporaryFolder
    let messages: String
    let journal: String

    /// Texts by their numbers: ids are m0, m1, …
    static let texts = [
        "=flood at bridge", "concert, \"tonight\"", "flood\nin the\ttown", "quiet __label__related evening",
        "سيل في المدينة 🌊", "tickets for the concert", "water in the street", "flood at bridge two",
    ]

    init() throws {
        folder = try TemporaryFolder()
        let lines = Self.texts.enumerated().map { number, text in
            // Foundation's own JSON, not the program's.
            String(
                decoding: (try? JSONSerialization.data(withJSONObject: ["id": "m\(number)", "text": text])) ?? Data(),
                as: UTF8.self)
        }
        messages = try folder.file("messages.jsonl", lines.joined(separator: "\n") + "\n")
        let pool = try MessageReader(scheme: .disaster).read(path: messages).pool
        func sitting(_ annotator: String) -> JournalEvent {
            .session(
                SessionEvent(
                    tool: "0.4.0", task: LabelScheme.disaster.task, labels: LabelScheme.disaster.names,
                    poolCount: pool.count, poolDigest: pool.digest, seed: 42, annotator: annotator))
        }
        func label(
            _ number: Int, _ label: String, _ set: LabelSet, round: Int = 0, strategy: String = "random",
            score: Double? = nil, ms: Int? = nil, isSpread: Bool = false
        ) -> JournalEvent {
            .label(
                LabelEvent(
                    id: "m\(number)", label: label, set: set, round: round, strategy: strategy, score: score, ms: ms,
                    isSpread: isSpread))
        }
        let events: [JournalEvent] = [
            sitting("amina"), label(1, "not_related", .evaluation), label(0, "related", .training, ms: 1_500),
            .skip(id: "m6", round: 0), .undo(of: 3), label(3, "not_related", .training),
            sitting("björn"), label(2, "related", .training, round: 1, strategy: "atlas", score: 0.25, ms: 800),
            .skip(id: "m6", round: 1), .note(id: "m5", text: "which, where?"), .flag(id: "m2", isSet: true),
            label(4, "related", .training, round: 1, strategy: "atlas", score: 0.5, isSpread: true),
            .flag(id: "m7", isSet: true), .undo(of: 12),
        ]
        journal = folder.path("messages.journal.jsonl")
        let bytes = events.enumerated().flatMap { sequence, event in
            JournalLine(
                sequence: sequence, at: Timestamp(milliseconds: 1_700_000_000_000 + Int64(sequence) * 1_000),
                event: event
            ).encoded
        }
        try Data(bytes).write(to: URL(fileURLWithPath: journal))
    }

    func export(_ more: String...) throws -> CommandResult { try export(more) }

    func export(_ more: [String]) throws -> CommandResult {
        try run([Program.path, "export", messages, "--encoder", "none"] + more)
    }
}

@Test("export writes labels in their order under a header, with set and round")
func exportedLabels() throws {
    let session = try ExportedSession()
    let csv = try session.export()
    #expect(csv.error.isEmpty)
    #expect(
        csv.output == """
            id,text,label,set,round,strategy,score
            m1,"concert, ""tonight""\",not_related,evaluation,0,random,
            m0,=flood at bridge,related,training,0,random,
            m3,quiet __label__related evening,not_related,training,0,random,
            m2,"flood\nin the\ttown",related,training,1,atlas,0.25
            m4,سيل في المدينة 🌊,related,training,1,atlas,0.5

            """)
    let evaluation = try session.export("--set", "evaluation", "--format", "jsonl", "--codes")
    #expect(
        evaluation.output == #"""
            {"id":"m1","text":"concert, \"tonight\"","label":0,"set":"evaluation","round":0,"strategy":"random","score":null}

            """#)
    #expect(
        try session.export("--format", "fasttext").output == #"""
            __label__not_related concert, "tonight"
            __label__related =flood at bridge
            __label__not_related quiet \__label__related evening
            __label__related flood in the	town
            __label__related سيل في المدينة 🌊

            """#)
}

@Test("skipped, flagged and noted messages have rows where they are asked for, with who did it and when")
func exportedRows() throws {
    let session = try ExportedSession()
    let fields = "id,label,round,annotator,time,seconds,note,flag,skipped,spread"
    // Line n of the journal is n seconds behind 2023-11-14T22:13:20Z; the skip of line 3 and the flag of line 12 are undone.
    let header = fields + "\n"
    let marked = [
        "m2,related,1,björn,2023-11-14T22:13:27.000Z,0.8,,true,false,false\n",
        "m5,,,björn,2023-11-14T22:13:29.000Z,,\"which, where?\",false,false,false\n",
        "m6,,1,björn,2023-11-14T22:13:28.000Z,,,false,true,false\n",
    ]
    #expect(
        try session.export("--fields", fields, "--rows", "noted,flagged,skipped").output == header + marked.joined())
    #expect(try session.export("--fields", fields, "--rows", "skipped").output == header + marked[2])
    let all = try session.export("--fields", fields, "--rows", "all").output
    #expect(
        all == header + """
            m1,not_related,0,amina,2023-11-14T22:13:21.000Z,,,false,false,false
            m0,related,0,amina,2023-11-14T22:13:22.000Z,1.5,,false,false,false
            m3,not_related,0,amina,2023-11-14T22:13:25.000Z,,,false,false,false
            \(marked[0])m4,related,1,björn,2023-11-14T22:13:31.000Z,,,false,false,true
            \(marked[1])\(marked[2])m7,,,,,,,false,false,false

            """)
    // What has no label is in neither set.
    #expect(
        try session.export("--fields", fields, "--rows", "all", "--set", "training").output.hasPrefix(header + "m0,"))
}

@Test("predictions of every message are those of the model that is saved, by its decision")
func exportedPredictions() throws {
    let session = try ExportedSession()
    let path = session.folder.path("m.safetensors")
    let saved = try Program.run("model", "save", session.journal, session.messages, "-o", path, "--encoder", "none")
    #expect(saved.status == 0, "\(saved.error)")
    let model = try TextModel(fileBytes: Array(Data(contentsOf: URL(fileURLWithPath: path))), path: path)
    let expected = try model.probabilities(for: ExportedSession.texts)
    let result = try session.export("--predictions", "--format", "json", "--fields", "id,label")
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let rows = try #require(
        JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    #expect(rows.map { $0["id"] as? String } == ["m1", "m0", "m3", "m2", "m4", "m5", "m6", "m7"])
    #expect(rows.suffix(3).allSatisfy { $0["label"] is NSNull })
    for row in rows {
        let id = try #require(row["id"] as? String)
        let number = try #require(Int(id.dropFirst()))
        let given = try #require(row["probabilities"] as? [String: Double])
        let values = model.labels.map { Float(given[$0] ?? -1) }
        #expect(values == Array(expected.row(number)))
        #expect(abs(values.reduce(0, +) - 1) < 1e-5)
        #expect(row["predicted"] as? String == model.labels[model.decision.label(expected.row(number))])
    }
    let csv = try session.export("--predictions", "--fields", "id", "--threads", "1").output.split(separator: "\n")
    #expect(csv.first == "id,predicted,probability_not_related,probability_related" && csv.count == 9)

    // With an encoder the model is another, and the vectors are stored beside the journal.
    let encoder = try TinyTransformer().folder(name: "tiny")
    let meant = try Program.run(
        "export", session.messages, "--predictions", "--fields", "id,label", "--format", "json", "--encoder",
        encoder.path)
    #expect(meant.status == 0 && meant.output != result.output, "\(meant.error)")
    #expect(FileManager.default.fileExists(atPath: session.folder.path("messages.vectors")))
}

@Test("predictions need two labels, and say so")
func tooFewForPredictions() throws {
    let folder = try TemporaryFolder()
    let session = try WrittenJournal(in: folder, labelled: 1)
    let result = try Program.run("export", session.messages, "--predictions", "--encoder", "none")
    #expect(result.status == 1 && result.output.isEmpty && result.error.contains("at least two different labels"))
}

@Test("what is exported teaches as what was written by hand", arguments: ["csv", "jsonl"], [false, true])
func exportAsTraining(format: String, codes: Bool) throws {
    let session = try ExportedSession()
    let result = try session.export(
        ["--set", "training", "--format", format, "-o", session.folder.path("known.\(format)")]
            + (codes ? ["--codes"] : []))
    #expect(result.status == 0 && result.output.contains("4 messages, "), "\(result.error)")
    let others = try session.folder.file(
        "others.csv", "id,text\n1,flood at the mill\n2,concert at noon\n3,bridge gone\n")
    let byHand = try session.folder.file(
        "hand.jsonl",
        [(0, 1), (3, 0), (2, 1), (4, 1)].map { number, label in
            let object: [String: Any] = ["id": "h\(number)", "text": ExportedSession.texts[number], "label": label]
            return String(decoding: (try? JSONSerialization.data(withJSONObject: object)) ?? Data(), as: UTF8.self)
        }.joined(separator: "\n") + "\n")
    func rank(_ training: String) throws -> CommandResult {
        try Program.run("rank", others, "--training", training, "--encoder", "none")
    }
    let ranked = try rank(session.folder.path("known.\(format)"))
    #expect(ranked.status == 0 && ranked.error.isEmpty, "\(ranked.error)")
    #expect(try ranked.output == rank(byHand).output)
}

@Test("a file is written as its owner's alone, and takes the place of another only by force, of a journal never")
func exportToFile() throws {
    let session = try ExportedSession()
    let path = session.folder.path("labels.csv")
    #expect(try session.export("-o", path).status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == session.export().output)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let again = try session.export("-o", path, "--format", "json")
    #expect(again.status == 1 && again.error.contains("there is a file of that name already"), "\(again.error)")
    #expect(again.error.contains("--force") && again.output.isEmpty)
    #expect(try session.export("-o", path, "--format", "json", "--force").status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("[\n{"))
    for (place, words) in [
        (session.journal, "uses that file already"), (session.messages, "uses that file already"),
    ] {
        let before = try Data(contentsOf: URL(fileURLWithPath: place))
        let refused = try session.export("-o", place, "--force")
        #expect(refused.status == 1 && refused.error.contains(words), "\(refused.error)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: place)) == before)
    }
}

@Test(
    "what a format has no room for, and what is no name, is wrong usage",
    arguments: [
        (["--fields", "id,txt"], "there is no 'txt' (did you mean 'text'?); known are id, text, label"),
        (["--fields", "id,id"], "'id' is named twice"), (["--fields", ""], "there is no ''"),
        (["--rows", "some"], "known are labelled, skipped, flagged, noted, changed, all"),
        (["--format", "fasttext", "--fields", "id"], "room for nothing else"),
        (["--format", "fasttext", "--rows", "all"], "room for nothing else"),
        (["--format", "fasttext", "--predictions"], "room for nothing else"),
        (["--format", "json", "--no-header"], "--no-header is for --format csv"),
        (["--force"], "--force is for --output"),
        (["--threads", "0"], "--threads"),
    ])
func exportUsage(options: [String], words: String) throws {
    let session = try ExportedSession()
    let result = try run([Program.path, "export", session.messages] + options)
    #expect(result.status == 64 && result.output.isEmpty && result.error.contains(words), "\(result.error)")
}
