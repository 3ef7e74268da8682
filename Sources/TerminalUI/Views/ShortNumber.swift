/// Numbers as the status bar writes them: two decimals without the leading zero.
public enum ShortNumber {
    public static func text(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        let hundredths = Int((max(0, min(1, value)) * 100).rounded())
        if hundredths == 100 { return "1.0" }
        return hundredths < 10 ? ".0\(hundredths)" : ".\(hundredths)"
    }
}
