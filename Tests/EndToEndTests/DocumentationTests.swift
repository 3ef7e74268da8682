import Foundation
import Messages
import Sampling
import TerminalUI
import Testing

@Test("the guide's table of keys is the program's")
func keysAreDocumented() throws {
    var content = ScreenContent()
    content.labels = LabelScheme.disaster.labels.map { .init(key: $0.key, title: $0.title, color: nil) }
    content.strategies = StrategyCatalogue.standard.declarations.map {
        .init(id: $0.id, title: $0.title, sentence: $0.sentence, hotkey: $0.hotkey)
    }
    let documented = try Article.named("Guide").part(from: "<!-- keys -->", to: "<!-- end of keys -->")
    let table = KeyMap.standard.markdown(for: content)
    #expect(documented == table, "put this table into the guide:\n\(table)")
}

@Test("the table of keys in the article on adjudication is the program's")
func keysOfAdjudicationAreDocumented() throws {
    var content = ScreenContent()
    content.labels = LabelScheme.disaster.labels.map { .init(key: $0.key, title: $0.title, color: nil) }
    let documented = try Article.named("Adjudication").part(from: "<!-- keys -->", to: "<!-- end of keys -->")
    let table = KeyMap.adjudication.markdown(for: content)
    #expect(documented == table, "put this table into the article:\n\(table)")
}

@Test("no label can take a key that the program uses, and every other visible one it can")
func keysAreReserved() {
    let bound = Set(KeyMap.standard.bindings.map(\.key))
    for value in UInt8(0)..<128 {
        let key = Character(UnicodeScalar(value))
        let isFree = (33..<127).contains(value) && !bound.contains(.character(key))
        #expect((LabelKeys.fault(of: key, reserved: KeyMap.standard.reserved) == nil) == isFree, "\(key)")
    }
    #expect(LabelKeys.standard.allSatisfy { KeyMap.standard.reserved[$0] == nil })
}

@Test("the journal that shows its format is a sound journal")
func journalIsDocumented() throws {
    let lines = try Article.named("JournalFormat").part(from: "```json", to: "```")
    let folder = try TemporaryFolder()
    let result = try Program.run("journal", "verify", folder.file("example.journal.jsonl", lines + "\n"))
    #expect(result.status == 0, "\(result.output)\(result.error)")
    #expect(result.output.contains("unchecked   0"))
}

@Test("the sample data of the README's first command is there, and without labels")
func sampleData() throws {
    #expect(try Article.readme.text().contains("tocsin label sample-data/messages.csv"))
    // A copy, so that a journal of one's own beside the sample makes no difference.
    let folder = try TemporaryFolder()
    let sample = folder.url.appendingPathComponent("sample-data")
    try FileManager.default.createDirectory(at: sample, withIntermediateDirectories: true)
    for name in ["messages.csv", "evaluation.csv", "training.csv", "task.yaml"] {
        let file = Article.root.appendingPathComponent("sample-data/\(name)")
        try FileManager.default.copyItem(at: file, to: sample.appendingPathComponent(name))
    }
    let result = try Program.run("rank", sample.appendingPathComponent("messages.csv").path, "-n", "3")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.split(separator: "\n").count == 3)
    let text = try String(contentsOf: sample.appendingPathComponent("messages.csv"), encoding: .utf8)
    #expect(!text.prefix { !$0.isNewline }.contains("label"))
}
