import Notation

extension ScreenContent.Findings {
    /// What the model finds, from the most telling form to the shortest. Each range is the 95 % interval in tenths, rounded
    /// outwards.
    var forms: [String] {
        guard let found = Self.tenths(found) else { return [] }
        let right = right.flatMap(Self.tenths)
        return [
            "finds \(found) of 10 \(label)" + (right.map { ", \($0) of 10 of its hits are right" } ?? "")
                + " (\(count) checked)",
            "finds \(found) of 10 \(label)" + (right.map { ", \($0) of 10 hits right" } ?? "") + " (\(count) checked)",
            "finds \(found) of 10" + (right.map { ", right \($0) of 10" } ?? "") + " (\(count) checked)",
        ]
    }

    /// nil for an interval that says nothing.
    private static func tenths(_ measure: ScreenContent.Measure) -> String? {
        guard measure.isFinite else { return nil }
        let low = Int((max(0, min(1, measure.low)) * 10 + 1e-9).rounded(.down))
        let high = Int((max(0, min(1, measure.high)) * 10 - 1e-9).rounded(.up))
        guard high - low < 10 else { return nil }
        return low < high ? "\(low)-\(high)" : "\(low)"
    }
}
