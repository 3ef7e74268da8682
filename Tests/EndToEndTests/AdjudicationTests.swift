import Foundation
import Journal
import Testing

/// A folder in which Ana and Ben have labelled, as the program writes it.
private struct LabelledFolder {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.url.path
        let rows = (0..<12).map { "m\($0),\($0 % 2 == 1 ? "flood at bridge" : "concert number") \($0)" }
        _ = try folder.file("messages.csv", "id,text\n" + rows.joined(separator: "\n") + "\n")
    }

    func journal(_ name: String) -> String { folder.path("\(name).journal.jsonl") }

    func lines(_ name: String) throws -> [JournalLine] { try JournalFile.read(journal(name)).lines }

    func terminal(_ command: String, _ name: String) throws -> TmuxTerminal {
        let options = command == "label" ? ["--encoder", "none"] : []
        return try TmuxTerminal(
            [Program.path, command, path, "--annotator", name, "--guard", "0", "--accept-changes"] + options)
    }

    /// Labels so many of the messages that all are asked for, with one key.
    func label(_ count: Int, _ key: String, by name: String) throws -> TmuxTerminal {
        let terminal = try terminal("label", name)
        for done in 0...count {
            try terminal.wait(for: "\(done) labels, saved") { screen in
                screen.contains { $0.contains("\(done) labelled") } && screen.contains { $0.hasSuffix(" saved") }
            }
            if done < count { try terminal.type(key) }
        }
        return terminal
    }

    func decisions(_ name: String) throws -> [DecideEvent] {
        try lines(name).compactMap { line in if case .decide(let event) = line.event { event } else { nil } }
    }
}

@Test(
    "two label apart, a third decides: blind, with a reason, into a journal of their own, and hears of more meanwhile")
func adjudicating() throws {
    let team = try LabelledFolder()
    let ana = try team.label(2, "1", by: "ana")
    try ana.type("q")
    #expect(try ana.waitForEnd() == 0)
    // Both are asked for the evaluation items, in the same order.
    let ben = try team.label(1, "0", by: "ben")
    let before = try String(contentsOfFile: team.journal("ana"), encoding: .utf8)

    let lea = try team.terminal("adjudicate", "lea")
    try lea.wait(forText: "votes  not related 1, related 1")
    try lea.type("Enter")
    try lea.wait(forText: "a tie: as many say")
    let blind = try lea.screen()
    #expect(!blind.contains { $0.contains("ana") || $0.contains("ben") })
    try lea.type("@")
    try lea.wait(forText: "ana  related")
    try lea.type("f", "1")
    try lea.wait(forText: "Nothing is left to decide")
    // Ben goes on, and what he says otherwise comes by itself.
    try ben.type("0")
    try lea.wait(forText: "votes  not related 1, related 1")
    try lea.type("0")
    try lea.wait(forText: "2 decided")
    try lea.type("u")
    try lea.wait(forText: "votes  not related 1, related 1")
    try lea.type("q")
    #expect(try lea.waitForEnd() == 0)
    #expect(try lea.screen().contains { $0.contains("1 decision now, 1 in all, saved in") })
    #expect(try lea.screen().contains { $0.contains("1 left to decide") })
    try ben.type("@")
    let people = try ben.wait(forText: "who labels here: 3")
    #expect(people.contains { $0.contains("ana (leads)") } && people.contains { $0.contains("ben (you)") })
    try ben.type("@", "q")
    #expect(try ben.waitForEnd() == 0)

    let decisions = try team.decisions("lea")
    #expect(decisions.map(\.label) == ["related", "not_related"] && decisions.map(\.reason) == [.guidelineGap, nil])
    for decision in decisions {
        #expect(decision.over.map(\.annotator) == ["ana", "ben"] && decision.textHash != nil)
        for line in decision.over {
            guard case .label(let event) = try team.lines(line.annotator)[line.sequence].event else {
                Issue.record("\(line) gave no label")
                continue
            }
            #expect(event.id == decision.id)
        }
    }
    #expect(try String(contentsOfFile: team.journal("ana"), encoding: .utf8) == before)
    #expect(try Program.run("journal", "verify", team.journal("lea")).status == 0)
}

@Test("what is no folder of a team is refused, with the way to one")
func adjudicatingNothing() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("messages.csv", "id,text\na,b\n")
    let result = try Program.run("adjudicate", file)
    #expect(result.status == 1 && result.error.contains("this is no folder"))
}

@Test("own keys hold where somebody decides, and one that is a label's is refused before the screen")
func ownKeysOfAdjudication() throws {
    let team = try LabelledFolder()
    let keys = try team.folder.file("keys.yaml", "strategy: S\nslip: z\n")
    let clash = try team.folder.file("clash.yaml", "strategy: S\n")
    _ = try team.folder.file(
        "task.yaml", "task: t\nlabels:\n  - {name: safe, key: \"a\"}\n  - {name: danger, key: \"s\"}\n")
    let refused = try Program.run("adjudicate", team.path, "--annotator", "lea", "--keys", clash)
    #expect(refused.status == 1 && refused.error.contains("the key 's' would mean slip and label 'danger'"))
    let lea = try TmuxTerminal([Program.path, "adjudicate", team.path, "--annotator", "lea", "--keys", keys])
    try lea.wait(forText: "no message has labels of two annotators yet")
    try lea.type("q")
    #expect(try lea.waitForEnd() == 0)
}
