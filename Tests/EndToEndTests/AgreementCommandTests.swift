import Foundation
import Journal
import Messages
import Testing

/// Journals of three people: of 24 messages amina labels all, bela all, chidi the first twelve. The first twelve are drawn at random,
/// the others chosen by ATLAS. Chidi differs on m00, bela on m12 to m15.
private struct Team {
    let folder = try? TemporaryFolder()
    let journals: [String]

    init() throws {
        guard let folder else { throw CocoaError(.fileNoSuchFile) }
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent("team"), withIntermediateDirectories: true)
        journals = try [("amina", 24, JournalFormat.two), ("bela", 24, .two), ("chidi", 12, .one)].map {
            annotator, count, format in
            let path = folder.path("team/\(annotator).journal.jsonl")
            let events = [Self.session(annotator)] + (0..<count).map { Self.label($0, by: annotator) }
            var random = SystemRandomNumberGenerator()
            var chain = LineChain(identity: JournalIdentity(using: &random))
            let bytes = events.enumerated().flatMap { sequence, event in
                let line = JournalLine(
                    sequence: sequence, at: Timestamp(milliseconds: 1_700_000_000_000), event: event)
                return format == .one ? line.encoded : chain.encoded(line)
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    private static func session(_ annotator: String) -> JournalEvent {
        .session(
            SessionEvent(
                tool: "0.4.0", task: LabelScheme.disaster.task, labels: LabelScheme.disaster.names, poolCount: 24,
                poolDigest: "00", seed: 42, annotator: annotator))
    }

    private static func label(_ number: Int, by annotator: String) -> JournalEvent {
        let isOther = annotator == "chidi" && number == 0 || annotator == "bela" && (12..<16).contains(number)
        return .label(
            LabelEvent(
                id: "m\(number < 10 ? "0" : "")\(number)",
                label: (number % 2 == 1) != isOther ? "related" : "not_related",
                set: .training, round: number < 12 ? 0 : 1, strategy: number < 12 ? "random" : "atlas",
                textHash: annotator == "chidi" ? nil : UInt64(number)))
    }

    /// Everything in the folder, by name.
    func files() throws -> [String: Data] {
        guard let folder else { return [:] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("team"))
        return try Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: folder.path("team/\($0)"))))
            })
    }
}

@Test("agreement of a folder's journals is told of all messages, of random and of chosen ones, and nothing is written")
func agreementOfTeam() throws {
    let team = try Team()
    let folder = try #require(team.folder).path("team")
    let before = try team.files()
    let result = try Program.run("agreement", folder, "--disagreements", "2")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.isEmpty)
    let text = result.output
    #expect(text.hasPrefix("3 annotators, 24 messages labelled, 24 by two or more\n"))
    // Random: eleven agree, of one a pair of three does: (11 + 1/3) / 12. Chosen: 8 of 12.
    #expect(text.contains("drawn at random: 12 messages") && text.contains(".944 ("))
    #expect(text.contains("chosen by a strategy or by hand: 12 messages") && text.contains(".667 ("))
    #expect(text.contains("labelled differently: 5 messages"))
    // One pair of m12 differs, which is all it has; two of three of m00.
    #expect(text.contains("  m00  amina: not_related, bela: not_related, chidi: related\n  m12  "))
    #expect(text.hasSuffix("  and 3 more\n"))
    #expect(try team.files() == before)
}

@Test("agreement as JSON has the figures of each kind of messages, pair and label")
func agreementAsJSON() throws {
    let team = try Team()
    let result = try run([Program.path, "agreement"] + team.journals + ["--format", "json"])
    #expect(result.status == 0, "\(result.error)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["messages"] as? Int == 24 && object["different"] as? Int == 5)
    let groups = try #require(object["groups"] as? [[String: Any]])
    #expect(groups.map { $0["messages"] as? String } == ["all", "random", "chosen"])
    #expect(groups.map { $0["n"] as? Int } == [24, 12, 12])
    let pairs = try #require(groups[0]["pairs"] as? [[String: Any]])
    #expect(pairs.map { $0["n"] as? Int } == [24, 12, 12])
    let rows = try #require(pairs[0]["rows"] as? [[String: Any]])
    let kappa = try #require((rows[0]["kappa"] as? [String: Double])?["value"])
    // Amina has twelve of either; bela changes two of each: observed 20 / 24, chance .5.
    #expect(abs(kappa - (20.0 / 24 - 0.5) / 0.5) < 1e-9)
    // Nobody else has labelled with chidi what a strategy chose.
    let chosen = try #require(groups[2]["pairs"] as? [[String: Any]])
    #expect((chosen[1]["rows"] as? [[String: Any]])?.first?["kappa"] as? String == "no overlap")
    let different = try #require(object["disagreements"] as? [[String: Any]])
    #expect(different.count == 5)
    #expect(
        different[0]["labels"] as? [String: String]
            == ["amina": "not_related", "bela": "not_related", "chidi": "related"])
}

@Test("agreement refuses a single journal, one named twice, and a damaged one, which it names")
func agreementRefuses() throws {
    let team = try Team()
    for journals in [[team.journals[0]], [team.journals[0], team.journals[0]], [team.journals[2], team.journals[2]]] {
        let result = try run([Program.path, "agreement"] + journals)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
    }
    let url = URL(fileURLWithPath: team.journals[1])
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: url)
    let damaged = try run([Program.path, "agreement"] + team.journals)
    #expect(damaged.status == 1)
    #expect(damaged.output.isEmpty)
    #expect(damaged.error.contains("bela.journal.jsonl, line") && damaged.error.contains("tocsin journal verify"))
}

/// Journals of two people over twelve messages of a task of several labels: of m2 one has no label, of m3 one more than the other.
private func severalJournals(in folder: TemporaryFolder) throws -> [String] {
    try ["amina", "bela"].map { annotator in
        let session = JournalEvent.session(
            SessionEvent(
                tool: "0.5.0", task: "needs", labels: ["food", "water"], poolCount: 12, poolDigest: "00", seed: 42,
                annotator: annotator, isSeveral: true))
        let labels = (0..<12).map { number in
            var names = number % 2 == 0 ? ["food", "water"] : ["water"]
            if annotator == "bela", number == 2 { names = [] }
            if annotator == "bela", number == 3 { names = ["food", "water"] }
            return JournalEvent.label(
                LabelEvent(
                    id: "m\(number)", answer: NamedAnswer(several: names), set: .training, round: 0,
                    strategy: "random"))
        }
        let lines = ([session] + labels).enumerated().flatMap { sequence, event in
            JournalLine(sequence: sequence, at: Timestamp(milliseconds: 1_700_000_000_000), event: event).encoded
        }
        let path = folder.path("\(annotator).journal.jsonl")
        try Data(lines).write(to: URL(fileURLWithPath: path))
        return path
    }
}

@Test("of a task of several labels agreement has whole answers and each label, and lists sets")
func agreementOfSeveral() throws {
    let folder = try TemporaryFolder()
    let journals = try severalJournals(in: folder)
    let text = try run([Program.path, "agreement"] + journals + ["--html", folder.path("page.html")])
    #expect(text.status == 0, "\(text.error)")
    #expect(text.output.contains("  amina  12 messages"))
    // 10 of 12 are equal.
    #expect(text.output.contains("  whole answers  .833 ("))
    #expect(text.output.contains("  m2  amina: food;water, bela: none\n  m3  amina: water, bela: food;water\n"))
    #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains(folder.path("")) })
    let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    #expect(page.contains("MASI") && page.contains("food, water") && page.contains("label by label"))
    let json = try run([Program.path, "agreement"] + journals + ["--format", "json"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["several"] as? Bool == true)
    let groups = try #require(object["groups"] as? [[String: Any]])
    let pairs = try #require(groups[0]["pairs"] as? [[String: Any]])
    let rows = try #require(pairs[0]["rows"] as? [[String: Any]])
    #expect(rows.map { $0["label"] as? String } == [nil, "food", "water"])
    // Food: six to six, 10 of 12 equal. Water: in every third sample nobody leaves it out, and there is no kappa.
    let food = try #require((rows[1]["kappa"] as? [String: Double])?["value"])
    #expect(abs(food - (10.0 / 12 - 0.5) / 0.5) < 1e-9)
    #expect(rows[2]["kappa"] as? String == "too few to say")
    let different = try #require(object["disagreements"] as? [[String: Any]])
    #expect(different.first?["labels"] as? [String: [String]] == ["amina": ["food", "water"], "bela": []])
}
