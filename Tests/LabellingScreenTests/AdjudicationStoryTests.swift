import Annotation
import Journal
import Messages
import TerminalUI
import Testing

@testable import LabellingScreen

private let tie = ["ana": "related", "ben": "not_related"]
private let twoToOne = ["ana": "related", "ben": "related", "cai": "not_related"]
private let agreed = ["ana": "related", "ben": "related"]

@Test("a label key decides and goes on, over all votes that were looked at, until nothing is left")
func decidesAndGoesOn() throws {
    let deciding = try Deciding([tie, agreed, tie])
    #expect(deciding.sees("street 0") && deciding.sees("votes  not related 1, related 1"))
    try deciding.press("1")
    #expect(deciding.lines == ["decide m0 related over ana0 ben0"])
    #expect(deciding.sees("street 2") && deciding.sees("1 decided"))
    try deciding.press("0")
    #expect(deciding.lines.last == "decide m2 not_related over ana2 ben2")
    #expect(deciding.sees("Nothing is left to decide. Annotators agree on 1 message; 2 are decided."))
    try deciding.press("1", "space", "enter", "m")
    #expect(deciding.lines.count == 2)
}

@Test("who said what stands there only when asked for, and goes with the message")
func namesOnDemand() throws {
    let deciding = try Deciding([tie, tie])
    deciding.hears("ana", notes: "a film title", on: 0)
    // It came while the message stood there: it is shown when asked for.
    #expect(deciding.sees("others") == false)
    try deciding.press("esc")
    #expect(deciding.sees("1 with a note (@)"))
    #expect(!deciding.sees("ana") && !deciding.sees("2.4 s"))
    try deciding.press("@")
    #expect(deciding.sees("ana  related · 2.4 s · note: a film title") && deciding.sees("ben  not related · 2.4 s"))
    try deciding.press("1")
    #expect(!deciding.sees("2.4 s"))
}

@Test("enter takes what most say, and says why it cannot where as many say otherwise")
func majority() throws {
    let deciding = try Deciding([tie, twoToOne])
    try deciding.press("enter")
    #expect(deciding.sees("a tie: as many say not related as related; a label key decides") && deciding.lines.isEmpty)
    try deciding.press("1", "enter")
    #expect(deciding.lines.last == "decide m1 related over ana1 ben1 cai0")
}

@Test("a reason is one key before the decision, or one after it, and what has no rule is listed")
func reasons() throws {
    let deciding = try Deciding([tie, tie, tie])
    try deciding.press("f")
    #expect(deciding.sees("reason guideline gap") && deciding.lines.isEmpty)
    try deciding.press("f", "m", "1")
    #expect(deciding.lines == ["decide m0 related over ana0 ben0, ambiguous"])
    // The next one has none yet.
    #expect(deciding.sees("reason none (m ambiguous, f guideline gap, s slip)"))
    try deciding.press("0", "r", "r")
    #expect(deciding.lines.last == "decide m1 not_related over ana1 ben1, gap" && deciding.sees("reason guideline gap"))
    try deciding.press("l")
    #expect(deciding.sees("what the guidelines do not settle: 1") && deciding.sees("street 1"))
    #expect(!deciding.sees("street 0"))
    try deciding.press("esc", "h", "f")
    #expect(deciding.sees("decided, newest first: 2") && deciding.lines.last == "decide m1 not_related over ana1 ben1")
    try deciding.press("down", "u")
    #expect(deciding.lines.last == "reopen m0")
    try deciding.press("esc", "esc")
    #expect(deciding.sees("street 0"))
}

@Test("undo takes back decisions, notes and what was left for later, in turn")
func undoing() throws {
    let deciding = try Deciding([tie, tie])
    try deciding.press("space")
    #expect(deciding.sees("street 1"))
    try deciding.press("1", "n")
    deciding.write("ask Ben")
    try deciding.press("enter")
    #expect(
        deciding.lines == ["decide m1 related over ana1 ben1", "note m0 ask Ben"] && deciding.sees("your note: ask Ben")
    )
    try deciding.press("u", "u", "u")
    #expect(
        deciding.lines.suffix(2) == ["undo 1", "undo 0"] && deciding.sees("street 0") && deciding.sees("it is in front")
    )
    try deciding.press("u")
    #expect(deciding.sees("there is nothing to undo"))
}

@Test("what others label meanwhile moves nothing in front, and comes for a second look once it was decided")
func secondLooks() throws {
    let deciding = try Deciding([tie, tie])
    deciding.hears("ben", labels: 0, "related")
    #expect(deciding.sees("street 0") && deciding.sees("votes  not related 1, related 1"))
    #expect(deciding.sees("others say otherwise by now: esc shows it"))
    try deciding.press("0")
    #expect(deciding.lines == ["decide m0 not_related over ana0 ben0"] && deciding.sees("street 1"))
    try deciding.press("1")
    #expect(deciding.sees("street 0") && deciding.sees("before not related, by lea") && deciding.sees("second look"))
    #expect(deciding.sees("votes  related 2"))
    try deciding.press("enter")
    #expect(deciding.lines.last == "decide m0 related over ana0 ben2" && deciding.sees("Nothing is left to decide"))
}

@Test("who waits sees a first disagreement when it comes")
func firstDisagreement() throws {
    let deciding = try Deciding([["ana": "related"]])
    #expect(deciding.sees("no message has labels of two annotators yet"))
    deciding.hears("ben", labels: 0, "not_related")
    #expect(deciding.sees("street 0"))
}

@Test("no key decides on what was not on the screen long enough, nor does one of several that come at once")
func guarded() throws {
    let deciding = try Deciding([tie, tie, tie])
    try deciding.press("1", after: .milliseconds(100))
    #expect(deciding.lines.isEmpty && deciding.sees("too fast: 1 was not taken"))
    deciding.take(.key(.character("1")), .key(.character("0")), .key(.enter))
    #expect(deciding.lines == ["decide m0 related over ana0 ben0"])
    deciding.take(.text("10", isPaste: false))
    deciding.take(.text("1", isPaste: true))
    #expect(deciding.lines.count == 1)
}

@Test("where the disk fails the screen says so, and the way out works as where messages are labelled")
func failingDisk() throws {
    let deciding = try Deciding([tie, tie])
    deciding.journal.status = .failing(pending: 1, reason: "no space left")
    try deciding.press("1")
    #expect(deciding.sees("NOT SAVED (1): no space left"))
    try deciding.press("q")
    #expect(!deciding.loop.isOver)
    try deciding.press("0", ">", "enter")
    #expect(deciding.journal.path == "/elsewhere.jsonl")
}

@Test("a model is asked for what is in doubt at the start, and again after ten changes")
func doubts() throws {
    let deciding = try Deciding(Array(repeating: tie, count: 24))
    #expect(deciding.learningCount == 1)
    for _ in 0..<12 { try deciding.press("1") }
    // The first answer has not come.
    #expect(deciding.learningCount == 1)
    deciding.deliver(.doubt(nil))
    #expect(deciding.learningCount == 2)
}

@Test("message, votes and label keys are there on every screen", arguments: [(80, 24), (200, 60), (40, 12)])
func sizes(columns: Int, rows: Int) throws {
    for glyphs in [Glyphs.unicode, .ascii] {
        let long: (Int) -> String = { "street \($0) is " + String(repeating: "very much ", count: 30) + "flooded" }
        for text in [{ "street \($0) is flooded" }, long] {
            let deciding = try Deciding([tie, tie], text: text, columns: columns, rows: rows, glyphs: glyphs)
            #expect(deciding.sees("street 0") && deciding.sees("votes  not related 1, related 1"))
            #expect(deciding.sees("0 not related") && deciding.sees("1 related"))
            try deciding.press("@")
            #expect(deciding.sees("votes  not related 1, related 1"))
            try deciding.press("?")
            #expect(deciding.sees("keys"))
            #expect(deciding.screen.allSatisfy { DisplayText($0).width <= columns })
        }
    }
}

@Test("with twenty labels the votes are in sight, and each label's key is its own")
func manyLabels() throws {
    let keys = Array(LabelKeys.standard.prefix(20))
    let labels = keys.enumerated().map {
        "  - {name: l\($0.offset), title: label \($0.offset), key: \"\($0.element)\"}"
    }
    let scheme = try LabelScheme(
        yaml: "task: t\nlabels:\n" + labels.joined(separator: "\n"), path: "task.yaml",
        reserved: KeyMap.adjudication.reserved)
    let deciding = try Deciding([["ana": "l3", "ben": "l17"]], scheme: scheme)
    #expect(deciding.sees("votes  label 3 1, label 17 1"))
    try deciding.press(String(keys[17]))
    #expect(deciding.lines == ["decide m0 l17 over ana0 ben0"])
}

@Test("undo says what it took back: a decision, its reason, or that it was made otherwise")
func whatUndoTookBack() throws {
    let deciding = try Deciding([tie, tie])
    try deciding.press("1", "r", "r", "u")
    #expect(deciding.lines.last == "undo 2" && deciding.sees("m0, related: reason ambiguous, as before"))
    try deciding.press("u")
    #expect(deciding.sees("m0, related: reason none, as before; the decision holds"))
    try deciding.press("h", "0", "esc", "u")
    #expect(deciding.sees("the decision is as it was before: m0, related"))
    try deciding.press("h", "u", "esc", "u")
    #expect(deciding.sees("the decision holds again: m0, related"))
    try deciding.press("u")
    #expect(deciding.sees("taken back: what was decided last"))
}
