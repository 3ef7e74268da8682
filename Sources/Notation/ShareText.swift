/// Shares, probabilities and scores in two decimals, without the zero before the point.
public enum ShareText {
    /// `.07`, `.93`, `1.0`; what lies outside of [0, 1] counts as its nearer end.
    public static func rounded(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        let hundredths = Int((max(0, min(1, value)) * 100).rounded())
        return hundredths == 100 ? "1.0" : text(hundredths)
    }

    /// As ``rounded(_:)``, but what is below 1 stays below it: `.99`.
    public static func text(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        if value >= 1 { return "1.0" }
        return text(min(99, Int((max(0, value) * 100).rounded())))
    }

    private static func text(_ hundredths: Int) -> String { hundredths < 10 ? ".0\(hundredths)" : ".\(hundredths)" }

    /// As ``text(_:)`` for what may be above 1: `1.4`.
    public static func ratio(_ value: Double) -> String {
        guard value.isFinite, value > 1 else { return text(value) }
        let tenths = Int((min(value, 1e6) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// As ``text(_:)`` with a sign for what is below zero: `-.12`.
    public static func signed(_ value: Double) -> String { value <= -0.005 ? "-" + text(-value) : text(value) }

    /// `7 %`, `99 %`; never 100 % of what is below it.
    public static func percent(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        return value >= 1 ? "100 %" : "\(min(99, Int((max(0, value) * 100).rounded()))) %"
    }
}
