import Foundation
import TerminalUI
import Testing

@Test("ten keys in one burst write no label, ten a moment apart at most one, and the screen says why")
func burstOfKeys() throws {
    let session = try FixedOrder(30)
    let terminal = try TmuxTerminal([Program.path, "label", session.messages, "--evaluation-items", "30"])
    try terminal.wait(forText: "0 labelled")
    Thread.sleep(forTimeInterval: 0.3)
    try terminal.send("1111111111".utf8)
    let screen = try terminal.wait(forText: "10 characters at once: none of them was taken as a key")
    #expect(screen.contains { $0.contains("0 labelled") })
    #expect(try session.labelled().isEmpty)
    Thread.sleep(forTimeInterval: 0.3)
    var isHeldDown = true
    for _ in 0..<10 {
        let start = ContinuousClock.now
        try terminal.type("1")
        if ContinuousClock.now - start > .milliseconds(100) { isHeldDown = false }
    }
    // A machine that is busy types too slowly for a key that is held down; then each of them labels, and rightly.
    if isHeldDown {
        // Two of them may have come together: then neither was a key.
        try terminal.wait(for: "why the others were not taken") { screen in
            screen.contains { $0.contains("too fast: 1 was not taken; --guard 0 takes every key") }
                || screen.contains { $0.contains("characters at once") }
        }
        #expect(try session.labelled().count <= 1)
    }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    for (value, status) in [("-1", Int32(64)), ("5001", 64), ("soon", 64)] {
        let result = try Program.run("label", session.messages, "--guard=\(value)")
        #expect(result.status == status && result.error.contains("guard"), "\(result.error)")
    }
}

@Test("without a pause a burst labels message after message in their order, each drawn before its key")
func burstWithoutAPause() throws {
    let session = try FixedOrder(30)
    let terminal = try TmuxTerminal(session.command)
    try terminal.wait(forText: "0 labelled")
    try terminal.type("1", "0", "1", "1", "0", "1")
    try terminal.wait(forText: "6 labelled")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(try session.labelled() == Array(session.order().prefix(6)))
}
