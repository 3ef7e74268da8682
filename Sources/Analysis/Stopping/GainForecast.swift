import Foundation
import Learning
import Notation

/// What more labels would add, from the learning curve so far.
///
/// Over the range that matters, measures grow about linearly in the logarithm of the number of labels (a power law seen
/// closely); the line is fitted by least squares to the last rounds, and its slope's interval is Student's. The points
/// share their evaluation items, so that the interval tells how well a line fits, not how another evaluation set would
/// turn out.
public struct GainForecast: Sendable, Hashable {
    /// Rounds that the line is fitted to, at most.
    public static let window = 8
    /// Rounds with different numbers of labels that a line needs.
    public static let fewestRounds = 4

    /// What so many more labels add to the measure.
    public let gain: Estimate
    /// How many more labels.
    public let moreLabels: Int
    /// Rounds that it rests on.
    public let rounds: Int

    /// - Parameter curve: labels and measure of each round, by ascending labels.
    /// - Returns: nil for fewer than four rounds with different numbers of labels.
    public init?(curve: [(labels: Int, value: Double)], moreLabels: Int = 100) {
        let points = Self.points(curve).suffix(Self.window)
        guard Set(points.map(\.labels)).count >= Self.fewestRounds, let last = points.last else { return nil }
        let line = LogLine(points.map { (Double($0.labels), $0.value) })
        let stretch = log(Double(last.labels + moreLabels) / Double(last.labels))
        let half = line.slopeHalf * stretch
        gain = Estimate(
            value: line.slope * stretch, low: line.slope * stretch - half, high: line.slope * stretch + half)
        self.moreLabels = moreLabels
        rounds = points.count
    }

    /// A round that has learnt from no label is none of the curve.
    private static func points(_ curve: [(labels: Int, value: Double)]) -> [(labels: Int, value: Double)] {
        curve.filter { $0.labels > 0 }
    }

    /// One sentence on what more labels would add, or on why that cannot be said yet.
    ///
    /// - Parameters:
    ///   - curve: as ``init(curve:moreLabels:)`` takes it.
    ///   - unit: what is given one by one, in the plural: where a message can have several labels, messages.
    public static func text(
        curve: [(labels: Int, value: Double)], measure: String, unit: String = "labels"
    ) -> String {
        if let gain = GainForecast(curve: curve) { return gain.text(measure: measure, unit: unit) }
        // Two rounds with as many labels are one point of the line.
        let count = Set(points(curve).suffix(window).map(\.labels)).count
        return
            "too few measured rounds to say what more \(unit) would add: \(fewestRounds) with different numbers of \(unit) "
            + "are needed, there "
            + (count == 1 ? "is 1" : "are \(count)")
    }

    /// One sentence with what it rests on.
    public func text(measure: String, unit: String = "labels") -> String {
        "the next \(moreLabels) \(unit) add about \(FigureText.signed(gain.value)) \(measure) "
            + "(\(FigureText.signed(gain.low)) to \(FigureText.signed(gain.high)); "
            + "a line through the last \(rounds) rounds)"
    }
}
