import Foundation

/// Numbers of measures as a person reads them: three decimals, no leading zero.
enum ShortDecimal {
    /// `.412`, `1.000`, `-.020`.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        let text = String(format: "%.3f", value)
        if text.hasPrefix("0.") { return String(text.dropFirst()) }
        return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
    }

    /// With a sign also for what is not below zero: `+.012`.
    static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + text(value) }
}
