import Annotation
import Foundation
import Journal
import Messages
import Testing

@Test("a session that goes on without a seed goes on with its journal's", arguments: [UInt64(7), 43])
func journalsSeed(seed: UInt64) throws {
    let session = try FixedOrder(40)
    var terminal = try TmuxTerminal(session.command + ["--seed", "\(seed)"])
    try terminal.wait(for: "no label, saved") { $0.acknowledged == 0 }
    for count in 1...3 {
        try terminal.type("1")
        try terminal.wait(for: "\(count) labels, saved") { $0.acknowledged == count }
    }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let pool = try MessageReader(scheme: .disaster).read(path: session.messages).pool
    let order = try SessionState(
        corpus: Corpus(scheme: .disaster, pool: pool), settings: SessionSettings(seed: seed, evaluationItems: 40)
    ).upcoming(4).map { pool.text(at: $0.row) }
    terminal = try TmuxTerminal(session.command)
    let screen = try terminal.wait(for: "3 labels, saved") { $0.acknowledged == 3 }
    let expected = try #require(order.last)
    #expect(screen.contains { $0.hasSuffix(" " + expected) })
    try terminal.type("1")
    try terminal.wait(for: "4 labels, saved") { $0.acknowledged == 4 }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    // Another seed is asked for by name: that one is refused.
    let other = try run(
        [Program.path, "rank", session.messages, "--evaluation-items", "40", "--seed", "\(seed + 1)", "-n", "1"])
    #expect(other.status == 1)
    #expect(other.error.contains("the journal's seed is \(seed), the one asked for is \(seed + 1)"))
}

/// A folder with three messages, and the journal of a session on messages, labels and a digest that may be others.
private func folder(labels: String, digest: String? = nil) throws -> (folder: TemporaryFolder, messages: String) {
    let folder = try TemporaryFolder()
    let messages = try folder.file("messages.csv", "id,text\n1,water\n2,parking\n3,album\n")
    let own = try MessageReader(scheme: .disaster).read(path: messages).pool.digest
    _ = try folder.file(
        "messages.journal.jsonl",
        #"{"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","type":"session","tool":"0.1.0","task":"disaster","#
            + #""labels":[\#(labels)],"pool":{"count":3,"digest":"\#(digest ?? own)"},"seed":42,"annotator":"ana"}"#
            + "\n")
    return (folder, messages)
}

@Test("a journal of these messages is taken, its labels in any order; one of as many others is, and that is said")
func journalOfOthers() throws {
    let sound = #""not_related","related""#
    let taken = try folder(labels: sound)
    let rank = ["--evaluation-items", "0", "-n", "1"]
    let first = try run([Program.path, "rank", taken.messages] + rank)
    #expect(first.status == 0, "\(first.error)")
    let others = try folder(labels: sound, digest: "0000000000000000")
    let said = try run([Program.path, "rank", others.messages] + rank)
    #expect(said.status == 0 && said.output == first.output)
    #expect(said.error.contains("other messages than in the last session, 3 as before; none has a label"))
    let turned = try folder(labels: #""related","not_related""#)
    #expect(try run([Program.path, "rank", turned.messages] + rank).output == first.output)
}

@Test("messages that are added behind the others are gone on with, and said")
func addedMessages() throws {
    let (folder, messages) = try folder(labels: #""not_related","related""#)
    let rank = [Program.path, "rank", messages, "--evaluation-items", "0", "-n", "9"]
    _ = try folder.file("messages.csv", "id,text\n1,water\n2,parking\n3,album\n4,levee\n5,bread\n")
    let grown = try run(rank)
    #expect(grown.status == 0 && grown.output.split(separator: "\n").count == 5, "\(grown.error)")
    #expect(grown.error.contains("2 messages added since the last session, behind the 3 of before"))
    let terminal = try TmuxTerminal(Program.label(messages) + ["--evaluation-items", "0"])
    try terminal.wait(forText: "2 messages added since the last session")
    try terminal.waitForMessage()
    try terminal.type("1")
    try terminal.wait(for: "a label, saved") { $0.acknowledged == 1 }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    // Now there are five, and two more come.
    _ = try folder.file("messages.csv", "id,text\n1,water\n2,parking\n3,album\n4,levee\n5,bread\n6,tent\n")
    let again = try run(rank)
    #expect(again.status == 0 && again.error.contains("1 message added since the last session, behind the 5 of before"))
    let exported = try run([Program.path, "export", messages])
    #expect(exported.status == 0 && exported.output.split(separator: "\n").count == 2)
}

@Test("the strategy that a command names is in the journal, and holds until another is named")
func strategyOfTheCommand() throws {
    let session = try FixedOrder(40)
    func recipes(after options: [String]) throws -> [String] {
        let terminal = try TmuxTerminal(session.command + options)
        try terminal.wait(for: "a message, saved") { $0.acknowledged == 0 }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        return try JournalFile.read(session.journal).lines.compactMap { line in
            if case .strategy(let event) = line.event { event.recipe } else { nil }
        }
    }
    #expect(try recipes(after: []) == [])
    #expect(try recipes(after: ["--strategy", "random"]) == ["random"])
    #expect(try recipes(after: []) == ["random"])
    #expect(try recipes(after: ["--strategy", "random"]) == ["random"])
    #expect(try recipes(after: ["--strategy", "atlas"]) == ["random", "atlas"])
    // The first command of a journal is no other.
    try FileManager.default.removeItem(atPath: session.journal)
    #expect(try recipes(after: ["--strategy", "margin"]) == ["margin"])
    // A preset brings its recipe along, where none is named and none was.
    #expect(try recipes(after: ["--preset", "published"]) == ["margin"])
    try FileManager.default.removeItem(atPath: session.journal)
    #expect(try recipes(after: ["--preset", "published"]) == ["atlas:head:rotation-1"])
    #expect(try recipes(after: []) == ["atlas:head:rotation-1"])
    #expect(try recipes(after: ["--preset", "standard"]) == ["atlas:head:rotation-1"])
}
