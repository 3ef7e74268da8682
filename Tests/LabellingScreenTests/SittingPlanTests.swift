import Foundation
import Journal
import TerminalUI
import Testing

@testable import LabellingScreen

@Test("a goal of the day stands on the screen with how far it has come, and is said once when it is reached")
func goalOfTheDay() throws {
    var earlier = EarlierWork()
    let lines = try twoDays()
    earlier = EarlierWork(
        lines, history: try history(lines), annotator: "amina", today: Timestamp(milliseconds: 86_400_000))
    let sitting = try Sitting(plan: SittingPlan(goal: 4, earlier: earlier))
    // Amina has given two labels today, see below.
    #expect(sitting.sees("2/4 today"))
    #expect(sitting.loop.goalSummary == "2 of 4 today")
    try sitting.label(1)
    #expect(sitting.sees("3/4 today") && !sitting.sees("goal"))
    try sitting.label(1)
    #expect(sitting.sees("4/4 today") && sitting.sees("the goal of the day is reached: 4 labels"))
    // What is taken back counts no more, and the goal is said once.
    try sitting.press("u")
    #expect(sitting.sees("3/4 today"))
    try sitting.label(2)
    #expect(sitting.sees("5/4 today") && !sitting.sees("goal of the day"))
}

@Test("without a goal nothing is said of one")
func noGoal() throws {
    let sitting = try Sitting()
    try sitting.label(3)
    #expect(!sitting.sees("today") && sitting.loop.goalSummary == nil)
}

@Test("a rest is advised once after so many minutes at work, pauses start anew, and no key waits for it")
func rest() throws {
    let sitting = try Sitting(plan: SittingPlan(restMinutes: 10))
    // Nine minutes of work, and then a pause of six.
    for _ in 0..<3 { try sitting.press("space", after: .seconds(180)) }
    #expect(!sitting.sees("a short rest"))
    try sitting.press("space", after: .seconds(360))
    for _ in 0..<3 { try sitting.press("space", after: .seconds(180)) }
    #expect(!sitting.sees("a short rest"))
    try sitting.press("space", after: .seconds(60))
    #expect(sitting.sees("10 min at work: a short rest keeps labels steady"))
    let front = sitting.front
    try sitting.press("space", after: .seconds(180))
    #expect(sitting.front != front && !sitting.sees("a short rest"))
    for _ in 0..<9 { try sitting.press("space", after: .seconds(180)) }
    #expect(!sitting.sees("a short rest"))
}

@Test("who wants no advice on rest gets none")
func noRest() throws {
    let sitting = try Sitting()
    for _ in 0..<30 { try sitting.press("space", after: .seconds(200)) }
    #expect(!sitting.sees("a short rest"))
}

@Test("the pace of the sittings before stands beside that of this one, and not on the first screen")
func paceBefore() throws {
    let lines = try twoDays()
    let earlier = EarlierWork(
        lines, history: try history(lines), annotator: "amina", today: Timestamp(milliseconds: 86_400_000))
    // Her five labels, the corrected one as well, took a minute each but for the first, behind which she went away.
    #expect(earlier.labels == 5 && earlier.minutes == 4 && earlier.labelsToday == 2)
    let sitting = try Sitting(rows: 100, plan: SittingPlan(earlier: earlier))
    #expect(sitting.loop.paceSummary == nil)
    for _ in 0..<4 { try sitting.press("1", after: .seconds(30)) }
    #expect(!sitting.sees("before"))
    #expect(sitting.loop.paceSummary == "2 min, 2.0 labels a minute")
    try sitting.press("c")
    let seen = sitting.screen.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    // Five labels in four minutes.
    #expect(seen.contains("1.3 in sittings before (5 labels)"), "\(seen)")
    // Both leave pauses out: ten minutes without a key do not make this sitting the slower one.
    try sitting.press("esc", after: .seconds(600))
    #expect(sitting.loop.paceSummary?.hasSuffix(", 2.0 labels a minute") == true)
}

@Test("a label of an earlier day that is given again counts for no goal, in the sitting and after it alike")
func goalOfGivenAgain() throws {
    var lines = try twoDays()
    // The first one, of the day before.
    lines.append(
        JournalLine(
            sequence: lines.count, at: Timestamp(milliseconds: 86_400_000 + 64 * 60_000),
            event: .label(LabelEvent(id: "x1", label: "not_related", set: .training, round: 0, strategy: "history"))))
    let earlier = EarlierWork(
        lines, history: try history(lines), annotator: "amina", today: Timestamp(milliseconds: 86_400_000))
    #expect(earlier.labelsToday == 2 && earlier.labels == 6)
}

/// Amina on one day, Ben and Amina on the next: she gives three labels there, of which the second corrects the first.
private func twoDays() throws -> [JournalLine] {
    let day: Int64 = 86_400_000
    let minute: Int64 = 60_000
    func session(_ annotator: String) -> JournalEvent {
        .session(
            SessionEvent(
                tool: "0.4.0", task: "disaster", labels: ["not_related", "related"], poolCount: 60, poolDigest: "0",
                seed: 7, annotator: annotator))
    }
    func label(_ number: Int) -> JournalEvent {
        .label(LabelEvent(id: "x\(number)", label: "related", set: .training, round: 0, strategy: "random"))
    }
    let events: [(at: Int64, event: JournalEvent)] = [
        (0, session("amina")), (minute, label(1)), (20 * minute, label(2)),
        (day, session("ben")), (day + minute, label(3)),
        (day + 60 * minute, session("amina")), (day + 61 * minute, label(4)), (day + 62 * minute, label(4)),
        (day + 63 * minute, label(5)),
    ]
    return events.enumerated().map {
        JournalLine(sequence: $0, at: Timestamp(milliseconds: $1.at), event: $1.event)
    }
}

private func history(_ lines: [JournalLine]) throws -> LabelHistory {
    var history = LabelHistory()
    for line in lines { try history.apply(line) }
    return history
}
