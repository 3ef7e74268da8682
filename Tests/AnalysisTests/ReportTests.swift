import Annotation
import Journal
import Learning
import Sampling
import SessionFixture
import Testing

@testable import Analysis

@Test("text in a page cannot become markup")
func escaping() {
    var page = ReportPage(title: "a < b")
    page.table(["<th>"], [["\"x\" & 'y'", "<script>alert(1)</script>"]])
    #expect(page.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.html.contains("&quot;x&quot; &amp; &#39;y&#39;"))
    #expect(!page.html.contains("<script"))
}

@Test(
    "a chart's axis has round numbers that enclose all values",
    arguments: [(0.31, 0.42), (0.0, 1.0), (0.5, 0.5), (0.991, 0.999)])
func ticks(low: Double, high: Double) throws {
    let ticks = CurvePicture.ticks(from: low, to: high)
    let (first, last) = (try #require(ticks.first), try #require(ticks.last))
    #expect(first <= low + 1e-9 && last >= high - 1e-9)
    #expect((2...8).contains(ticks.count))
}

@Test("every series of a chart has a mark of its own and a name in the legend")
func chart() throws {
    let estimates = [0.2, 0.3].map { Estimate(value: $0, low: $0 - 0.05, high: $0 + 0.05) }
    let series = ["one & two", "three"].map {
        CurvePicture.Series(name: $0, points: [(x: 100, estimate: estimates[0]), (x: 150, estimate: estimates[1])])
    }
    let svg = try #require(CurvePicture(title: "F1", xTitle: "labels", series: series).svg)
    // Two points each, and one in the legend.
    #expect(svg.components(separatedBy: "<circle").count == 1 + 3)
    #expect(svg.components(separatedBy: "<polygon").count == 1 + 3)
    #expect(svg.contains("one &amp; two"))
    #expect(CurvePicture(title: "F1", xTitle: "labels", series: []).svg == nil)
}

@Test("a session's report counts what the journal holds: yields, pace, repeated texts, what remains")
func sessionReport() throws {
    // 60 messages, every second one related; the last ten say what the first ten say.
    let fixture = try Fixture(
        evaluationItems: 10, seedItems: 10, roundSize: 5,
        pool: Fixture.pool(60) { Fixture.text($0 < 50 ? $0 : $0 - 50) })
    try fixture.work(35)
    let report = try SessionReport(
        corpus: fixture.corpus, lines: fixture.journal.lines, settings: fixture.settings, threads: 2)
    #expect(report.evaluationLabels == 10)
    #expect(report.trainingLabels == 25)
    #expect(report.yields.map(\.labels).reduce(0, +) == 35)
    #expect(report.rounds.last?.labels == 25)
    #expect(report.rounds.allSatisfy { $0.evaluation?.count == 10 })
    // Each label took a tenth of a second.
    #expect(report.labelsAMinute.map { abs($0 - 600) < 1e-9 } == true)
    // The annotator is always right, so that twice the same text is twice the same label.
    #expect(report.repeats.agreeing == report.repeats.pairs)
    let records = fixture.session.state.history.labels.values.map(\.event)
    let drawn = records.filter { $0.set == .evaluation }
    let remaining = try #require(report.remaining)
    #expect(remaining.sampled == 10)
    #expect(remaining.sampledPositives == drawn.count { $0.label == "related" })
    // Of 50 different texts 35 are labelled.
    #expect(remaining.unlabelled == 15)
    #expect(report.stopping.count == 3)
}

@Test("labels that went to copies are no yields and no judgements to a report, nor to the statistics")
func spreadLabels() throws {
    // 60 messages of 30 texts.
    let fixture = try Fixture(
        evaluationItems: 5, seedItems: 5, roundSize: 5, spreadsToCopies: true,
        pool: Fixture.pool(60) { Fixture.text($0 % 30) })
    try fixture.work(20)
    #expect(fixture.session.state.history.labels.count == 40)
    let report = try SessionReport(
        corpus: fixture.corpus, lines: fixture.journal.lines, settings: fixture.settings, threads: 2)
    #expect(report.evaluationLabels == 5 && report.trainingLabels == 15)
    #expect(report.yields.map(\.labels).reduce(0, +) == 20)
    #expect(report.repeats.pairs == 0)
    let remaining = try #require(report.remaining)
    #expect(remaining.sampled == 5 && remaining.unlabelled == 10)
    let events: [JournalEvent] = [
        .session(
            SessionEvent(
                tool: "", task: "disaster", labels: ["not_related", "related"], poolCount: 60, poolDigest: "00",
                seed: 7, annotator: "ana")),
        .label(LabelEvent(id: "m1", label: "related", set: .training, round: 0, strategy: "random")),
        .label(
            LabelEvent(
                id: "m31", label: "related", set: .training, round: 0, strategy: "random", with: 1, isSpread: true)),
    ]
    let bytes = events.enumerated().flatMap { sequence, event in
        JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event).encoded
    }
    let statistics = try JournalStatistics(JournalContents(bytes, path: "test"))
    #expect(statistics.sittings.map(\.labels) == [1] && statistics.spreadCount == 1)
    #expect(statistics.holding == [.training: ["related": 1]] && statistics.byStrategy == ["random": 1])
}

@Test("the same journal gives the same report on one thread and on three")
func reportIsFixed() throws {
    let fixture = try Fixture()
    try fixture.work(25)
    let pages = try [1, 3].map { threads in
        try ReportPage(
            SessionReport(
                corpus: fixture.corpus, lines: fixture.journal.lines, settings: fixture.settings, threads: threads),
            setting: "test"
        ).html
    }
    #expect(pages[0] == pages[1])
}

@Test("where evaluation items are too few, journal and report say so in words instead of a figure")
func tooFewToSay() throws {
    let fixture = try Fixture(evaluationItems: 4)
    try fixture.work(16)
    let lines = fixture.journal.lines
    let event = try #require(
        lines.compactMap { line -> RoundEvent? in if case .round(let event) = line.event { event } else { nil } }.last)
    #expect(event.evaluation == 4 && event.tooFew == ["f1", "auc", "ap"] && event.intervals.isEmpty)
    let report = try SessionReport(corpus: fixture.corpus, lines: lines, settings: fixture.settings, threads: 1)
    #expect(report.gain == nil)
    let page = ReportPage(report, setting: "").html
    #expect(page.components(separatedBy: "<td>too few to say</td>").count - 1 == 3 * report.rounds.count)
}

@Test("a journal without a single label still gives a report")
func emptyReport() throws {
    let fixture = try Fixture()
    let report = try SessionReport(corpus: fixture.corpus, lines: [], settings: fixture.settings, threads: 1)
    #expect(report.rounds.isEmpty && report.suspects.isEmpty && report.remaining == nil)
    #expect(ReportPage(report, setting: "test").html.contains("When to stop"))
}

@Test("a report learns rounds anew from the vectors that they learnt from, and says where those are not there")
func reportWithVectors() throws {
    let fixture = try Fixture(evaluationItems: 30, roundSize: 5, vectors: { ToldVectors($0, areThere: true) })
    fixture.session.complete(vectors: fixture.vectors?.identity ?? "")
    try fixture.work(50)
    let events = fixture.journal.lines.compactMap { line -> RoundEvent? in
        if case .round(let event) = line.event { event } else { nil }
    }
    #expect(!events.isEmpty && events.allSatisfy { $0.vectors == "told by tests" })
    func report(_ vectors: ToldVectors?) throws -> SessionReport {
        try SessionReport(
            corpus: fixture.corpus, lines: fixture.journal.lines, settings: fixture.settings, vectors: vectors,
            threads: 1)
    }
    let same = try report(fixture.vectors)
    #expect(same.roundsWithoutVectors == 0 && same.vectorRemark == nil)
    // What the session measured is what the report measures.
    let measured = events.compactMap { $0.averagePrecision }
    #expect(!measured.isEmpty)
    #expect(
        measured.last
            == same.rounds.dropLast(same.rounds.count - events.count).last?.evaluation?.averagePrecision?.value)
    for other in [nil, ToldVectors(fixture.corpus, identity: "others", areThere: true)] {
        let without = try report(other)
        #expect(without.roundsWithoutVectors == events.count)
        #expect(ReportPage(without, setting: "").html.contains("their figures are computed from words alone"))
    }
}

@Test("a label that is corrected is no disagreement with oneself; a check that comes out otherwise is one")
func correctedLabels() throws {
    let fixture = try Fixture(evaluationItems: 0, seedItems: 60, repeatShare: 0.5)
    for place in 0..<40 {
        let row = try #require(fixture.current)
        // A slip, and its correction.
        if place < 6 { fixture.session.label(rows: [row], row % 2 == 1 ? 0 : 1) }
        if place < 6 { fixture.session.label(rows: [row], row % 2 == 1 ? 1 : 0) } else { fixture.labelRightly() }
    }
    let checks = fixture.session.state.history.repeatChecks
    #expect(!checks.isEmpty)
    let report = try SessionReport(
        corpus: fixture.corpus, lines: fixture.journal.lines, settings: fixture.settings, threads: 1)
    #expect(report.repeats.pairs == checks.count && report.repeats.agreeing == checks.count)
    #expect(report.consistency.contains("got the same label: 1.000"))
    let without = try Fixture(evaluationItems: 0, seedItems: 20)
    without.labelRightly()
    without.session.label(rows: [0], 0)
    without.session.label(rows: [0], 1)
    let unchecked = try SessionReport(
        corpus: without.corpus, lines: without.journal.lines, settings: without.settings, threads: 1)
    #expect(unchecked.repeats.pairs == 0)
    #expect(unchecked.consistency.hasPrefix("No message came back to be labelled again"))
}
