import Answers
import Testing

@testable import TerminalUI

private func content(_ count: Int, groups: Bool = false, implications: Implications = Implications()) -> ScreenContent {
    var content = ScreenContent()
    content.isSeveral = true
    content.implications = implications
    let keys = Array("1234567890ayviwtbdpzéèàùçñßøåæœ") + Array("ждяшщ")
    content.labels = (0..<count).map { index in
        .init(key: keys[index], title: "label \(index)", color: nil, group: groups ? "group \(index % 4)" : nil)
    }
    content.question = "What is needed?"
    content.card = .init(id: "a", text: "water at the school", sources: [], why: "", guess: nil, row: 5)
    return content
}

private func screen(_ content: ScreenContent, _ columns: Int = 80, _ rows: Int = 24) -> ScreenState {
    ScreenState(content: content, columns: columns, rows: rows)
}

@Test("label keys choose and take away, enter gives all as one answer")
func choosing() {
    var state = screen(content(5))
    #expect(state.update(.key(.character("2"))).isEmpty && state.update(.key(.character("4"))).isEmpty)
    #expect(state.chosenLabels == [1, 3])
    #expect(state.update(.key(.character("2"))).isEmpty && state.chosenLabels == [3])
    #expect(state.update(.key(.character("1"))).isEmpty)
    #expect(state.update(.key(.enter)) == [.label(.several([0, 3]))])
    #expect(state.chosenLabels.isEmpty)
}

@Test("that none holds is said twice, and any key between the two takes it back")
func none() {
    var state = screen(content(5))
    #expect(state.update(.key(.enter)).isEmpty)
    #expect(state.content.notice?.contains("none of them holds") == true)
    #expect(state.update(.key(.enter)) == [.label(.several([]))])
    #expect(state.update(.key(.enter)).isEmpty)
    _ = state.update(.key(.character("1")))
    _ = state.update(.key(.character("1")))
    #expect(state.update(.key(.enter)).isEmpty)
    #expect(state.update(.key(.enter)) == [.label(.several([]))])
}

@Test("what is chosen is for one message: with another in front it is gone, and with a skip as well")
func oneMessage() {
    var state = screen(content(5))
    _ = state.update(.key(.character("1")))
    state.content.card = .init(id: "b", text: "x", sources: [], why: "", guess: nil, row: 6)
    #expect(state.chosenLabels.isEmpty)
    state.content.card?.row = 5
    #expect(state.chosenLabels == [0])
    #expect(state.update(.key(.character(" "))) == [.skip])
    #expect(state.chosenLabels.isEmpty)
}

@Test("a message that has an answer comes with it chosen")
func given() {
    var content = content(5)
    content.card?.given = [1, 2]
    var state = screen(content)
    #expect(state.chosenLabels == [1, 2])
    _ = state.update(.key(.character("3")))
    #expect(state.update(.key(.enter)) == [.label(.several([1]))])
}

@Test("a label brings those that it implies, and goes with them")
func implied() {
    let implications = Implications(closures: [[0], [1, 0], [2, 1, 0]])
    var state = screen(content(4, implications: implications))
    _ = state.update(.key(.character("3")))
    #expect(state.chosenLabels == [0, 1, 2])
    _ = state.update(.key(.character("2")))
    #expect(state.chosenLabels == [0])
    let rows = state.keyMap.rows(for: state.content)
    #expect(rows[2].sentence == "label: label 2 (and label 0, label 1)" && rows[3].sentence == "label: label 3")
}

@Test("pasted text and several characters at once choose nothing")
func pasted() {
    var state = screen(content(5))
    #expect(state.update(.text("12", isPaste: true)).isEmpty && state.chosenLabels.isEmpty)
    #expect(state.update(.text("12", isPaste: false)).isEmpty && state.chosenLabels.isEmpty)
}

@Test(
    "all labels are seen with what is chosen of them, without colour, and nothing moves as they are chosen",
    arguments: [(20, 80, 24, false), (20, 80, 24, true), (36, 120, 40, false), (36, 120, 40, true), (5, 40, 12, false)])
func layout(count: Int, columns: Int, rows: Int, groups: Bool) {
    var state = screen(content(count, groups: groups), columns, rows)
    let before = Screen.draw(state, glyphs: .ascii).lines
    for index in 0..<count { #expect(before.contains { $0.contains("[ ] label \(index)") }, "\(index)") }
    #expect(
        before.contains { $0.contains("enter answer: none") } && before.contains { $0.contains("water at the school") })
    for label in state.content.labels.indices where label % 3 == 0 {
        _ = state.update(.key(.character(state.content.labels[label].key)))
    }
    let after = Screen.draw(state, glyphs: .ascii).lines
    for index in 0..<count {
        let box = index % 3 == 0 ? "[x]" : "[ ]"
        let place = before.firstIndex { $0.contains("[ ] label \(index) ") || $0.hasSuffix("[ ] label \(index)") }
        #expect(place.map { after[$0].contains("\(box) label \(index)") } == true, "\(index)")
    }
    #expect(after.contains { $0.contains(columns < 60 ? "enter answer: label 0," : "enter answer: label 0, label 3") })
}

@Test("a click on a label chooses it, one on the answer gives it")
func clicks() throws {
    var state = screen(content(5))
    let lines = Screen.draw(state, glyphs: .ascii).lines
    func place(_ text: String) throws -> (column: Int, row: Int) {
        let row = try #require(lines.firstIndex { $0.contains(text) })
        let start = try #require(lines[row].range(of: text)?.lowerBound)
        return (lines[row].distance(from: lines[row].startIndex, to: start), row)
    }
    let label = try place("label 2")
    #expect(state.update(.click(column: label.column, row: label.row)).isEmpty && state.chosenLabels == [2])
    let answer = try place("answer: none")
    #expect(state.update(.click(column: answer.column, row: answer.row)) == [.label(.several([2]))])
}

@Test("who decides begins with what most say, and enter takes it; where half say a label keys are needed")
func deciding() {
    var content = content(3)
    content.decides = true
    func ballot(_ votes: [LabelIndices], majority: Answer?) -> ScreenContent.Ballot {
        .init(
            votes: votes.map { .init(annotator: "a", answer: .several($0), seconds: "", note: "") }, majority: majority)
    }
    content.ballot = ballot([[0, 1], [0], [0, 2]], majority: .several([0]))
    var state = ScreenState(content: content, columns: 80, rows: 24, keyMap: .adjudication)
    #expect(state.chosenLabels == [0])
    var taking = state
    #expect(taking.update(.key(.enter)) == [.label(.several([0]))])
    _ = state.update(.key(.character("2")))
    #expect(state.update(.key(.enter)) == [.label(.several([0, 1]))])
    content.ballot = ballot([[0, 1], [0]], majority: nil)
    var tied = ScreenState(content: content, columns: 80, rows: 24, keyMap: .adjudication)
    #expect(tied.update(.key(.enter)).isEmpty && tied.content.notice?.contains("half say label 1") == true)
    _ = tied.update(.key(.character("2")))
    #expect(tied.update(.key(.enter)) == [.label(.several([0, 1]))])
    #expect(
        BallotLines(
            ballot: ballot([[0, 1], []], majority: nil), content: content, keyMap: .adjudication, glyphs: .ascii,
            showsNames: false
        ).lines[0] == "votes  label 0 1 of 2, label 1 1 of 2, none 1 of 2")
}
