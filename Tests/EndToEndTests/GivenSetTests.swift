import Foundation
import Journal
import Testing

/// A set of labelled messages about floods and concerts, as a file.
private func set(_ range: Range<Int>) -> String {
    "id,text,label\n" + range.map { "t\($0),\(WrittenJournal.text($0)) then,\($0 % 2)\n" }.joined()
}

@Test(
    "a training or evaluation set that has changed since the last session is said on standard error",
    arguments: [
        (set(0..<6), set(6..<12), []),
        (set(0..<8), set(8..<12), ["training set has changed: 6 messages before, 8 now", "6 messages before, 4 now"]),
        (set(0..<6).replacing(",1\n", with: ",0\n"), set(6..<12), ["texts or labels of the training set (6 messages)"]),
        (set(0..<6), nil, ["the evaluation set (6 messages) is not there any more"]),
    ] as [(String, String?, [String])])
func changedSets(training: String, evaluation: String?, words: [String]) throws {
    let folder = try TemporaryFolder()
    func write(_ name: String, _ text: String?) throws {
        if let text {
            _ = try folder.file(name, text)
        } else {
            try FileManager.default.removeItem(atPath: folder.path(name))
        }
    }
    let session = try WrittenJournal(in: folder, labelled: 0)
    try write("training.csv", set(0..<6))
    try write("evaluation.csv", set(6..<12))
    try FileManager.default.removeItem(atPath: session.journal)
    let begun = try TmuxTerminal(Program.label(session.messages))
    try begun.wait(forText: "0 labelled")
    try begun.type("q")
    #expect(try begun.waitForEnd() == 0)
    try write("training.csv", training)
    try write("evaluation.csv", evaluation)
    for command in [["rank", session.messages, "-n", "1"], ["report", session.journal, session.messages]] {
        let result = try run([Program.path] + command)
        #expect(result.status == 0)
        #expect(result.error.isEmpty == words.isEmpty, "\(result.error)")
        for word in words + (words.isEmpty ? [] : ["will differ from before", "all labels are kept"]) {
            #expect(result.error.contains(word), "\(result.error)")
        }
    }
    let export = try Program.run("export", session.messages)
    #expect(export.status == 0 && export.error.isEmpty)
}

@Test("label asks before it goes on with other sets, and writes nothing unless the answer is enter")
func questionOfChangedSets() throws {
    let folder = try TemporaryFolder()
    let session = try WrittenJournal(in: folder, labelled: 3) { $0.given = GivenSets() }
    _ = try folder.file("training.csv", set(0..<6))
    let before = try Data(contentsOf: URL(fileURLWithPath: session.journal))
    func open() throws -> TmuxTerminal {
        let terminal = try TmuxTerminal(Program.label(session.messages))
        try terminal.wait(forText: "the training set (6 messages) is new")
        try terminal.wait(forText: "enter: go on   q: leave")
        return terminal
    }
    var terminal = try open()
    // Neither a label nor an undo.
    try terminal.type("1", "u", "x")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 130)
    #expect(try Data(contentsOf: URL(fileURLWithPath: session.journal)) == before)
    terminal = try open()
    try terminal.type("Enter")
    try terminal.wait(forText: "labelled")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let lines = try JournalFile.read(session.journal).lines
    guard case .session(let event)? = lines.dropFirst(4).first?.event else {
        Issue.record("no session line")
        return
    }
    #expect(event.given?.training?.count == 6 && event.given?.evaluation == nil)
    let again = try TmuxTerminal(Program.label(session.messages))
    try again.wait(forText: "3 labelled")
}

@Test("of a journal from before the sets were written down nothing is said")
func unknownSets() throws {
    let folder = try TemporaryFolder()
    let session = try WrittenJournal(in: folder)
    _ = try folder.file("training.csv", set(0..<6))
    let rank = try Program.run("rank", session.messages, "-n", "1")
    #expect(rank.status == 0 && rank.error.isEmpty, "\(rank.error)")
}

@Test("what stands in the training and the evaluation set only measures, and is counted")
func sharedTexts() throws {
    let folder = try TemporaryFolder()
    let session = try WrittenJournal(in: folder)
    _ = try folder.file("training.csv", set(0..<6))
    _ = try folder.file("evaluation.csv", set(2..<12))
    let words = "4 messages of the training set stand in the evaluation set, too; they only measure"
    let report = try Program.run("report", session.journal, session.messages)
    // Six labels of the journal and two of the training set.
    #expect(report.output.contains("8 labels to learn from, 10 to measure with"), "\(report.output)")
    #expect(report.error.contains(words), "\(report.error)")
    #expect(try Program.run("rank", session.messages).error.contains(words))
    let terminal = try TmuxTerminal(Program.label(session.messages), columns: 200)
    try terminal.wait(forText: words)
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
}

@Test("a journal of a program whose models learnt in another order opens as ever, and that is said once")
func journalOfBefore() throws {
    let folder = try TemporaryFolder()
    let session = try WrittenJournal(in: folder)
    let round = RoundEvent(round: 1, through: 6, training: 6, evaluation: 0, f1: nil, auc: nil, seconds: 0)
    let line = JournalLine(sequence: 7, at: Timestamp(milliseconds: 1_700_000_000_000), event: .round(round))
    let journal = try FileHandle(forWritingTo: URL(fileURLWithPath: session.journal))
    try journal.seekToEnd()
    try journal.write(contentsOf: Data(line.encoded))
    try journal.close()
    for isFirst in [true, false] {
        let terminal = try TmuxTerminal(Program.label(session.messages), columns: 200)
        let screen = try terminal.wait(forText: "6 labelled")
        #expect(screen.contains { $0.contains("tocsin 0.1.0 wrote this journal") } == isFirst)
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }
}
