import Foundation
import Testing

/// All that is seen but for the line that says how far the learning is.
private func seen(_ sitting: Sitting) -> [String] { sitting.screen.filter { !$0.contains(" 2/3 ") } }

@Test(
    "who comes back sees the message at once, is told what still has to be learnt, and sees nothing change when it is")
func backAtOnce() throws {
    let queue = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).queue").path
    defer { try? FileManager.default.removeItem(atPath: queue) }
    let first = try Sitting(queue: queue)
    // In the middle of a batch, so that none is due.
    try first.label(11)

    let back = try Sitting(goingOn: first.journal.lines, queue: queue)
    #expect(back.front == first.front && !back.sees("ranking all messages") && back.sees("learning 0 %"))
    try first.press("m")
    try back.press("m")
    #expect(
        back.sees("guess")
            && back.screen.filter { $0.contains("guess") } == first.screen.filter { $0.contains("guess") })
    // The words that drive the guess, and near copies, need the model.
    try back.press("x")
    #expect(back.sees("the model is still being learnt; the words come with it"))
    try back.press("=")
    #expect(
        back.sees("equal texts of the message just labelled") && back.sees("near copies come once the model is learnt"))
    try back.press("esc", "m", "m")
    let before = seen(back)
    try back.learn()
    #expect(seen(back) == before)
    #expect(!back.sees("learning "))
    try back.press("x")
    #expect(!back.sees("still being learnt"))
    try back.press("=")
    #expect(back.sees("near copies of the message just labelled"))
}

@Test("labels go on while the model is still being learnt")
func labelsAtOnce() throws {
    let queue = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).queue").path
    defer { try? FileManager.default.removeItem(atPath: queue) }
    let first = try Sitting(queue: queue)
    try first.label(12)
    let back = try Sitting(goingOn: first.journal.lines, queue: queue)
    let (message, count) = (back.front, back.journal.lines.count)
    try back.press(back.rightKey)
    #expect(back.lines(after: count).first?.hasPrefix("label \(message) ") == true)
    try back.learn()
    #expect(back.front != message && !back.front.isEmpty)
}
