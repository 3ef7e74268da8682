#if os(Linux)
    import Foundation
    import Journal
    import Testing

    /// The program, killed with SIGSYS as soon as it asks for a socket. Where the kernel cannot watch, nothing runs at all.
    private struct Watched {
        let account: Account
        let program: String
        private let library: String
        private let folder: TemporaryFolder

        init(_ account: Account = .own) throws {
            self.account = account
            folder = try TemporaryFolder()
            program = try account.readable(Program.path, in: folder)
            library = try account.readable(Program.faultInjector(), in: folder)
        }

        func command(_ command: [String]) -> [String] {
            account.running(["env", "LD_PRELOAD=\(library)", "TOCSIN_NO_SOCKET=1"] + command)
        }

        func run(_ command: [String]) throws -> CommandResult { try EndToEndTests.run(self.command(command)) }
    }

    private let signalled: Int32 = 128 + SIGSYS

    /// Some containers do not let a process watch itself: there nothing can be said, which the test run then reports.
    private func kernelWatches() throws -> Bool { try Watched().run(["bash", "-c", "exit 7"]).status == 7 }

    private let refusal: Comment = "the kernel does not let a process watch its own system calls here"

    /// Whether there is somebody else to be, who can read the program and the toolchain's libraries.
    private func isAnotherUser() throws -> Bool {
        guard try geteuid() == 0 && kernelWatches() else { return false }
        let watched = try Watched(.ordinary)
        // The copy of the program goes with it.
        return try withExtendedLifetime(watched) {
            try run(watched.account.running([watched.program, "--help"])).status == 0
        }
    }

    private let sameUser: Comment = "only root can be another user, and that one must be able to read the toolchain"

    @Test(
        "a program that asks for a socket is killed at once, so that the tests below would notice",
        .enabled(refusal) { try kernelWatches() })
    func socketsAreNoticed() throws {
        #expect(try Watched().run(["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9"]).status == signalled)
        // What a program starts is watched as well.
        let child = "bash -c 'exec 3<>/dev/udp/127.0.0.1/9'; exit $?"
        #expect(try Watched().run(["bash", "-c", child]).status == signalled)
        #expect(try Watched().run(["bash", "-c", "exit 7"]).status == 7)
    }

    @Test(
        "a whole session opens no socket: rounds, notes, search, strategies, curves, lists, undo and the end",
        .enabled(refusal) { try kernelWatches() })
    func sessionWithoutSockets() throws { try playSession(as: .own) }

    @Test("nor does a session of a user who may do little", .enabled(sameUser) { try isAnotherUser() })
    func ordinarySessionWithoutSockets() throws { try playSession(as: .ordinary) }

    private func playSession(as account: Account) throws {
        let watched = try Watched(account)
        let folder = try TemporaryFolder()
        let rows = (0..<80).map { $0 % 2 == 0 ? "m\($0),flood at bridge \($0)" : "m\($0),concert number \($0)" }
        let messages = try folder.file("messages.csv", "id,text\n" + rows.joined(separator: "\n") + "\n")
        try account.take(folder)
        // Without what tells who and where the annotator is, so that it has to be asked for.
        let nameless = ["env", "-u", "HOME", "-u", "USER", "-u", "LOGNAME", watched.program]
        let terminal = try TmuxTerminal(
            watched.command(
                nameless + ["label", messages, "--guard", "0"]
                    + ["--evaluation-items", "2", "--seed-items", "4", "--round", "5"]),
            environment: ["EDITOR": "sed -i s/really/truly/"])
        func press(_ keys: String..., untilText text: String) throws {
            for key in keys { try terminal.type(key) }
            try terminal.wait(forText: text)
        }
        // The last line may hold what a round says.
        func close() throws {
            try terminal.type("Escape")
            try terminal.wait(for: "the message, without a list") { screen in
                screen.contains { $0.contains("space skip") } && !screen.contains { $0.contains("esc: ") }
            }
        }
        try press(untilText: "0 labelled")
        let status = try String(contentsOfFile: "/proc/\(terminal.processID)/status", encoding: .utf8)
        #expect(status.contains("\nSeccomp:\t2\n"), "nobody watches the program")
        // Rounds come when they are learnt; how many labels that takes depends on the machine.
        var count = 0
        while try !terminal.wait(forText: " \(count) labelled").contains(where: { $0.contains("batch 2 ") }) {
            try #require(count < 75)
            try terminal.type(try terminal.screen().contains { $0.hasPrefix("   flood") } ? "1" : "0")
            count += 1
        }
        try press("u", untilText: "undone: label it again")
        try press("n", untilText: "note:")
        try press("r", "e", "a", "l", "l", "y", "Enter", untilText: "note: really")
        try press("e", untilText: "note: truly")
        try press("f", untilText: "FLAGGED")
        try press("/", untilText: "type what to look for")
        try press("4", "4", untilText: "1 hit")
        try press("Enter", "1", untilText: ">1")
        // Escape and a key behind it at once would be that key with Alt.
        try close()
        try press("s", untilText: "margin")
        try close()
        try press("L", untilText: "· least-confidence")
        try press("c", untilText: "evaluation")
        try close()
        try press("h", untilText: "newest first")
        try close()
        try press("r", untilText: "labelled")
        try terminal.wait(for: "all saved") { $0.contains { $0.hasSuffix(" saved") } }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)

        let journal = folder.path("messages.journal.jsonl")
        let text = try String(contentsOfFile: journal, encoding: .utf8)
        for type in ["round", "note", "flag", "undo", "strategy"] { #expect(text.contains("\"type\":\"\(type)\"")) }
        let other = try folder.file("other", text)
        let damaged = try damaged(folder)
        let page = folder.path("page.html")
        let long = try folder.file("long", longJournal(journal))
        try account.take(folder)
        for command in [
            ["rank", messages, "-n", "3", "--evaluation-items", "2", "--seed-items", "4", "--round", "5"],
            ["export", messages], ["report", journal, messages, "--html", page], ["strategies"],
            ["journal", "verify", journal], ["journal", "stats", journal], ["journal", "show", journal],
            ["journal", "merge", journal, other, "--output", folder.path("merged")],
            ["journal", "repair", damaged], ["journal", "verify", long],
        ] {
            let result = try watched.run(nameless + command)
            #expect(result.status == 0, "\(command): \(result.error)")
        }
    }

    /// A journal with a line that is none.
    private func damaged(_ folder: TemporaryFolder) throws -> String {
        let line = #"{"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","type":"skip","id":"1","round":0}"#
        return try folder.file("damaged", line + "\nrubbish\n")
    }

    /// A journal with the same beginning that is long enough to be read by several threads.
    private func longJournal(_ journal: String) throws -> String {
        let session = try #require(try JournalFile.read(journal).session)
        let skips = (1...40_000).map { _ in JournalEvent.skip(id: "1", round: 0) }
        let events = [.session(session)] + skips + [.end(EndEvent(lines: 40_002))]
        var random = SystemRandomNumberGenerator()
        var chain = LineChain(identity: JournalIdentity(using: &random))
        let lines = events.enumerated().flatMap { sequence, event in
            chain.encoded(JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event))
        }
        return String(decoding: lines, as: UTF8.self)
    }

    @Test(
        "a simulation opens no socket",
        .enabled(refusal) { try kernelWatches() })
    func simulationWithoutSockets() throws { try simulate(as: .own) }

    @Test("nor does a simulation of a user who may do little", .enabled(sameUser) { try isAnotherUser() })
    func ordinarySimulationWithoutSockets() throws { try simulate(as: .ordinary) }

    private func simulate(as account: Account) throws {
        let watched = try Watched(account)
        let folder = try TemporaryFolder()
        let rows = (0..<80).map { "m\($0),\($0 % 2 == 0 ? "flood at bridge" : "concert number") \($0),\(($0 + 1) % 2)" }
        let messages = try folder.file("messages.csv", "id,text,label\n" + rows.joined(separator: "\n") + "\n")
        try account.take(folder)
        let result = try watched.run([
            watched.program, "simulate", messages, "--strategies", "random,atlas", "--seeds", "1", "--start", "10",
            "--round", "10", "--labels", "30", "--results", folder.path("results.jsonl"), "--report",
            folder.path("page.html"),
        ])
        #expect(result.status == 0, "\(result.error)")
    }

    @Test(
        "the one command that asks for a socket is sync",
        .enabled("the kernel watches nobody here, or PostgreSQL's client library is missing") {
            try dlopen("libpq.so.5", RTLD_LAZY) != nil && kernelWatches()
        })
    func onlySyncAsks() throws {
        let watched = try Watched()
        let folder = try TemporaryFolder()
        let address = "postgres:///d?host=\(folder.path("none"))"
        #expect(try watched.run([watched.program, "sync", folder.url.path, address, "--once"]).status == signalled)
    }

    @Test(
        "an encoder is listed, checked and learnt from without a socket, with a screen and without",
        .enabled(refusal) { try kernelWatches() })
    func encoderWithoutSockets() throws {
        let watched = try Watched()
        let folder = try TemporaryFolder()
        let encoder = try TinyTransformer().folder()
        let session = try WrittenJournal(in: folder)
        for command in [
            ["encoder", "list"], ["encoder", "check", encoder.path],
            ["rank", session.messages, "--strategy", "least-confidence", "--encoder", encoder.path],
        ] {
            let result = try watched.run([watched.program] + command)
            #expect(result.status == 0, "\(command): \(result.error)")
        }
        #expect(FileManager.default.fileExists(atPath: folder.path("messages.vectors")))
        try FileManager.default.removeItem(atPath: folder.path("messages.vectors"))
        let terminal = try TmuxTerminal(
            watched.command([watched.program, "label", session.messages, "--guard", "0", "--encoder", encoder.path]))
        try terminal.wait(for: "vectors that are stored") { _ in
            FileManager.default.fileExists(atPath: folder.path("messages.vectors"))
        }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }
#endif
