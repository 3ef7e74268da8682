/// Numbers of any size in a few characters: `.25`, `412`, `12k`, `3.5M`, `9e18`.
public enum FewDigits {
    /// The number as an axis needs it whose ticks are `step` apart: as many decimals as tell them apart, no zero
    /// before the point.
    public static func text(_ value: Double, step: Double) -> String {
        guard value.isFinite else { return "?" }
        let size = abs(value)
        let sign = value < 0 ? "-" : ""
        guard size < 1e15 else {
            var (mantissa, exponent) = (size, 0)
            while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
            return mantissa.rounded() >= 10
                ? "\(sign)1e\(exponent + 1)" : "\(sign)\(Int(mantissa.rounded()))e\(exponent)"
        }
        let (unit, name) = size < 10_000 ? (1, "") : units.first { size >= $0.unit } ?? (1, "")
        var decimals = 0
        while decimals < 3, !isWhole(step / unit * tenTo(decimals)) { decimals += 1 }
        var text = fixed(size / unit, decimals: decimals)
        if unit > 1, text.contains(".") {
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
        }
        return sign + text + name
    }

    /// The number by itself: one decimal below 10, three digits from 10,000 on.
    public static func text(_ value: Double) -> String {
        let size = abs(value)
        var step = size < 10 ? 0.1 : 1
        if size >= 10_000, size < 1e15 {
            step = 100
            while size >= step * 1000 { step *= 10 }
        }
        return text(value, step: step)
    }

    private static let units: [(unit: Double, name: String)] = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]

    private static func isWhole(_ value: Double) -> Bool { abs(value - value.rounded()) < 1e-6 }

    private static func tenTo(_ power: Int) -> Double { (0..<power).reduce(1) { result, _ in result * 10 } }

    /// - Parameter value: at least 0 and less than 1e15, so that it fits an integer with its decimals.
    private static func fixed(_ value: Double, decimals: Int) -> String {
        let scale = Int(tenTo(decimals))
        let scaled = Int((value * Double(scale)).rounded())
        guard decimals > 0 else { return "\(scaled)" }
        let fraction = String(scale + scaled % scale).dropFirst()
        return (scaled < scale ? "" : "\(scaled / scale)") + "." + fraction
    }
}
