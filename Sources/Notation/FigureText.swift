import Foundation

/// Figures of reports and tables in three decimals, without the zero before the point.
public enum FigureText {
    /// `.412`, `1.000`, `-.020`.
    public static func text(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        // What is rounded to nothing has no sign.
        let text = String(format: "%.3f", value > -0.000_5 ? abs(value) : value)
        if text.hasPrefix("0.") { return String(text.dropFirst()) }
        return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
    }

    /// With a sign also for what is not below zero: `+.012`.
    public static func signed(_ value: Double) -> String { (value <= -0.000_5 ? "" : "+") + text(value) }
}
