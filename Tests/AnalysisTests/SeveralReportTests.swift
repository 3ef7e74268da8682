import Annotation
import Answers
import Journal
import Learning
import Messages
import Testing

@testable import Analysis

/// Message n has food where 2 divides n, water where 3 does, shelter where 5 does.
private func labels(_ number: Int) -> LabelIndices {
    LabelIndices([2, 3, 5].enumerated().filter { number % $0.element == 0 }.map(\.offset))
}

private func corpus(_ count: Int) throws -> Corpus {
    let scheme = try LabelScheme(
        yaml: "several: true\nlabels: [food, water, shelter]\npositive: water", path: "task.yaml")
    var pool = MessagePool()
    for number in 0..<count {
        let words = labels(number).map { ["bread and rice", "wells and pumps", "tents and roofs"][$0] }
        pool.append(id: "m\(number)", text: "street \(number) " + words.joined(separator: " with "))
    }
    return Corpus(scheme: scheme, pool: pool)
}

/// Messages from 0 up: the first thirty drawn to measure, the others to learn from.
private func lines(
    _ count: Int, of corpus: Corpus, from first: Int = 0, answer: (Int) -> LabelIndices = labels
) -> [JournalLine] {
    (0..<count).map { number in
        JournalLine(
            sequence: first + number, at: Timestamp(milliseconds: 0),
            event: .label(
                LabelEvent(
                    id: "m\(number)", answer: corpus.scheme.names(of: .several(answer(number))),
                    set: number < 30 ? .evaluation : .training, round: 0, strategy: "random", ms: 100)))
    }
}

private let settings = SessionSettings(seed: 7, evaluationItems: 30, seedItems: 25, roundSize: 5)

@Test(
    "of several labels a report has figures, yields and what remains for each, and counts messages once"
)
func reportOfSeveral() throws {
    let corpus = try corpus(60)
    let report = try SessionReport(
        corpus: corpus, lines: lines(55, of: corpus), settings: settings, threads: 2)
    #expect(report.isSeveral && report.labelTitles == ["food", "water", "shelter"])
    #expect(report.evaluationLabels == 30 && report.trainingLabels == 25)
    let several = try #require(report.rounds.last?.evaluation?.several)
    #expect(several.count == 30 && several.labels.map(\.positives) == [15, 10, 6])
    // Up to 54: 28 even numbers, 19 that 3 divides, 11 that 5 does.
    #expect(
        report.remainingOfEach
            == zip([28, 19, 11], [15, 10, 6]).map {
                RemainingPositives(pool: 60, labelled: 55, found: $0, sampled: 30, sampledPositives: $1)
            })
    #expect(report.remaining == report.remainingOfEach[1])
    // Of 30 to 54 seven have none: 31, 37, 41, 43, 47, 49, 53; nine have water. Of 0 to 29 eight and ten.
    #expect(report.yields.map(\.labels) == [30, 25] && report.yields.map(\.positives) == [10, 9])
    #expect(report.yields.map { $0.withAny?.count } == [22, 18])
    #expect(report.stopping.count == 2 + 3)
    #expect(report.stopping[2].contains("unlabelled messages have food ("))
    #expect(report.pace.hasPrefix("600.0 messages a minute"))
    #expect(report.curve.map(\.value) == [several.macroF1?.value])
    let page = ReportPage(report, setting: "test").html
    // Four curves over all labels, one of each label.
    #expect(page.components(separatedBy: "<figure>").count == 1 + 4 + 3)
    #expect(page.contains("25 labelled messages to learn from") && page.contains("with any label"))
}

@Test("a label that is left out of an answer is suspected, and the answer with it suggested")
func suspectOfSeveral() throws {
    let corpus = try corpus(200)
    let report = try SessionReport(
        corpus: corpus,
        lines: lines(200, of: corpus) { number in
            // Without its water.
            number == 126 ? labels(number).subtracting([1]) : labels(number)
        }, settings: settings, threads: 2)
    let suspect = try #require(report.suspects.first { $0.id == "m126" })
    #expect(suspect.given == "food" && suspect.suggested == "food, water")
    #expect(suspect.margin < 0)
    #expect(Set(report.suspects.map(\.id)).count == report.suspects.count)
    #expect(report.suspects.count <= 10)
}

@Test("statistics count an answer of several labels once, its labels each, and those without")
func statisticsOfSeveral() throws {
    let corpus = try corpus(60)
    let session = JournalEvent.session(
        SessionEvent(
            tool: "", task: "needs", labels: corpus.scheme.names, poolCount: 60, poolDigest: "00", seed: 7,
            annotator: "ana", isSeveral: true))
    let begin = JournalLine(sequence: 0, at: Timestamp(milliseconds: 0), event: session)
    let bytes = ([begin] + lines(55, of: corpus, from: 1)).flatMap(\.encoded)
    let statistics = try JournalStatistics(JournalContents(bytes, path: "test"))
    #expect(statistics.sittings.map(\.labels) == [55])
    #expect(statistics.holding[.evaluation] == ["food": 15, "water": 10, "shelter": 6])
    #expect(
        statistics.severals[.evaluation]?.messages == 30
            && statistics.severals[.evaluation]?.without == 8)
    #expect(
        statistics.severals[.training]?.messages == 25 && statistics.severals[.training]?.without == 7)
    #expect(statistics.byStrategy == ["random": 55])
}
