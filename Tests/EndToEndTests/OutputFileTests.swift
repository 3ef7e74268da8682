import Foundation
import Testing

/// A folder with a session, gold labels and files that are nobody's, and a way to run commands on them.
private struct Desk {
    let folder: TemporaryFolder
    let session: WrittenJournal
    let gold: String

    init() throws {
        folder = try TemporaryFolder()
        session = try WrittenJournal(in: folder)
        let rows = (0..<40).map { "g\($0),\(WrittenJournal.text($0)),\($0 % 2)" }
        gold = try folder.file("gold.csv", "id,text,label\n" + rows.joined(separator: "\n") + "\n")
    }

    func report(_ html: String, _ more: String...) throws -> CommandResult {
        try run([Program.path, "report", session.journal, session.messages, "--html", html] + more)
    }

    func simulate(_ more: String...) throws -> CommandResult {
        try run(
            [
                Program.path, "simulate", gold, "--strategies", "random", "--seeds", "1", "--start", "10", "--round",
                "5", "--labels", "20",
            ] + more)
    }

    func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    /// What stands in the folder now.
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() } }

    /// Expects a command to fail with words, and every file to be as before.
    func expectRefusal(
        _ words: String..., sourceLocation: SourceLocation = #_sourceLocation, of command: () throws -> CommandResult
    ) throws {
        let names = try names
        let before = try names.map { try bytes(folder.path($0)) }
        let result = try command()
        #expect(result.status == 1, "\(result.output)", sourceLocation: sourceLocation)
        for word in words {
            #expect(result.error.contains(word), "\(result.error)", sourceLocation: sourceLocation)
        }
        #expect(try self.names == names, sourceLocation: sourceLocation)
        #expect(try names.map { try bytes(folder.path($0)) } == before, sourceLocation: sourceLocation)
    }
}

@Test("a page takes the place of no file that is read, by whatever name, even by force")
func pageOverInputs() throws {
    let desk = try Desk()
    let hard = desk.folder.path("hard.html")
    let soft = desk.folder.path("soft.html")
    let files = FileManager.default
    try files.linkItem(atPath: desk.session.messages, toPath: hard)
    try files.createSymbolicLink(atPath: soft, withDestinationPath: "messages.csv")
    let training = try desk.folder.file("known.csv", "id,text,label\na,flood,1\nb,quiet,0\n")
    for path in [desk.session.messages, hard, soft] {
        try desk.expectRefusal("\(path): this command uses that file already", "--html") { try desk.report(path) }
        try desk.expectRefusal("this command uses that file already") { try desk.report(path, "--force") }
    }
    try desk.expectRefusal("this command uses that file already") {
        try desk.report(training, "--training", training, "--force")
    }
    for option in ["--report", "--results"] {
        try desk.expectRefusal("gold.csv: this command uses that file already") {
            try desk.simulate(option, desk.gold, "--fresh", "--force")
        }
    }
    let other = desk.folder.path("new")
    try desk.expectRefusal("this command uses that file already") {
        try desk.simulate("--results", other, "--report", other)
    }
    try desk.expectRefusal("(as standard input)") {
        let standardInput = try desk.bytes(desk.gold)
        let command = "exec \"$0\" simulate - --results \"$1\" --fresh --force < \"$1\""
        let result = try run(["bash", "-c", command, Program.path, desk.gold])
        #expect(try desk.bytes(desk.gold) == standardInput)
        return result
    }
}

@Test("nothing takes the place of a journal, even by force, whatever it is called")
func outputsOverJournals() throws {
    let desk = try Desk()
    try desk.expectRefusal("this command uses that file already") { try desk.report(desk.session.journal, "--force") }
    let other = desk.folder.path("other.html")
    try FileManager.default.copyItem(atPath: desk.session.journal, toPath: other)
    // A journal whose first line is damaged is one still.
    let damaged = desk.folder.path("damaged.html")
    try (Data("rubbish\n".utf8) + desk.bytes(other)).write(to: URL(fileURLWithPath: damaged))
    for path in [other, damaged] {
        let words = "\(path): is a journal, which nothing replaces; name another file with "
        for force in [[], ["--force"]] {
            try desk.expectRefusal(words + "--html") {
                try run(
                    [Program.path, "report", desk.session.journal, desk.session.messages, "--html", path] + force)
            }
            try desk.expectRefusal(words + "--output") {
                try run(
                    [Program.path, "journal", "merge", desk.session.journal, desk.session.journal, "-o", path] + force)
            }
        }
        try desk.expectRefusal(words + "--results") { try desk.simulate("--results", path, "--fresh", "--force") }
        try desk.expectRefusal(words + "--report") { try desk.simulate("--report", path, "--force") }
    }
    try desk.expectRefusal("this command uses that file already") {
        try Program.run("journal", "merge", other, desk.session.journal, "--output", other, "--force")
    }
}

@Test("a file of somebody else is replaced by force alone, one of the same kind always")
func outputsOverStrangers() throws {
    let desk = try Desk()
    let stranger = try desk.folder.file("stranger", "<!DOCTYPE html>\n<title>mine</title>\n")
    let empty = try desk.folder.file("empty", "")
    for (path, found) in [(stranger, "it begins with '<!DOCTYPE html>'"), (empty, "it is empty")] {
        try desk.expectRefusal(path, "not a page of this program", found, "--html", "--force") {
            try desk.report(path)
        }
        try desk.expectRefusal(path, "not a page of this program", found, "--report", "--force") {
            try desk.simulate("--report", path)
        }
        for fresh in [[], ["--fresh"]] {
            try desk.expectRefusal(path, "not the results of a simulation", found, "--results", "--force") {
                try run(
                    [Program.path, "simulate", desk.gold, "--labels", "20", "--start", "10", "--results", path] + fresh)
            }
        }
        try desk.expectRefusal(path, "there is a file of that name already", found, "--output", "--force") {
            try Program.run("journal", "merge", desk.session.journal, desk.session.journal, "-o", path)
        }
    }
    // A page is no results, and results are no page.
    let page = desk.folder.path("page.html")
    let results = desk.folder.path("results.jsonl")
    #expect(try desk.simulate("--report", page, "--results", results).status == 0)
    try desk.expectRefusal("not the results of a simulation") { try desk.simulate("--results", page, "--fresh") }
    try desk.expectRefusal("not a page of this program") { try desk.report(results) }
    // Each in its own place again.
    func lines(_ path: String) throws -> Set<Data> { Set(try desk.bytes(path).split(separator: 0x0A)) }
    let before = try lines(results)
    #expect(try desk.simulate("--report", page, "--results", results, "--fresh").status == 0)
    #expect(try lines(results) == before)
    #expect(try desk.report(page).status == 0)
    #expect(String(decoding: try desk.bytes(page), as: UTF8.self).contains("How the labelling stands"))

    #expect(try desk.report(stranger, "--force").status == 0)
    #expect(String(decoding: try desk.bytes(stranger), as: UTF8.self).contains("How the labelling stands"))
    #expect(try desk.simulate("--results", empty, "--force").status == 0)
    #expect(try lines(empty) == before)
    let notes = try desk.folder.file("notes", "my notes\n")
    #expect(
        try Program.run("journal", "merge", desk.session.journal, desk.session.journal, "-o", notes, "--force").status
            == 0)
    #expect(try Program.run("journal", "verify", notes).status == 0)
    #expect(try desk.names.filter { $0.hasPrefix(".") }.isEmpty)
}

@Test("a link that is named stays, and its target is written, whether it is there or not")
func outputsThroughLinks() throws {
    let desk = try Desk()
    let files = FileManager.default
    try files.createDirectory(atPath: desk.folder.path("away"), withIntermediateDirectories: false)
    for (option, name) in [("--report", "page"), ("--results", "results")] {
        let link = desk.folder.path(name)
        try files.createSymbolicLink(atPath: link, withDestinationPath: "away/\(name)")
        for _ in 0..<2 {
            let result = try desk.simulate(option, link, "--fresh")
            #expect(result.status == 0, "\(result.error)")
            #expect(try files.destinationOfSymbolicLink(atPath: link) == "away/\(name)")
            var status = stat()
            #expect(lstat(desk.folder.path("away/\(name)"), &status) == 0)
            #expect(status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o777 == 0o600)
        }
    }
    let merged = desk.folder.path("merged")
    try files.createSymbolicLink(atPath: merged, withDestinationPath: "away/merged")
    let merge = ["journal", "merge", desk.session.journal, desk.session.journal, "-o", merged]
    #expect(try run([Program.path] + merge).status == 0)
    #expect(try files.destinationOfSymbolicLink(atPath: merged) == "away/merged")
    #expect(try Program.run("journal", "verify", desk.folder.path("away/merged")).status == 0)
}

@Test("where a file cannot be written is said before anything is played")
func unwritableOutputs() throws {
    let desk = try Desk()
    try FileManager.default.createDirectory(atPath: desk.folder.path("closed"), withIntermediateDirectories: false)
    for path in [desk.folder.path("closed"), desk.folder.path("nowhere/page.html"), "/dev/null"] {
        let result = try desk.simulate("--report", path, "--force")
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.error.contains("\(path): cannot be written: ") && result.error.contains("--report"))
    }
    #expect(try desk.names == ["closed", "gold.csv", "messages.csv", "messages.journal.jsonl"])
}

@Test(
    "a page that the disk takes only in part is not there at all, and the one before it is",
    .notUnderSanitizers("it limits the size of files"))
func halfWritten() throws {
    let desk = try Desk()
    let page = desk.folder.path("page.html")
    let report = [Program.path, "report", desk.session.journal, desk.session.messages, "--html", page]
    // Kibibytes; a page has more, because of its styles alone.
    let limited = ["bash", "-c", "ulimit -f 2; exec \"$@\"", "bash"] + report
    let first = try run(limited)
    #expect(first.status == 1 && first.error.contains("\(page): cannot be written: "), "\(first.error)")
    #expect(try desk.names == ["gold.csv", "messages.csv", "messages.journal.jsonl"])
    #expect(try run(report).status == 0)
    try desk.expectRefusal("\(page): cannot be written: ") { try run(limited) }
}

@Test("a file that is no journal is neither taken for a torn one nor repaired")
func noJournal() throws {
    let desk = try Desk()
    let notes = try desk.folder.file("notes", "buy milk")
    try desk.expectRefusal(notes, "is this a journal?") {
        try Program.run("rank", desk.session.messages, "--journal", notes)
    }
    try desk.expectRefusal("gold.csv", "is this a journal?") { try Program.run("journal", "repair", desk.gold) }
    let terminal = try TmuxTerminal([Program.path, "label", desk.session.messages, "--journal", notes])
    #expect(try terminal.waitForEnd() == 1)
    #expect(String(decoding: try desk.bytes(notes), as: UTF8.self) == "buy milk")
    #expect(!FileManager.default.fileExists(atPath: notes + ".torn"))
}
