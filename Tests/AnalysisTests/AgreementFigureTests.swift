import Learning
import Testing

@testable import Analysis

/// Krippendorff's example of four observers and twelve units (2011, section C): 1 to 5 here 0 to 4.
private let krippendorff: RatingTable = {
    let observers: [[Int?]] = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
        [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
    ]
    let rows = (0..<12).map { unit in observers.map { $0[unit].map { $0 - 1 } } }
    return RatingTable(labelCount: 5, annotatorCount: 4, rows: rows)
}()

/// Two annotators, from how many messages have each pair of labels.
private func table(_ counts: [(Int, Int, times: Int)], labels: Int) -> RatingTable {
    let rows: [[Int?]] = counts.flatMap { left, right, times in Array(repeating: [left, right], count: times) }
    return RatingTable(labelCount: labels, annotatorCount: 2, rows: rows)
}

private func isNear(_ figure: AgreementFigure, _ value: Double, _ tolerance: Double = 1e-9) -> Bool {
    figure.value.map { abs($0 - value) < tolerance } ?? false
}

@Test("Krippendorff's four observers have the published alpha, agreement and AC1, gaps left out")
func publishedExample() {
    let figures = AgreementFigures(krippendorff)
    // The twelfth unit has one value alone.
    #expect(figures.messageCount == 11)
    // o_cc are 7, 10, 8, 4, 3 and n_c are 9, 13, 10, 5, 3 of 40: (39 · 32 − 344) / (40 · 39 − 344) = 904 / 1216, published as .743.
    #expect(isNear(figures.overall.alpha, 904.0 / 1_216))
    #expect(isNear(figures.overall.alpha, 0.743, 5e-4))
    // Units two and eight have half of their pairs equal, six none, eight all: 9 / 11.
    #expect(isNear(figures.overall.agreement, 9.0 / 11))
    // Shares over all twelve units 3, 3.25, 3.5, 1.25, 1 of 12: chance (1 − 34.375 / 144) / 4 = .190321. R's irrCAC has .77544 for
    // the same table (cac.raw4raters).
    let chance = (1 - 34.375 / 144) / 4
    #expect(isNear(figures.overall.ac1, (9.0 / 11 - chance) / (1 - chance)))
    #expect(isNear(figures.overall.ac1, 0.77544, 5e-6))
    // Label 3: n_c 10 and 30, o_cc 8 and 40 − 20 + 8 = 28; (39 · 36 − 90 − 870) / (1560 − 90 − 870) = 444 / 600.
    #expect(isNear(figures.byLabel[2].alpha, 0.74))
}

@Test("the figures of one label are those of a table that knows this label and the rest alone", arguments: 0..<5)
func oneLabelAgainstRest(label: Int) {
    let rows = (0..<krippendorff.messageCount).map { message in
        (0..<4).map { krippendorff[message, $0].map { $0 == label ? 1 : 0 } }
    }
    let binary = RatingTable(labelCount: 2, annotatorCount: 4, rows: rows)
    let (one, two) = (AgreementFigures(krippendorff).byLabel[label], AgreementFigures(binary).overall)
    for (figure, other) in [(one.agreement, two.agreement), (one.alpha, two.alpha), (one.ac1, two.ac1)] {
        guard case .estimate(let left) = figure, case .estimate(let right) = other else {
            #expect(figure == other)
            continue
        }
        #expect(abs(left.value - right.value) < 1e-9)
        #expect(abs(left.low - right.low) < 1e-9 && abs(left.high - right.high) < 1e-9)
    }
}

/// Both yes 20, only one 5, only the other 10, both no 15.
private let twoByTwo = table([(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)], labels: 2)

@Test("a table of two by two has the kappa, alpha and AC1 that come by hand")
func twoAnnotators() throws {
    let (figures, pair) = (AgreementFigures(twoByTwo), PairAgreement(twoByTwo, 0, 1))
    #expect(figures.messageCount == 50 && pair.messageCount == 50)
    // Observed 35 / 50. Cohen: chance .5 · .6 + .5 · .4 = .5, so .2 / .5.
    #expect(isNear(pair.kappa, 0.4))
    #expect(isNear(pair.byLabel[0], 0.4) && isNear(pair.byLabel[1], 0.4))
    // Krippendorff: 55 yes and 45 no of 100; chance (55 · 54 + 45 · 44) / 9900 = .5.
    #expect(isNear(figures.overall.alpha, 0.4))
    // Gwet: 2 · .55 · .45 = .495.
    #expect(isNear(figures.overall.ac1, 0.205 / 0.505))
    // Wilson for 35 of 50, by scipy's binomtest(35, 50).proportion_ci(method="wilson"): .562478 to .808971.
    guard case .estimate(let share) = figures.overall.agreement else { throw Missing() }
    #expect(abs(share.low - 0.562478) < 1e-4 && abs(share.high - 0.808971) < 1e-4)
    // Cohen's standard error √(.7 · .3 / 50) / .5 = .1296: 1.96 of it to either side, as far as a thousand samples tell.
    guard case .estimate(let kappa) = pair.kappa else { throw Missing() }
    #expect(abs(kappa.low - 0.146) < 0.05 && abs(kappa.high - 0.654) < 0.05)
}

private struct Missing: Error {}

@Test("Cohen's kappa of a pair is that of their two lists of labels")
func kappaOfLists() {
    for (left, right) in [(0, 1), (0, 2), (1, 3)] {
        let both = (0..<12).filter { krippendorff[$0, left] != nil && krippendorff[$0, right] != nil }
        let kappa = Agreement.kappa(
            both.compactMap { krippendorff[$0, left] }, both.compactMap { krippendorff[$0, right] })
        let rows = both.flatMap { [$0, $0] }.map { message in [left, right].map { krippendorff[message, $0] } }
        // Every message twice: enough of them for an interval, and the same shares.
        let pair = PairAgreement(RatingTable(labelCount: 5, annotatorCount: 2, rows: rows), 0, 1)
        #expect(kappa.map { isNear(pair.kappa, $0) } == true)
    }
}

@Test("where all give one and the same label alpha and kappa have no value, and say so")
func oneLabelOnly() throws {
    let same = table([(1, 1, 12)], labels: 2)
    let figures = AgreementFigures(same)
    #expect(figures.overall.alpha == .none(.oneLabel))
    #expect(PairAgreement(same, 0, 1).kappa == .none(.oneLabel))
    // Gwet: chance 2 · 1 · 0 = 0, so 1. Nothing differs in any sample, so the interval is Wilson's of 12 of 12, whose low end is
    // 12 / (12 + 1.959964²) = .757508.
    guard case .estimate(let ac1) = figures.overall.ac1 else { throw Missing() }
    #expect(ac1.value == 1 && abs(ac1.low - 0.757508) < 1e-5 && ac1.high == 1)
    // A scheme of one label.
    #expect(AgreementFigures(table([(0, 0, 12)], labels: 1)).overall.ac1 == .none(.oneLabel))
}

@Test("without messages that two have labelled, and of few, there are words instead of figures")
func noOverlap() {
    let apart: [[Int?]] = Array(repeating: [0, nil], count: 20) + Array(repeating: [nil, 1], count: 20)
    let alone: [[Int?]] = Array(repeating: [1], count: 20)
    for table in [
        RatingTable(labelCount: 2, annotatorCount: 2, rows: apart),
        RatingTable(labelCount: 2, annotatorCount: 1, rows: alone),
        RatingTable(labelCount: 2, annotatorCount: 2, rows: []),
        RatingTable(labelCount: 0, annotatorCount: 0, rows: []),
    ] {
        let figures = AgreementFigures(table)
        #expect(figures.messageCount == 0)
        for figure in [figures.overall.agreement, figures.overall.alpha, figures.overall.ac1] {
            #expect(figure == .none(.noOverlap))
        }
    }
    #expect(
        PairAgreement(RatingTable(labelCount: 2, annotatorCount: 2, rows: apart), 0, 1).kappa == .none(.noOverlap))
    let few = table([(0, 0, 4), (1, 0, 2), (1, 1, 3)], labels: 2)
    #expect(AgreementFigures(few).overall.alpha == .none(.tooFew))
    #expect(AgreementFigures(few).overall.ac1 == .none(.tooFew))
    #expect(PairAgreement(few, 0, 1).kappa == .none(.tooFew))
    #expect(isNear(AgreementFigures(few).overall.agreement, 7.0 / 9))
}

@Test("a hundred labels, each given once, and one disagreement")
func hundredLabels() {
    let many = table((0..<100).map { ($0, $0 == 0 ? 1 : $0, 1) }, labels: 100)
    let figures = AgreementFigures(many)
    // Label 0 is there once, label 1 three times, the others twice, of 200; coincidences 198:
    // (199 · 198 − (0 + 6 + 98 · 2)) / (200 · 199 − 202).
    #expect(isNear(figures.overall.alpha, 39_200.0 / 39_598))
    // Cohen: chance (1 · 0 + 1 · 2 + 98 · 1) / 100² = .01.
    #expect(isNear(PairAgreement(many, 0, 1).kappa, 0.98 / 0.99))
    // Gwet: Σ π² = .005² + .015² + 98 · .01² = .01005.
    let chance = (1 - 0.01005) / 99
    #expect(isNear(figures.overall.ac1, (0.99 - chance) / (1 - chance)))
    #expect(figures.byLabel.count == 100)
}

@Test("the order of the messages changes no figure beyond rounding, and the same table gives the same intervals")
func orderOfMessages() {
    let turned = krippendorff.rows((0..<12).reversed())
    #expect(
        isNear(AgreementFigures(turned).overall.alpha, 904.0 / 1_216)
            && AgreementFigures(krippendorff).overall.alpha == AgreementFigures(krippendorff).overall.alpha)
}

@Test("intervals of few messages hold what is true about as often as they say")
func coverage() {
    // Two annotators of messages of which half are yes, each right in .8: they agree in .8² + .2² = .68, by chance in .5, so that
    // alpha and AC1 are .36. Of 40 intervals of 95 % fewer than 35 hold it once in seventy times.
    var random = SeededRandom(seed: 1, stream: "coverage")
    var (alpha, ac1) = (0, 0)
    for _ in 0..<40 {
        let rows: [[Int?]] = (0..<12).map { _ in
            let truth = random.below(2)
            return (0..<2).map { _ in random.unit() < 0.8 ? truth : 1 - truth }
        }
        let figures = AgreementFigures(RatingTable(labelCount: 2, annotatorCount: 2, rows: rows)).overall
        if case .estimate(let estimate) = figures.alpha, estimate.low <= 0.36, estimate.high >= 0.36 { alpha += 1 }
        if case .estimate(let estimate) = figures.ac1, estimate.low <= 0.36, estimate.high >= 0.36 { ac1 += 1 }
    }
    #expect(alpha >= 35 && ac1 >= 35, "\(alpha) and \(ac1)")
}
