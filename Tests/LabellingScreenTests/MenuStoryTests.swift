import Annotation
import Testing

@testable import LabellingScreen

@Test("a recipe is made in the menu, is in force and in the journal, and is taken back")
func madeRecipe() throws {
    let sitting = try Sitting(columns: 120)
    try sitting.label(7)
    let count = sitting.lines().count
    try sitting.press("s")
    #expect(sitting.sees("in use: atlas"))
    sitting.write("2")
    #expect(sitting.sees("2 a round, 3 now: atlas=2"))
    try sitting.press("tab", "space", "enter", "end")
    sitting.write("1")
    #expect(sitting.sees("3 of 3 a round: atlas:head=2,random=1"))
    try sitting.press("enter")
    #expect(sitting.sees("atlas -> atlas:head=2,random=1; u takes it back"))
    #expect(sitting.lines(after: count) == ["strategy atlas:head=2,random=1"])
    #expect(sitting.sees("· atlas:head=2,random=1"))
    try sitting.press("s", "esc")
    #expect(sitting.lines(after: count).count == 1)
    // What is in use is where the next making begins.
    try sitting.press("s")
    #expect(sitting.sees("3 of 3 a round: atlas:head=2,random=1"))
    try sitting.press("esc", "u")
    #expect(sitting.sees("atlas:head=2,random=1 -> atlas again"))
}

@Test("a recipe is written in the menu; a mistake is said as it is written, and nothing is taken before it is mended")
func writtenRecipe() throws {
    let sitting = try Sitting(columns: 120)
    try sitting.label(7)
    let count = sitting.lines().count
    try sitting.press("s", "/", "ctrl-u")
    sitting.write("atlas=2,rndom=1")
    #expect(sitting.sees("there is no strategy 'rndom'"))
    try sitting.press("enter")
    #expect(sitting.sees("there is no strategy 'rndom'") && sitting.lines(after: count).isEmpty)
    for _ in "rndom=1" { try sitting.press("backspace") }
    sitting.write(" random = 1")
    #expect(!sitting.sees("there is no strategy"))
    try sitting.press("enter")
    #expect(sitting.lines(after: count) == ["strategy atlas=2,random=1"])
    // The same in another notation is the same.
    try sitting.press("s", "/", "ctrl-u")
    sitting.write("atlas = 2, random = 1")
    try sitting.press("enter")
    #expect(sitting.sees("atlas=2,random=1 is in use already") && sitting.lines(after: count).count == 1)
}

@Test("an option's number out of its range is refused where it stands")
func optionOutOfRange() throws {
    let sitting = try Sitting(columns: 120)
    try sitting.press("s", "tab", "down")
    sitting.write("21")
    #expect(sitting.sees("the number '21' of rotation-N is not a whole number from 1 to 20"))
    try sitting.press("enter")
    #expect(sitting.sees("options of ATLAS"))
    try sitting.press("backspace", "enter")
    #expect(sitting.sees("how the next messages are picked") && sitting.sees("ATLAS :rotation-2"))
    try sitting.press("esc")
    #expect(sitting.lines().isEmpty)
}

@Test("the numbers behind a reason stand there with the guess, and go with it")
func figuresOfTheReason() throws {
    let sitting = try Sitting(columns: 120)
    try sitting.label(7)
    try sitting.press("M")
    try sitting.learn()
    try sitting.press(sitting.rightKey)
    let torn = ["torn between", "wavers between", "tells "].map { "the model \($0)" }
    func why() -> String { sitting.screen.first { $0.hasPrefix("   why ") } ?? "" }
    #expect(torn.contains { why().contains($0) } && why().contains("not related and related"))
    #expect(!why().contains(" apart   ") && !why().contains("."))
    try sitting.press("m")
    #expect(why().hasSuffix(" apart") && why().contains("   ."))
    try sitting.press("m")
    #expect(!why().contains("."))
}
