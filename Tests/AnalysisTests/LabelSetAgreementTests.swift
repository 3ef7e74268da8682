import Journal
import Testing

@testable import Analysis

/// Three annotators and five messages, each three times, of which one has the labels of a single annotator.
private let table = LabelSetTable(
    labelCount: 3, annotatorCount: 3,
    rows: Array(
        repeating: [
            [[0, 1], [0], [0, 1]], [[2], [2], nil], [[], [1], []], [[0, 1], [1, 2], [0, 2]], [[1], nil, nil],
        ] as [[Set<Int>?]], count: 3
    ).flatMap { $0 })

private func isNear(_ figure: AgreementFigure, _ value: Double) -> Bool {
    figure.value.map { abs($0 - value) < 1e-9 } ?? false
}

@Test("sets lie as far apart as Passonneau's examples of each kind: equal, one in the other, overlapping, apart")
func distances() {
    func isNear(_ one: Set<Int>, _ other: Set<Int>, _ distance: Double) -> Bool {
        abs(MASIDistance.between(one, other) - distance) < 1e-12
            && abs(MASIDistance.between(other, one) - distance) < 1e-12
    }
    #expect(isNear([0, 1], [1, 0], 0) && isNear([], [], 0))
    // 1/2 · 2/3; 1/3 · 1/3; 1/4 · 1/3.
    #expect(isNear([0, 1], [0], 1 - 1.0 / 3))
    #expect(isNear([0, 1], [1, 2], 1 - 1.0 / 9))
    #expect(isNear([0, 1, 2], [2, 3], 1 - 1.0 / 12))
    #expect(isNear([0], [1], 1) && isNear([], [1], 1))
}

@Test("whole answers have the alpha with MASI's distance that comes by hand, and the share of equal sets")
func wholeAnswers() {
    let figures = AgreementFigures(table)
    #expect(figures.messageCount == 12)
    // A message's Σ d / (m − 1): (2/3 + 0 + 2/3), 0, (1 + 0 + 1), 3 · 8/9, together 6 of 11 answers: Dₒ = 6/11. Of all 33 answers, by
    // fractions in Python: Dₑ = 37/48.
    #expect(isNear(figures.overall.alpha, 1 - 6.0 / 11 * 48 / 37))
    // 1/3, 1, 1/3, 0.
    #expect(isNear(figures.overall.agreement, 5.0 / 12))
    #expect(figures.overall.ac1 == .none(.labelByLabel))
    // The first two differ by 2/3, 0, 1, 8/9 of four: 23/36; each answer of one against each of the other 59/72.
    let pair = PairAgreement(table, 0, 1)
    #expect(pair.messageCount == 12)
    #expect(isNear(pair.kappa, 13.0 / 59))
}

@Test("each label has the figures of a table of yes and no, intervals included", arguments: 0..<3)
func eachLabel(label: Int) {
    let figures = AgreementFigures(table).byLabel[label]
    let binary = AgreementFigures(table.ratings(of: label)).overall
    #expect(figures.agreement == binary.agreement)
    #expect(figures.alpha == binary.alpha)
    #expect(figures.ac1 == binary.ac1)
    // Of 33 answers 15, 15 and 9 have the label; by fractions in Python.
    #expect(isNear(figures.alpha, [29.0 / 45, -1.0 / 15, 13.0 / 21][label]))
    let pair = PairAgreement(table, 0, 1)
    #expect(pair.byLabel[label] == PairAgreement(table.ratings(of: label), 0, 1).kappa)
    #expect(isNear(pair.byLabel[label], [0.5, 0, 0.5][label]))
}

@Test("answers of one label each have the alpha and the kappa of Krippendorff and Cohen for names")
func setsOfOne() {
    let given: [(Int, Int)] = [(0, 0), (1, 1), (0, 1), (2, 2), (1, 1), (0, 0), (2, 0), (1, 1), (0, 0), (2, 2), (1, 0)]
    let sets = LabelSetTable(labelCount: 3, annotatorCount: 2, rows: given.map { [[$0.0], [$0.1]] })
    let names = RatingTable(labelCount: 3, annotatorCount: 2, rows: given.map { [$0.0, $0.1] })
    let (one, two) = (AgreementFigures(sets).overall, AgreementFigures(names).overall)
    #expect(two.alpha.value.map { isNear(one.alpha, $0) } == true)
    #expect(one.agreement == two.agreement)
    #expect(PairAgreement(names, 0, 1).kappa.value.map { isNear(PairAgreement(sets, 0, 1).kappa, $0) } == true)
}

@Test("sets of nobody, of one annotator, and of one kind say why they have no figures")
func nothingToCompare() {
    let alone = LabelSetTable(labelCount: 2, annotatorCount: 2, rows: Array(repeating: [[0], nil], count: 20))
    for table in [alone, LabelSetTable(labelCount: 0, annotatorCount: 0, rows: [])] {
        let figures = AgreementFigures(table)
        for figure in [figures.overall.agreement, figures.overall.alpha, figures.overall.ac1] {
            #expect(figure == .none(.noOverlap))
        }
    }
    #expect(PairAgreement(alone, 0, 1).kappa == .none(.noOverlap))
    let same = LabelSetTable(labelCount: 2, annotatorCount: 2, rows: Array(repeating: [[0, 1], [0, 1]], count: 12))
    #expect(AgreementFigures(same).overall.alpha == .none(.oneLabel))
    #expect(PairAgreement(same, 0, 1).kappa == .none(.oneLabel))
    let few = LabelSetTable(labelCount: 2, annotatorCount: 2, rows: [[[0], [0]], [[0, 1], [1]]])
    #expect(AgreementFigures(few).overall.alpha == .none(.tooFew))
}

private func journal(
    _ annotator: String, _ answers: [NamedAnswer], isSeveral: Bool = true
) throws -> (path: String, contents: JournalContents) {
    let path = "\(annotator).journal.jsonl"
    let session = JournalEvent.session(
        SessionEvent(
            tool: "0.5.0", task: "t", labels: ["food", "water", "shelter"], poolCount: 9, poolDigest: "00", seed: 1,
            annotator: annotator, isSeveral: isSeveral))
    let labels = answers.enumerated().map { place, answer in
        JournalEvent.label(
            LabelEvent(id: "m\(place)", answer: answer, set: .training, round: 0, strategy: "random"))
    }
    let lines = ([session] + labels).enumerated().flatMap { sequence, event in
        JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event).encoded
    }
    return (path, try JournalContents(lines, path: path))
}

@Test(
    "journals of several labels are compared by sets; order does not matter, none is an answer, and one label a set of one"
)
func journalsOfSeveral() throws {
    let amina = try journal(
        "amina", [.init(several: ["water", "food"]), .init(several: []), .init(several: ["food"])])
    let bela = try journal(
        "bela", [.init(several: ["food", "water"]), .init(several: ["shelter"]), .init(several: ["food"])])
    let chidi = try journal("chidi", ["food", "food", "food"], isSeveral: false)
    let agreement = try AnnotatorAgreement([amina, bela, chidi])
    #expect(agreement.isSeveral)
    #expect(agreement.labels == ["food", "water", "shelter"])
    #expect(agreement.sharedLabels == [0, 1, 2])
    // Three pairs of m1 differ, two of m0.
    #expect(agreement.disagreements.map(\.id) == ["m1", "m0"])
    #expect(agreement.disagreements.map(\.differing) == [3, 2])
    #expect(agreement.disagreements[0].answers.map(\.answer.names) == [[], ["shelter"], ["food"]])
    #expect(agreement.remarks.contains { $0.hasPrefix("chidi.journal.jsonl: a message has one label there") })
    guard case .several(let table) = agreement.ratings else {
        Issue.record("ratings of one label")
        return
    }
    #expect(table[0, 0] == [0, 1] && table[1, 0] == [] && table[0, 2] == [0])
    let html = ReportPage(agreement).html
    #expect(html.contains("whole answers") && html.contains("food, water"))
}
