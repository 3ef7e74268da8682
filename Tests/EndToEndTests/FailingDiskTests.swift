#if os(Linux)
    import Foundation
    import Journal
    import Testing

    @Test("while a sync hangs keys go on and nothing is called saved; when it is over everything is")
    func hangingSync() throws {
        let session = try FixedOrder(40)
        let terminal = try session.open()
        try terminal.wait(for: "no label, saved") { $0.acknowledged == 0 }
        try session.fail("sync wait")
        try terminal.labelRelated(12)
        // After a few seconds it is said that the disk does not answer.
        func waits(_ count: Int, on screen: [String]) -> Bool {
            screen.contains {
                $0.hasSuffix("saving \(count)") || $0.contains("NOT SAVED (\(count)): the disk has not answered")
            }
        }
        let labelled = try terminal.wait(for: "12 labels that are being saved") { screen in
            screen.contains { $0.contains(" 12 labelled") } && waits(12, on: screen)
        }
        #expect(try session.isDue(after: 12, on: labelled))
        try terminal.type("u")
        let undone = try terminal.wait(for: "11 labels, and the undoing, that are being saved") { screen in
            screen.contains { $0.contains(" 11 labelled") } && waits(13, on: screen)
        }
        #expect(try session.isDue(after: 11, on: undone))
        let silent = try terminal.wait(forText: "NOT SAVED (13): the disk has not answered")
        #expect(silent.contains { $0.contains(" 11 labelled") })
        try terminal.labelRelated(1)
        try terminal.wait(forText: " 12 labelled")
        try terminal.type("u")
        try terminal.wait(forText: "NOT SAVED (15): the disk has not answered")
        #expect(labelled.acknowledged == nil && undone.acknowledged == nil)
        try session.recover()
        try terminal.wait(for: "11 labels, saved") { $0.acknowledged == 11 }
        let order = try session.order()
        #expect(try session.labelled() == Array(order.prefix(12)) + [order[11]])
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        #expect(try Program.run("journal", "verify", session.journal).status == 0)
    }

    @Test("on a disk that takes two seconds for each sync dozens of keys are taken at once, and the end waits for them")
    func twoSecondSync() throws {
        let session = try FixedOrder(80)
        let terminal = try session.open()
        try terminal.wait(for: "no label, saved") { $0.acknowledged == 0 }
        try session.fail("sync 2000")
        try terminal.labelRelated(36)
        let labelled = try terminal.wait(forText: " 36 labelled")
        #expect(try session.isDue(after: 36, on: labelled))
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        #expect(try session.labelled() == Array(session.order().prefix(36)))
    }

    @Test("leaving during a sync says what it waits for, and leaves no key that was typed meanwhile to the shell")
    func leavingDuringSync() throws {
        let session = try FixedOrder(20)
        let rest = #""$@"; echo ended with $?; read -t 0.1 -n 1 -s key; echo "key: [$key]"; sleep 100"#
        let terminal = try session.open(through: ["bash", "-c", rest, "bash"], columns: 40, rows: 12)
        try terminal.wait(for: "no label, saved") { $0.contains { $0.hasSuffix(" saved") } }
        try session.fail("sync wait")
        for count in 1...3 {
            try terminal.type("1")
            try terminal.wait(for: "\(count) labels that are being saved") {
                $0.contains { $0.hasSuffix("saving \(count)") }
            }
        }
        try terminal.type("q")
        try terminal.wait(forText: "saving 3 more, then the program ends")
        try terminal.type("1", "x", "q")
        try session.recover()
        try terminal.wait(forText: "ended with 0")
        try terminal.wait(forText: "key: []")
        #expect(try session.labelled() == Array(session.order().prefix(3)))
    }

    @Test("a journal that takes long to open is named while it does")
    func slowOpening() throws {
        let session = try FixedOrder(20)
        try session.fail("sync wait")
        let terminal = try session.open(columns: 40, rows: 12)
        try terminal.wait(forText: "opening messages.journal.jsonl")
        // Typed blindly: meant for nothing that anyone has seen.
        try terminal.type("1", "1")
        try terminal.wait(forText: "the disk has not answered for")
        try session.recover()
        try terminal.wait(forText: "0 labelled")
    }

    @Test("who does not want to wait for the disk leaves before the journal is open", arguments: ["q", "C-c"])
    func leavingWhileOpening(key: String) throws {
        let session = try FixedOrder(20)
        try session.fail("sync wait")
        let terminal = try session.open()
        try terminal.wait(forText: "opening messages.journal.jsonl")
        try terminal.type(key)
        #expect(try terminal.waitForEnd() == 130)
    }

    @Test(
        "a disk that fails under the program is named in words, wide or narrow; keys go on; all is saved once when it works",
        arguments: [
            ("sync EIO", "a disk error"), ("write EIO", "a disk error"), ("write ENOSPC", "the disk is full"),
            ("write EDQUOT", "the disk quota is full"), ("write ESTALE", "network disk lost"),
            ("write EROFS", "the disk is read-only"),
        ])
    func failingDisk(fault: String, words: String) throws {
        let session = try FixedOrder(40)
        let terminal = try session.open()
        try terminal.wait(for: "no label, saved") { $0.acknowledged == 0 }
        try terminal.labelRelated(2)
        try terminal.wait(for: "2 labels, saved") { $0.acknowledged == 2 }
        try session.fail(fault)
        try terminal.labelRelated(3)
        let failed = try terminal.wait(for: "3 labels that are not saved, and why") { screen in
            screen.contains { $0.contains("NOT SAVED (3): \(words)") }
        }
        #expect(try session.isDue(after: 5, on: failed))
        try terminal.resize(columns: 40, rows: 12)
        try terminal.labelRelated(1)
        try terminal.wait(for: "4 labels that are not saved, and why, in 40 columns") { screen in
            screen.contains { $0.contains("NOT SAVED (4): \(words)") }
        }
        try terminal.type("h")
        try terminal.wait(for: "the history, and that 4 labels are not saved") { screen in
            screen.contains { $0.hasPrefix(">1") } && screen.contains { $0.contains("NOT SAVED (4): \(words)") }
        }
        try terminal.type("Escape")
        try terminal.wait(for: "the message") { screen in !screen.contains { $0.hasPrefix(">1") } }
        try terminal.resize(columns: 80, rows: 24)
        try terminal.type("u")
        let undone = try terminal.wait(for: "the undoing is not saved either") { screen in
            screen.contains { $0.contains("NOT SAVED (5): \(words)") } && screen.contains { $0.contains(" 5 labelled") }
        }
        #expect(try session.isDue(after: 5, on: undone))
        try session.recover()
        try terminal.wait(for: "5 labels, saved") { $0.acknowledged == 5 }
        try terminal.labelRelated(1)
        try terminal.wait(for: "6 labels, saved") { $0.acknowledged == 6 }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        // Six labels, one undone and given again, each line once and in order: else its numbers had a gap.
        let order = try session.order()
        #expect(try session.labelled() == Array(order.prefix(6)) + [order[5]])
        // The session, the labels, and the end.
        #expect(try JournalFile.read(session.journal).lines.map(\.sequence) == Array(0..<10))
        #expect(try Program.run("journal", "verify", session.journal).status == 0)
        // What the failed tries left behind was the program's own: nothing to set aside.
        #expect(!FileManager.default.fileExists(atPath: session.journal + ".torn"))
    }

    @Test(
        "in a folder that takes no new files any more the journal goes on; once it is deleted there, it is said why it stays so",
        arguments: [("EACCES", "there is no permission"), ("EROFS", "the disk is read-only")])
    func closedFolder(fault: String, words: String) throws {
        let session = try FixedOrder(40)
        let terminal = try session.open()
        try terminal.wait(for: "no label, saved") { $0.acknowledged == 0 }
        try session.fail("create \(fault)")
        try terminal.labelRelated(3)
        try terminal.wait(for: "3 labels, saved") { $0.acknowledged == 3 }
        try FileManager.default.removeItem(atPath: session.journal)
        try terminal.labelRelated(2)
        let failed = try terminal.wait(forText: "NOT SAVED (2): \(words)")
        #expect(try session.isDue(after: 5, on: failed))
        #expect(!FileManager.default.fileExists(atPath: session.journal))
        try session.recover()
        try terminal.wait(for: "5 labels, saved") { $0.acknowledged == 5 }
        #expect(try session.labelled() == Array(session.order().prefix(5)))
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        #expect(try Program.run("journal", "verify", session.journal).status == 0)
    }

    @Test("where the journal's folder takes nothing to the end, all is saved in the home folder, and the end says so")
    func savedAtHome() throws {
        let session = try FixedOrder(20)
        let home = try TemporaryFolder()
        let terminal = try session.open(
            through: ["bash", "-c", #""$@"; echo ended with $?; sleep 100"#, "bash"],
            environment: ["HOME": home.url.path])
        try terminal.wait(for: "no label, saved") { $0.acknowledged == 0 }
        try session.fail("create EROFS", "write EROFS")
        try terminal.labelRelated(3)
        try terminal.wait(forText: "NOT SAVED (3): the disk is read-only")
        try terminal.type("q")
        try terminal.wait(forText: "save them elsewhere")
        try terminal.type("q")
        let screen = try terminal.wait(forText: "ended with 1")
        #expect(screen.joined().contains("\(home.url.path)/messages.journal.jsonl.rescued"))
        #expect(
            try FixedOrder.labelled(in: home.path("messages.journal.jsonl.rescued"))
                == Array(session.order().prefix(3)))
        #expect(try session.labelled().isEmpty)
    }
#endif
