import Foundation
import Testing

@testable import Learning

/// Ends of intervals as scipy's root finding (AUC) and numpy's roots of the quadratic (the others) give them, z =
/// 1.959963984540054.
private struct Ends: Sendable, CustomTestStringConvertible {
    let name: String
    let estimate: Estimate?
    let value: Double
    let low: Double
    let high: Double

    var testDescription: String { name }
}

@Test(
    "intervals are those of the formula, and hold what was measured",
    arguments: [
        Ends(
            name: "AUC .75 of 10 and 40", estimate: Estimate(auc: 0.75, positives: 10, negatives: 40), value: 0.75,
            low: 0.549_153_654, high: 0.874_975_474),
        Ends(
            name: "AUC 1 of 5 and 45", estimate: Estimate(auc: 1, positives: 5, negatives: 45), value: 1,
            low: 0.787_796_703, high: 1),
        Ends(
            name: "AUC .5 of 50 and 350", estimate: Estimate(auc: 0.5, positives: 50, negatives: 350), value: 0.5,
            low: 0.415_840_289, high: 0.584_159_711),
        Ends(
            name: "AUC 0 of 5 and 5", estimate: Estimate(auc: 0, positives: 5, negatives: 5), value: 0, low: 0,
            high: 0.357_297_176),
        Ends(
            name: "AUC .93 of 20 and 80", estimate: Estimate(auc: 0.93, positives: 20, negatives: 80), value: 0.93,
            low: 0.828_095_467, high: 0.971_772_142),
        Ends(
            name: "AP .4 of 10", estimate: Estimate(averagePrecision: 0.4, positives: 10), value: 0.4,
            low: 0.151_531_13, high: 0.713_350_38),
        Ends(
            name: "AP 1 of 20", estimate: Estimate(averagePrecision: 1, positives: 20), value: 1, low: 0.806_392_32,
            high: 1),
        Ends(
            name: "AP .62 of 50", estimate: Estimate(averagePrecision: 0.62, positives: 50), value: 0.62,
            low: 0.465_422_21, high: 0.753_548_61),
        Ends(
            name: "F1 of 5 among 9", estimate: Estimate(f1OfBoth: 5, either: 9, positives: 6), value: 10.0 / 14,
            low: 0.371_289_73, high: 0.913_668_19),
        Ends(
            name: "F1 of 0 among 12", estimate: Estimate(f1OfBoth: 0, either: 12, positives: 8), value: 0, low: 0,
            high: 0.477_706_71),
        Ends(
            name: "F1 of 40 among 60", estimate: Estimate(f1OfBoth: 40, either: 60, positives: 50), value: 0.8,
            low: 0.680_325_36, high: 0.882_603_74),
        Ends(
            name: "F1 of 7 among 7", estimate: Estimate(f1OfBoth: 7, either: 7, positives: 7), value: 1,
            low: 0.718_398_24, high: 1),
    ])
private func endsOfIntervals(_ ends: Ends) throws {
    let estimate = try #require(ends.estimate)
    #expect(abs(estimate.value - ends.value) < 1e-12)
    #expect(abs(estimate.low - ends.low) < 1e-6 && abs(estimate.high - ends.high) < 1e-6)
    #expect(estimate.low <= estimate.value && estimate.value <= estimate.high)
}

@Test("below five items of a class, and for average precision below ten, nothing is said")
func tooFewItems() {
    #expect(Estimate(auc: 1, positives: 4, negatives: 400) == nil)
    #expect(Estimate(auc: 1, positives: 400, negatives: 4) == nil)
    #expect(Estimate(averagePrecision: 1, positives: 9) == nil)
    #expect(Estimate(f1OfBoth: 4, either: 4, positives: 4) == nil)
    #expect(Estimate(f1OfBoth: 0, either: 0, positives: 0) == nil)
    // One positive message that stands on top: no figure instead of 1.000 (1.000 to 1.000).
    let evaluation = binormal(50, positives: 1, distance: 9, seed: 1)
    #expect(evaluation.auc == nil && evaluation.f1 == nil && evaluation.averagePrecision == nil)
    #expect(evaluation.positives == 1 && evaluation.observed.auc == 1 && evaluation.observed.averagePrecision == 1)
}

/// Items with normal scores, those of the positive ones so much further, as probabilities 1 / (1 + exp(−score)).
private func binormal(_ count: Int, positives: Int, distance: Double, seed: UInt64) -> Evaluation {
    var random = SeededRandom(seed: seed, stream: "binormal")
    let scores = (0..<count).map { random.normal() + ($0 < positives ? distance : 0) }
    return Evaluation(
        probabilities: Matrix(
            rowCount: count, columnCount: 2,
            elements: scores.flatMap { [Float(1 / (1 + exp($0))), Float(1 / (1 + exp(-$0)))] }),
        labels: (0..<count).map { $0 < positives ? 1 : 0 }, positive: 1, seed: seed)
}

/// A population of which the AUC is `auc` and the average precision `averagePrecision`: Φ(d / √2), and the integral of the
/// precision over the positive scores (numpy, 400,001 points).
private struct Population: Sendable, CustomTestStringConvertible {
    let count: Int
    let positives: Int
    let auc: Double
    let distance: Double
    let averagePrecision: Double

    var testDescription: String { "\(positives) of \(count), AUC \(auc)" }

    /// F1 of all its items from a score on.
    func f1(from score: Double) -> Double {
        func above(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }
        let share = Double(positives) / Double(count)
        let (found, wrong) = (share * above(score - distance), (1 - share) * above(score))
        return 2 * found / (found + wrong + share)
    }
}

@Test(
    "of 300 sets of held-out items the intervals hold what is true in at least 92 of 100, two standard errors aside",
    arguments: [
        Population(count: 50, positives: 5, auc: 0.75, distance: 0.953872552, averagePrecision: 0.277956),
        Population(count: 50, positives: 5, auc: 0.9, distance: 1.812387605, averagePrecision: 0.598344),
        Population(count: 50, positives: 10, auc: 0.6, distance: 0.358286909, averagePrecision: 0.266793),
        Population(count: 50, positives: 25, auc: 0.97, distance: 2.659843829, averagePrecision: 0.970576),
        Population(count: 100, positives: 10, auc: 0.75, distance: 0.953872552, averagePrecision: 0.277956),
        Population(count: 100, positives: 20, auc: 0.9, distance: 1.812387605, averagePrecision: 0.736163),
        Population(count: 400, positives: 10, auc: 0.6, distance: 0.358286909, averagePrecision: 0.036465),
        Population(count: 400, positives: 20, auc: 0.97, distance: 2.659843829, averagePrecision: 0.769264),
    ])
private func coverage(_ population: Population) {
    let evaluations = (0..<300).map {
        binormal(
            population.count, positives: population.positives, distance: population.distance, seed: UInt64($0))
    }
    func covered(_ figure: (Evaluation) -> Estimate?, _ truth: (Evaluation) -> Double) -> Double {
        Double(
            evaluations.count { evaluation in
                figure(evaluation).map { $0.low <= truth(evaluation) && truth(evaluation) <= $0.high } ?? true
            }) / 300
    }
    let least = 0.92 - 2 * (0.92 * 0.08 / 300).squareRoot()
    #expect(covered(\.auc) { _ in population.auc } >= least)
    #expect(covered(\.averagePrecision) { _ in population.averagePrecision } >= least)
    let f1 = covered(\.f1) { evaluation in
        let threshold = evaluation.decision.threshold
        return population.f1(from: log(threshold / (1 - threshold)))
    }
    #expect(f1 >= least)
}
