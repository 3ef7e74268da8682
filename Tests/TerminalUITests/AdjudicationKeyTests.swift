import Testing

@testable import TerminalUI

@Test("no key of who decides can be a label's: each character is one of who labels as well")
func keysOfAdjudication() {
    let labelling = Set(KeyMap.standard.reserved.keys)
    #expect(Set(KeyMap.adjudication.reserved.keys).isSubset(of: labelling))
    #expect(KeyMap.adjudication.conflicts.isEmpty)
    #expect(Set(KeyMap.bindingNames).count == KeyMap.bindingNames.count)
}

@Test("every binding of who decides does something on the message, or says why not")
func adjudicationBindings() {
    var content = ScreenContent()
    content.decides = true
    content.labels = [.init(key: "0", title: "no", color: nil), .init(key: "1", title: "yes", color: nil)]
    content.card = .init(id: "a", text: "x", sources: [], why: "", guess: nil)
    content.ballot = .init(
        votes: [
            .init(annotator: "ana", answer: 1, seconds: "", note: ""),
            .init(annotator: "ben", answer: 1, seconds: "", note: ""),
            .init(annotator: "cai", answer: 0, seconds: "", note: ""),
        ], majority: 1)
    let moves: Set<Action> = [.up, .down, .pageUp, .pageDown, .top, .bottom]
    for binding in KeyMap.adjudication.bindings where !moves.contains(binding.action) {
        let before = ScreenState(content: content, columns: 80, rows: 24, keyMap: .adjudication)
        var state = before
        let effects = state.update(.key(binding.key))
        #expect(!effects.isEmpty || state != before, "\(binding.id)")
    }
    var state = ScreenState(content: content, columns: 80, rows: 24, keyMap: .adjudication)
    #expect(state.update(.key(.enter)) == [.label(1)])
    #expect(state.update(.key(.character("m"))) == [.reason(.ambiguous, row: 0)])
}

/// Three people, of whom one has done nothing.
private var people: [ScreenContent.Person] {
    var ana = ScreenContent.Person(name: "ana")
    ana.isLead = true
    (ana.today, ana.labels, ana.medianSeconds, ana.skips) = (12, 340, 3.44, 5)
    (ana.agreeing, ana.compared, ana.sharedCount) = (31, 40, 38)
    ana.agreement = .init(value: 0.775, low: 0.62, high: 0.88)
    ana.alpha = .init(value: -0.1, low: -0.3, high: 0.2)
    (ana.done, ana.left, ana.lastSeen) = (300, 200, "11-24 10:05")
    var ben = ScreenContent.Person(name: "ben")
    ben.isOneself = true
    return [ana, ben, ScreenContent.Person(name: "cai")]
}

@Test(
    "the page of people says each figure with what it rests on, wide or narrow, and says when nobody else is there",
    arguments: [(200, 60), (80, 24), (40, 12)])
func pageOfPeople(columns: Int, rows: Int) {
    var content = ScreenContent()
    var state = ScreenState(content: content, columns: columns, rows: rows)
    _ = state.update(.key(.character("@")))
    #expect(state.open == .message && state.content.notice?.hasPrefix("you label alone") == true)
    content.isTeam = true
    state.content = content
    _ = state.update(.key(.character("@")))
    #expect(Screen.draw(state).lines.contains { $0.contains("counting") })
    state.content.people = people
    let lines = Screen.draw(state).lines
    #expect(lines[0] == " who labels here: 3")
    let all = lines.joined(separator: "\n")
    #expect(all.contains("ana (leads)") && all.contains("ben (you)") && all.contains("340"))
    if columns == 200 {
        for text in ["78 % (62-88, n=38)", "-.10 (-.30 to .20, n=38)", "300/200", "3.4", "11-24 10:05", "never"] {
            #expect(all.contains(text), "\(text)")
        }
    }
    #expect(lines.last?.contains("esc: back") == true)
    _ = state.update(.key(.character("@")))
    #expect(state.open == .message)
}
