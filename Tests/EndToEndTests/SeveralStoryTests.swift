import Foundation
import Testing

@testable import Messages

/// Messages that name what they need, and a task of three labels of which a message can have several.
private struct NamedNeeds {
    let folder: TemporaryFolder
    let path: String
    static let needs = ["water", "food", "boat"]

    /// The labels of a message: by the bits of its number, so that all answers come equally often.
    static func labels(_ number: Int) -> [String] {
        needs.indices.filter { number >> $0 & 1 == 1 }.map { needs[$0] }
    }

    init(_ count: Int = 40) throws {
        folder = try TemporaryFolder()
        let rows = (0..<count).map { "m\($0),\"\(Self.labels($0).joined(separator: " and ")) in street \($0)\"\n" }
        path = try folder.file("messages.csv", "id,text\n" + rows.joined())
        _ = try folder.file(
            "task.yaml",
            """
            task: needs
            several: true
            question: What is needed?
            labels:
              - {name: water, key: "1"}
              - {name: food, key: "2"}
              - {name: boat, key: "3", implies: rescue}
              - {name: rescue, key: "4"}
            """)
    }
}

extension TmuxTerminal {
    private func shown(labels: Int) throws -> [String] {
        try wait(for: "\(labels) labels, saved") { screen in
            screen.contains { $0.contains("\(labels) labelled") } && screen.contains { $0.hasSuffix(" saved") }
                && screen.contains { $0.contains(" in street ") }
        }
    }

    /// Gives the message in front all its labels.
    fileprivate func answer(behind done: Int) throws {
        let screen = try shown(labels: done)
        let text = screen.first { $0.contains(" in street ") } ?? ""
        let keys = NamedNeeds.needs.indices.filter { text.contains(NamedNeeds.needs[$0]) }.map { "\($0 + 1)" }
        for key in keys {
            try type(key)
            let name = NamedNeeds.needs[(Int(key) ?? 1) - 1]
            try wait(forText: "\(key) [x] \(name)")
        }
        try type("Enter")
        if keys.isEmpty {
            try wait(forText: "no label is chosen")
            try type("Enter")
        }
        _ = try shown(labels: done + 1)
    }
}

@Test(
    "several labels a message, from the first key over rounds, an undo and the list to exported columns",
    .tooSlowForThreadSanitizer)
func storyOfSeveralLabels() throws {
    let needs = try NamedNeeds()
    let command =
        Program.label(needs.path) + ["--evaluation-items", "0", "--seed-items", "8", "--round", "4", "--guard", "0"]
    let terminal = try TmuxTerminal(command)
    try terminal.wait(forText: "What is needed?")
    for number in 0..<20 { try terminal.answer(behind: number) }
    // A label too many is taken back: the message comes with its answer.
    let before = try terminal.screen()
    try terminal.type("u")
    try terminal.wait(for: "one label fewer") { screen in screen.contains { $0.contains("19 labelled") } }
    try terminal.wait(for: "the answer of before") { screen in
        screen.contains { $0.contains("answer: ") } && screen != before
    }
    try terminal.type("Enter")
    if try terminal.screen().contains(where: { $0.contains("no label is chosen") }) { try terminal.type("Enter") }
    try terminal.wait(for: "the answer again") { screen in screen.contains { $0.contains("20 labelled") } }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let journal = try String(
        contentsOfFile: needs.folder.path("messages.journal.jsonl"), encoding: .utf8)
    #expect(journal.contains("\"type\":\"round\"") && journal.contains("\"several\":true"))
    let exported = try run([Program.path, "export", needs.path, "--as-label-columns", "--fields", "id,label"])
    #expect(exported.error.isEmpty, "\(exported.error)")
    let rows = exported.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(rows.first == ["id", "water", "food", "boat", "rescue"] && rows.count == 21)
    for row in rows.dropFirst() {
        let number = try #require(Int(row[0].dropFirst()))
        let labels = NamedNeeds.labels(number) + (NamedNeeds.labels(number).contains("boat") ? ["rescue"] : [])
        let expected = ["water", "food", "boat", "rescue"].map { labels.contains($0) ? "1" : "0" }
        #expect(Array(row.dropFirst()) == expected, "\(row[0])")
    }
}
