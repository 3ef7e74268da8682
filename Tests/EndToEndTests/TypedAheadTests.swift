#if os(Linux)
    import Foundation
    import Testing

    @Test("what is typed before the program is there does not end it while its journal is still being opened")
    func typedBeforeOpening() throws {
        let session = try FixedOrder(20)
        try session.fail("sync wait")
        let start = "until [ -e '\(session.folder.path("go"))' ]; do sleep 0.05; done; exec \"$@\""
        let terminal = try session.open(through: ["bash", "-c", start, "bash"])
        try terminal.type("q", "1")
        try terminal.wait(forText: "q1")
        _ = try session.folder.file("go", "")
        try terminal.wait(forText: "opening messages.journal.jsonl")
        try session.recover()
        let screen = try terminal.wait(for: "no label, saved") { $0.acknowledged == 0 }
        #expect(try session.isDue(after: 0, on: screen))
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        #expect(try session.labelled().isEmpty)
    }

    @Test("what is typed between the opening and the first message neither labels nor ends the program")
    func typedBeforeFirstMessage() throws {
        let session = try FixedOrder(20)
        try session.fail("sync wait")
        let terminal = try session.open()
        try terminal.wait(forText: "opening messages.journal.jsonl")
        // From here on what is typed is dropped only when the test says so.
        try session.fail("drop wait")
        // The first line is written behind the opening and before the first message.
        while try !String(contentsOfFile: session.journal, encoding: .utf8).contains("\"type\":\"journal\"") {
            Thread.sleep(forTimeInterval: 0.02)
        }
        try terminal.type("1", "1", "q")
        try session.recover()
        let screen = try terminal.wait(for: "no label, saved") { $0.acknowledged == 0 }
        #expect(try session.isDue(after: 0, on: screen))
        try terminal.type("1")
        try terminal.wait(for: "one label, saved") { $0.acknowledged == 1 }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        #expect(try session.labelled() == Array(session.order().prefix(1)))
    }

    @Test("a folder whose names cannot be made to last is said, and nothing is labelled in it")
    func folderThatCannotBeSynced() throws {
        let session = try FixedOrder(20)
        try session.fail("folder EIO")
        let terminal = try session.open(through: ["bash", "-c", #""$@"; echo ended with $?; sleep 100"#, "bash"])
        let screen = try terminal.wait(forText: "ended with 1")
        #expect(screen.joined().contains("a disk error (EIO)"))
        #expect(try session.labelled().isEmpty)
    }
#endif
