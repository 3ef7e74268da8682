import Annotation
import Foundation
import Journal
import Messages
import Testing

@testable import tocsin

/// A folder that several people label in.
private struct TeamStory {
    let folder: TemporaryFolder
    var path: String { folder.url.path }

    init(_ count: Int) throws {
        folder = try TemporaryFolder()
        let rows = (0..<count).map { "m\($0),\($0 % 3 == 0 ? "flood in street" : "cricket in park") number \($0)" }
        _ = try folder.file("messages.csv", "id,text\n" + rows.joined(separator: "\n") + "\n")
    }

    func command(_ name: String, _ options: [String] = []) -> [String] {
        [Program.path, "label", path, "--annotator", name, "--encoder", "none", "--guard", "0"] + options
    }

    func journal(_ name: String) -> String { folder.path("\(name).journal.jsonl") }

    func labels(_ name: String) throws -> [LabelEvent] {
        try JournalFile.read(journal(name)).lines.compactMap { line in
            if case .label(let event) = line.event { event } else { nil }
        }
    }
}

/// The key that labels the message on the screen rightly; nil where there is none.
private func rightKey(_ screen: [String]) -> String? {
    let text = screen.prefix(8).joined(separator: " ")
    return text.contains("flood in") ? "1" : text.contains("cricket in") ? "0" : nil
}

@Test("three people: the first begins, the others join, each labels their share, and what all come to is exported")
func threePeople() throws {
    let story = try TeamStory(30)
    let names = ["ana", "ben", "cem"]
    var terminals: [TmuxTerminal] = []
    for (place, name) in names.enumerated() {
        let terminal = try TmuxTerminal(story.command(name), columns: 100, rows: 30)
        let question = try terminal.wait(forText: "enter: go on")
        #expect(question.joined(separator: " ").contains(place == 0 ? "begins one" : "joins it"))
        try terminal.type("Enter")
        try terminal.wait(forText: "0 labelled")
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }
    // From here on all three know of each other: who joins while others are at work takes nothing from under their eyes.
    for name in names {
        let terminal = try TmuxTerminal(story.command(name), columns: 100, rows: 30)
        try terminal.wait(for: "the first message") { rightKey($0) != nil }
        terminals.append(terminal)
    }
    // Until nothing is asked of anybody: shares, second opinions, what measures, claims.
    var isDone = [false, false, false]
    let deadline = Date(timeIntervalSinceNow: 600)
    while isDone.contains(false), Date() < deadline {
        for place in terminals.indices {
            let screen = try terminals[place].screen()
            guard let key = rightKey(screen) else {
                isDone[place] = screen.contains { $0.contains("all messages are labelled") || $0.contains("nothing") }
                usleep(50_000)
                continue
            }
            isDone[place] = false
            let count = try story.labels(names[place]).count
            try terminals[place].type(key)
            let patience = Date(timeIntervalSinceNow: 10)
            while try story.labels(names[place]).count == count, Date() < patience { usleep(5_000) }
        }
        let labelled = Set(try names.flatMap { try story.labels($0).map(\.id) })
        if labelled.count == 30, try terminals.allSatisfy({ rightKey(try $0.screen()) == nil }) { break }
    }
    for terminal in terminals {
        try terminal.wait(forText: "Nothing is left for you here.")
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }
    let given = try names.map { try story.labels($0) }
    let counts = Dictionary(given.joined().map { ($0.id, 1) }, uniquingKeysWith: +)
    #expect(counts.count == 30)
    // Six measure, of a fifth of the pool: two people each. Nobody else's message is done twice but for second opinions.
    let measuring = Set(given.joined().filter { $0.set == .evaluation }.map(\.id))
    #expect(measuring.count == 6)
    #expect(measuring.allSatisfy { counts[$0] == 2 })
    // Who is at a message while somebody else claims it labels it nevertheless.
    var claimed: Set<String> = []
    for name in names {
        for line in try JournalFile.read(story.journal(name)).lines {
            if case .claim(let event) = line.event { claimed.formUnion(event.ids) }
        }
    }
    #expect(counts.allSatisfy { $0.value <= (claimed.contains($0.key) ? 3 : 2) })
    #expect(given.allSatisfy { !$0.isEmpty })
    let final = try Program.run("export", story.path)
    let rows = final.output.split(separator: "\n")
    #expect(final.status == 0 && rows.count == 31, "\(final.error)")
    #expect(rows.first == "id,text,label,set,source,votes")
    #expect(rows.dropFirst().allSatisfy { $0.contains($0.contains("flood") ? ",related," : ",not_related,") })
    #expect(rows.count { $0.contains(",unanimous,") } == counts.values.count { $0 > 1 })
    let wide = try Program.run("export", story.path, "--labels", "wide").output.split(separator: "\n")
    #expect(wide.first?.hasSuffix(",label_ana,label_ben,label_cem") == true && wide.count == 31)
    let long = try Program.run("export", story.path, "--labels", "long").output.split(separator: "\n")
    #expect(long.count == given.joined().count + 1)
    let status = try Program.run("team", "status", story.path)
    #expect(status.status == 0 && status.output.contains("30 messages, 30 with a label that holds, 0 of them decided"))
    #expect(names.allSatisfy { status.output.contains($0) } && status.output.contains("ana (lead)"))
    let json = try Program.run("team", "status", story.path, "--format", "json").output
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let people = object?["people"] as? [[String: Any]]
    #expect(people?.compactMap { $0["labels"] as? Int } == given.map(\.count))
    let page = story.folder.path("agreement.html")
    #expect(try Program.run("agreement", story.path, "--html", page).status == 0)
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("Dawid and Skene"))
}

@Test("people who are killed again and again, all at once, lose nothing that was saved and keep to their shares")
func teamKillLoop() throws {
    let kills = ProcessInfo.processInfo.environment["TOCSIN_KILLS"].flatMap(Int.init) ?? 12
    let names = ["ana", "ben", "cem", "dora", "eli"]
    let story = try TeamStory(kills * 8 + 200)
    let create = try Program.run(
        "team", "create", story.path, "--lead", "ana", "--people", "ana,ben,cem", "--evaluation-items", "20")
    #expect(create.status == 0, "\(create.error)")
    var terminals: [String: TmuxTerminal] = [:]
    var saved: [String: Int] = [:]
    // Dora and eli join at the same time.
    for name in names {
        terminals[name] = try TmuxTerminal(story.command(name, ["--accept-changes"]), columns: 90, rows: 28)
    }
    for _ in 0..<kills {
        for name in names.shuffled().prefix(3) {
            guard let screen = try terminals[name]?.screen() else { continue }
            if let key = rightKey(screen) { try terminals[name]?.type(key, key) }
            if let count = screen.acknowledged { saved[name] = max(saved[name] ?? 0, count) }
        }
        let victim = names[Int.random(in: 0..<5)]
        guard let terminal = terminals[victim] else { continue }
        if let count = try terminal.screen().acknowledged { saved[victim] = max(saved[victim] ?? 0, count) }
        kill(terminal.processID, SIGKILL)
        _ = try terminal.waitForEnd()
        if FileManager.default.fileExists(atPath: story.journal(victim)) {
            let (contents, damage) = JournalContents.examine(try JournalFile.bytes(of: story.journal(victim)))
            #expect(damage.isEmpty)
            let labels = contents.lines.count { if case .label = $0.event { true } else { false } }
            #expect(labels >= saved[victim] ?? 0)
        }
        terminals[victim] = try TmuxTerminal(story.command(victim, ["--accept-changes"]), columns: 90, rows: 28)
    }
    for name in names {
        try terminals[name]?.wait(for: "the labels of before, saved") { ($0.acknowledged ?? -1) >= saved[name] ?? 0 }
        try terminals[name]?.type("q")
        #expect(try terminals[name]?.waitForEnd() == 0)
    }
    let contents = try names.map { try JournalFile.read(story.journal($0)) }
    let plan = try #require(TeamFolder.plan(of: contents))
    #expect(plan.people == names)
    // Each label lies in the share that its writer had by the lines of then: of three, four or five people.
    let pool = try MessageReader(scheme: .disaster).read(path: story.folder.path("messages.csv")).pool
    let teams = [["ana", "ben", "cem"], names.filter { $0 != "eli" }, names.filter { $0 != "dora" }, names]
    let shares = teams.compactMap { people in
        TeamPlan([TeamEvent(revision: 1, lead: "ana", people: people, joined: people)]).map { WorkShare($0) }
    }
    for name in names {
        for event in try story.labels(name) {
            let row = try #require(pool.index(ofID: event.id))
            let roles = shares.map { share in
                share.role(of: name, forText: pool.textHash(at: row), measures: event.set == .evaluation)
            }
            #expect(roles.contains { $0 != .none && $0 != .evaluationOfOthers }, "\(event.id) by \(name)")
        }
    }
    print("kills: \(kills) of five at once, labels saved: \(saved.values.reduce(0, +)), lost: 0")
}

@Test("team create, join and leave say who labels, and refuse what cannot be")
func teamCommands() throws {
    let story = try TeamStory(20)
    let path = story.path
    let none = try Program.run("team", "join", path, "--annotator", "ben")
    #expect(none.status == 1 && none.error.contains("tocsin team create"), "\(none.error)")
    for name in ["a/b", ".a", "a\u{7}b", ""] {
        #expect(try Program.run("team", "create", path, "--lead", name).status == 1)
    }
    let create = try Program.run("team", "create", path, "--lead", "ana", "--people", "ana, ben", "--overlap", "0.5")
    #expect(create.status == 0 && create.output.contains("ana (lead), ben"), "\(create.error)")
    let again = try Program.run("team", "create", path, "--lead", "ana")
    #expect(again.status == 1 && again.error.contains("ana, ben"))
    #expect(try Program.run("team", "join", path, "--annotator", "cem").output.contains("ana (lead), ben, cem"))
    #expect(try Program.run("team", "leave", path, "ben", "--annotator", "ana").output.contains("ana (lead), cem"))
    let stranger = try Program.run("team", "leave", path, "ben", "--annotator", "ana")
    #expect(stranger.status == 1 && stranger.error.contains("ben is not of the team"))
    // Who leads leaves: the next by name leads.
    #expect(try Program.run("team", "leave", path, "--annotator", "ana").output.contains("cem (lead)"))
    #expect(try Program.run("team", "leave", path, "--annotator", "cem").status == 1)
    // Without a command nobody goes on as somebody else.
    let alone = try run(["sh", "-c", "cd \"$0\" && exec \"$1\"", path, Program.path])
    #expect(alone.output.contains("one of a team") && alone.output.hasSuffix("go on with: tocsin label .\n"))
    let empty = try TemporaryFolder()
    let nothing = try Program.run("label", empty.url.path)
    #expect(nothing.status == 1 && nothing.error.contains("messages.csv"))
}

@Test("who leads a team need not label in it, and leads it still when others join and leave")
func leadWhoDoesNotLabel() throws {
    let story = try TeamStory(20)
    let path = story.path
    let create = try Program.run("team", "create", path, "--lead", "lea", "--people", "ana,ben")
    #expect(create.status == 0 && create.output.contains("ana, ben; lea leads and does not label;"), "\(create)")
    #expect(try Program.run("team", "join", path, "--annotator", "abe").output.contains("lea leads"))
    #expect(try Program.run("team", "leave", path, "ana", "--annotator", "ben").output.contains("lea leads"))
    let status = try Program.run("team", "status", path).output.split(separator: "\n")
    let leads = status.filter { $0.contains("(lead)") }
    #expect(leads.count == 1 && leads.allSatisfy { $0.contains("lea (lead)") && $0.contains("does not label") })
    // Where nobody is named, it is who begins the team.
    let other = try TeamStory(20)
    let begun = try Program.run("team", "create", other.path, "--people", "ana,ben")
    #expect(begun.output.contains("\(AccountName.current) leads and does not label"), "\(begun)")
}

@Test("a team's folder is its group's: journals 0640 there, 0600 everywhere else")
func teamModes() throws {
    let story = try TeamStory(20)
    func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }
    let group = "\(getegid())"
    let create = try Program.run("team", "create", story.path, "--lead", "ana", "--group", group)
    #expect(create.status == 0, "\(create.error)")
    #expect(mode(story.path) == 0o2770)
    #expect(mode(story.folder.path("messages.csv")) == 0o640)
    #expect(mode(story.journal("ana")) == 0o640)
    let alone = try TeamStory(20)
    #expect(try Program.run("team", "create", alone.path, "--lead", "ana").status == 0)
    #expect(mode(alone.journal("ana")) == 0o600)
    #expect(try Program.run("team", "create", alone.path, "--lead", "ana", "--group", "no-such-group").status == 1)
}

@Test("who is of a team labels on however many others write themselves into it; nobody else joins then")
func crowdedTeam() throws {
    let story = try TeamStory(20)
    let path = story.path
    #expect(try Program.run("team", "create", path, "--lead", "ana").status == 0)
    let crowd = (0..<70).map { "p\($0)" }
    let (journal, _) = try JournalFile.open(at: story.journal("ben"))
    _ = journal.append(
        .session(
            SessionEvent(
                tool: "0.4.0", task: "disaster", labels: LabelScheme.disaster.names, poolCount: 20, poolDigest: "",
                seed: 42,
                annotator: "ben")), at: Timestamp(milliseconds: 0))
    _ = journal.append(
        .team(TeamEvent(revision: 2, lead: "ana", people: crowd, joined: crowd)), at: Timestamp(milliseconds: 0))
    _ = journal.close()
    let folder = try TeamFolder(path)
    let member = try TeamMember(in: folder, name: "ana", seed: nil)
    #expect(member.plan?.people.count == 71)
    #expect(throws: TeamFolderError.self) { try TeamMember(in: folder, name: "zoe", seed: nil) }
}

@Test("two journals whose names differ in how an accent is written are told, not mixed")
func sameNames() throws {
    let story = try TeamStory(20)
    #expect(try Program.run("team", "create", story.path, "--lead", "jos\u{e9}").status == 0)
    try FileManager.default.copyItem(
        atPath: story.path + "/jos\u{e9}.journal.jsonl", toPath: story.path + "/jose\u{301}.journal.jsonl")
    let export = try Program.run("export", story.path)
    #expect(export.status == 1 && export.error.contains("two journals are called"), "\(export.error)")
}

@Test("who declines to join has written nothing, and a journal in which nothing stands is nobody's")
func declining() throws {
    let story = try TeamStory(20)
    #expect(try Program.run("team", "create", story.path, "--lead", "ana", "--people", "ana,ben").status == 0)
    let terminal = try TmuxTerminal(story.command("stranger"), columns: 100, rows: 30)
    try terminal.wait(forText: "enter: go on")
    #expect(!FileManager.default.fileExists(atPath: story.journal("stranger")))
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 130)
    let names = try FileManager.default.contentsOfDirectory(atPath: story.path)
    #expect(!names.contains { $0.contains("stranger") }, "\(names)")
    // Who joins is asked once.
    let ben = try TmuxTerminal(story.command("cem"), columns: 100, rows: 30)
    try ben.wait(forText: "enter: go on")
    try ben.type("Enter")
    try ben.wait(forText: "0 labelled")
    try ben.type("q")
    #expect(try ben.waitForEnd() == 0)
    _ = try story.folder.file("stranger.journal.jsonl", "")
    let agreement = try Program.run("agreement", story.path)
    #expect(agreement.status == 0 && !agreement.output.contains("?"), "\(agreement)")
    let wide = try Program.run("export", story.path, "--labels", "wide", "--rows", "all").output
    #expect(wide.hasSuffix(",label_ana,label_cem\n"), "\(wide)")
    #expect(try !Program.run("team", "status", story.path).output.contains("stranger"))
    let list = try run(["sh", "-c", "cd \"$0\" && exec \"$1\"", story.path, Program.path]).output
    #expect(list.contains("\n  stranger.journal.jsonl  empty\ngo on with: tocsin label .\n"), "\(list)")
}

@Test("who says something of a team while the journal is in use hears what helps there")
func teamLineWhileLabelling() throws {
    let story = try TeamStory(20)
    #expect(try Program.run("team", "create", story.path, "--lead", "ana", "--people", "ana,ben").status == 0)
    let (journal, _) = try JournalFile.open(at: story.journal("ben"))
    let leave = try Program.run("team", "leave", story.path, "ana", "--annotator", "ben")
    #expect(
        leave.status == 1 && leave.error.contains("end that one first, or have somebody else say so, with --annotator"))
    let join = try Program.run("team", "join", story.path, "--annotator", "ben")
    #expect(join.status == 0, "who is of the team already needs to write nothing: \(join.error)")
    #expect(!leave.error.contains("--journal"))
    _ = journal.close()
}

@Test("commands that take messages refuse a team's folder, and say what takes it")
func foldersAreNoMessages() throws {
    let story = try TeamStory(20)
    #expect(try Program.run("team", "create", story.path, "--lead", "ana").status == 0)
    let commands = [
        ["rank", story.path], ["report", story.journal("ana"), story.path],
        ["model", "save", story.journal("ana"), story.path, "-o", story.folder.path("m.safetensors")],
    ]
    for command in commands {
        let result = try run([Program.path] + command)
        #expect(
            result.status == 1 && result.error.contains("takes messages, not a folder that several people label in"),
            "\(result.error)")
        #expect(result.error.contains("messages.csv") && result.error.contains("tocsin label, adjudicate"))
    }
    // A folder of messages is one.
    let folder = try TemporaryFolder()
    _ = try folder.file("a.csv", "id,text\n1,one\n")
    _ = try folder.file("b.csv", "id,text\n2,two\n")
    #expect(try Program.run("rank", folder.url.path, "--encoder", "none").status == 0)
}
