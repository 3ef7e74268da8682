import Annotation
import SessionFixture
import TerminalUI
import Testing

@testable import LabellingScreen

private func sitting(goingOn before: Sitting? = nil, vectors: Bool = true, areThere: Bool = false) throws -> Sitting {
    try Sitting(
        goingOn: before?.journal.lines ?? [], vectors: { vectors ? ToldVectors($0, areThere: areThere) : nil })
}

@Test("while vectors are made the screen says how far they are, and how long it takes; labelling goes on")
func makingVectors() throws {
    let sitting = try sitting()
    sitting.reportVectors(.making(done: 0, of: 200))
    #expect(sitting.sees("reading for meaning 0 %") && !sitting.sees("left"))
    sitting.wait(.seconds(3))
    sitting.reportVectors(.making(done: 50, of: 200))
    // A quarter took three seconds, so the rest takes nine.
    #expect(sitting.sees("reading for meaning 25 %, 9 s left"))
    try sitting.press("1")
    #expect(sitting.lines().count == 1 && sitting.sees("reading for meaning 25 %"))
    sitting.reportVectors(.complete)
    #expect(!sitting.sees("reading for meaning"))
}

@Test("when the vectors are there the next round learns from them, and says what it was learnt from")
func vectorsAreThere() throws {
    let sitting = try sitting()
    try sitting.label(8)
    #expect(sitting.lines().last?.hasPrefix("round 1") == true || sitting.lines().contains { $0.hasPrefix("round 1") })
    let rounds = sitting.lines().count { $0.hasPrefix("round") }
    sitting.reportVectors(.complete)
    try sitting.learn()
    try sitting.press(sitting.rightKey)
    #expect(sitting.lines().count { $0.hasPrefix("round") } == rounds + 1)
    #expect(sitting.sees("learnt from"))
    try sitting.press("x")
    #expect(sitting.sees("meaning "))
}

@Test("an encoder that fails is said, and so is a place that vectors cannot be stored in")
func vectorsFail() throws {
    let sitting = try sitting()
    sitting.reportVectors(.making(done: 10, of: 100))
    sitting.reportVectors(.notStored("vectors are not kept in m.vectors: it is no file"))
    #expect(sitting.sees("vectors are not kept in m.vectors: it is no file"))
    #expect(sitting.sees("reading for meaning 10 %"))
    sitting.reportVectors(.making(done: 20, of: 100))
    #expect(sitting.sees("reading for meaning 20 %"))
    sitting.reportVectors(.failed("e/model.safetensors: no such file"))
    #expect(sitting.sees("without an encoder: e/model.safetensors: no such file"))
    #expect(!sitting.sees("reading for meaning"))
    try sitting.label(10)
    #expect(sitting.lines().contains { $0.hasPrefix("round 1") })
}

@Test("who goes on without the vectors is told that the queue is lost, and sees another; with them, the same message")
func goingOnWithoutVectors() throws {
    let before = try sitting(areThere: true)
    before.reportVectors(.complete)
    try before.label(9)
    let with = try sitting(goingOn: before, areThere: true)
    try with.learn()
    #expect(with.front == before.front)
    let without = try sitting(goingOn: before, vectors: false)
    #expect(without.front.isEmpty)
    try without.learn()
    #expect(!without.front.isEmpty && without.sees("9 labelled"))
    let rounds = without.lines().count { $0.hasPrefix("round") }
    #expect(rounds == before.lines().count { $0.hasPrefix("round") } + 1)
}

@Test("a queue that is lost is said in words")
func lostQueueIsSaid() throws {
    let before = try sitting(areThere: true)
    before.reportVectors(.complete)
    try before.label(9)
    let without = try sitting(goingOn: before, vectors: false)
    without.report(.withoutVectors)
    #expect(without.sees("the vectors that the queue was learnt from are not there: it learns"))
}

@Test(
    "the time that is left is said in seconds, minutes or hours, once it is known",
    arguments: [
        // Seconds spent, done, of.
        (0.5, 50, 100, "reading for meaning 50 %"), (30, 0, 100, "reading for meaning 0 %"),
        (10, 99, 100, "reading for meaning 99 %"), (10, 50, 100, "reading for meaning 50 %, 10 s left"),
        (99, 50, 100, "reading for meaning 50 %, 99 s left"), (100, 50, 100, "reading for meaning 50 %, 2 min left"),
        (7_200, 50, 100, "reading for meaning 50 %, 2 h left"), (10, 0, 0, ""),
        (60, 1, 3, "reading for meaning 33 %, 2 min left"),
    ])
func timeLeft(spent: Double, done: Int, of: Int, text: String) {
    let start = ContinuousClock.now
    #expect(VectorWork(done: done, of: of, since: start).text(at: start + .milliseconds(Int(spent * 1_000))) == text)
}

@Test(
    "tab shows what means much the same as the message in front, the nearest vector first, once rounds learn from vectors"
)
func likeInMeaning() throws {
    let sitting = try sitting(areThere: true)
    sitting.resize(columns: 80, rows: 70)
    try sitting.label(12)
    try sitting.press("tab")
    let lines = sitting.screen
    let start = try #require(lines.firstIndex { $0.contains("like it in meaning:") })
    let front = try #require(Int(sitting.front.dropFirst()))
    // Vectors as they are made, less their mean.
    let vectors = (0..<60).map { ToldVectors.vector(of: Sitting.text($0)).map(Double.init) }
    let mean = (0..<16).map { place in vectors.reduce(0) { $0 + $1[place] } / 60 }
    let centred = vectors.map { vector in zip(vector, mean).map { $0 - $1 } }
    func cosine(_ one: Int, _ other: Int) -> Double {
        func product(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
        return product(centred[one], centred[other])
            / (product(centred[one], centred[one]) * product(centred[other], centred[other])).squareRoot()
    }
    // What says nearly the same stands above already.
    let above = lines[..<start].drop { !$0.contains("much like it:") }
    func isAbove(_ row: Int) -> Bool { above.contains { $0.hasSuffix(Sitting.text(row)) } }
    let nearest = (0..<60).filter { $0 != front && !isAbove($0) }.sorted { cosine(front, $0) > cosine(front, $1) }
    #expect(
        lines[start + 1].hasSuffix(Sitting.text(nearest[0])) && lines[start + 2].hasSuffix(Sitting.text(nearest[1])))
    #expect(cosine(front, nearest[1]) > 0.3)
}
