import Foundation
import Learning
import Notation

/// Learning curves as an SVG picture.
///
/// Lines differ in colour (Okabe & Ito's palette, which people with any colour vision tell apart), in dashes and in
/// their marks, so that the picture reads in black and white too.
public struct CurvePicture: Sendable {
    /// One curve.
    public struct Series: Sendable {
        /// What the legend calls it.
        public var name: String
        /// Numbers of labels, and what was measured there.
        public var points: [(x: Int, estimate: Estimate)]

        public init(name: String, points: [(x: Int, estimate: Estimate)]) {
            self.name = name
            self.points = points
        }
    }

    /// What stands above it.
    public var title: String
    /// What stands below its horizontal axis.
    public var xTitle: String
    /// The curves that have any points.
    public var series: [Series]
    /// A horizontal line to compare with.
    public var level: (name: String, value: Double)?

    public init(title: String, xTitle: String, series: [Series], level: (name: String, value: Double)? = nil) {
        self.title = title
        self.xTitle = xTitle
        self.series = series.filter { !$0.points.isEmpty }
        self.level = level
    }

    private static let colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000"]
    private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2"]
    private static let (width, height, left, right, top, bottom) = (640.0, 340.0, 52.0, 14.0, 30.0, 44.0)

    /// The picture as an `<svg>` element; nil where there is nothing to draw.
    public var svg: String? {
        let all = series.flatMap(\.points)
        guard let first = all.map(\.x).min(), let last = all.map(\.x).max() else { return nil }
        let isWithIntervals = series.count <= 4
        var values = all.map(\.estimate.value) + (level.map { [$0.value] } ?? [])
        if isWithIntervals {
            values += all.flatMap { [$0.estimate.low, $0.estimate.high] }.filter { $0.isFinite && $0 >= 0 && $0 <= 1 }
        }
        let ticks = Self.ticks(from: values.min() ?? 0, to: values.max() ?? 1)
        guard let low = ticks.first, let high = ticks.last else { return nil }
        func x(_ labels: Int) -> Double {
            let share = last > first ? Double(labels - first) / Double(last - first) : 0.5
            return Self.left + 10 + share * (Self.width - Self.left - Self.right - 20)
        }
        func y(_ value: Double) -> Double {
            let share = (min(high, max(low, value)) - low) / (high - low)
            return Self.height - Self.bottom - share * (Self.height - Self.top - Self.bottom)
        }
        var parts: [String] = []
        for tick in ticks {
            parts.append(
                "<line class=\"grid\" x1=\"\(Self.text(Self.left))\" x2=\"\(Self.text(Self.width - Self.right))\" "
                    + "y1=\"\(Self.text(y(tick)))\" y2=\"\(Self.text(y(tick)))\"/>"
                    + "<text x=\"\(Self.text(Self.left - 6))\" y=\"\(Self.text(y(tick) + 4))\" text-anchor=\"end\">"
                    + "\(Self.text(tick, digits: 2))</text>")
        }
        for labels in Self.places(all.map(\.x)) {
            parts.append(
                "<text x=\"\(Self.text(x(labels)))\" y=\"\(Self.text(Self.height - Self.bottom + 18))\" "
                    + "text-anchor=\"middle\">\(labels)</text>")
        }
        parts.append(
            "<text x=\"\(Self.text((Self.left + Self.width) / 2))\" y=\"\(Self.text(Self.height - 6))\" "
                + "text-anchor=\"middle\">\(HTMLText.escaped(xTitle))</text>")
        if let level {
            // Above its line, and below it where the title is.
            let place = y(level.value) - 4 < Self.top + 10 ? y(level.value) + 14 : y(level.value) - 4
            parts.append(
                "<line class=\"level\" x1=\"\(Self.text(Self.left))\" x2=\"\(Self.text(Self.width - Self.right))\" "
                    + "y1=\"\(Self.text(y(level.value)))\" y2=\"\(Self.text(y(level.value)))\"/>"
                    + "<text x=\"\(Self.text(Self.left + 6))\" y=\"\(Self.text(place))\">"
                    + "\(HTMLText.escaped(level.name)) \(FigureText.text(level.value))</text>")
        }
        for (index, line) in series.enumerated() {
            // Intervals of several lines stand side by side.
            let shift = (Double(index) - Double(series.count - 1) / 2) * 4
            let points = line.points.map { (x: x($0.x) + (isWithIntervals ? shift : 0), estimate: $0.estimate) }
            let color = Self.colors[index % Self.colors.count]
            if isWithIntervals {
                for point in points where point.estimate.half.isFinite {
                    let place = Self.text(point.x)
                    parts.append(
                        "<line stroke=\"\(color)\" stroke-opacity=\"0.55\" x1=\"\(place)\" x2=\"\(place)\" "
                            + "y1=\"\(Self.text(y(point.estimate.low)))\" y2=\"\(Self.text(y(point.estimate.high)))\"/>"
                    )
                }
            }
            let path = points.map { "\(Self.text($0.x)),\(Self.text(y($0.estimate.value)))" }.joined(separator: " ")
            parts.append(
                "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\" "
                    + "stroke-dasharray=\"\(Self.dashes[index % Self.dashes.count])\" points=\"\(path)\"/>")
            for point in points { parts.append(Self.mark(index, color, point.x, y(point.estimate.value))) }
        }
        return """
            <figure><svg viewBox="0 0 \(Self.text(Self.width)) \(Self.text(Self.height))" role="img" \
            aria-label="\(HTMLText.escaped(title))"><text class="title" x="\(Self.text(Self.left))" y="18">\
            \(HTMLText.escaped(title))</text>
            \(parts.joined(separator: "\n"))
            </svg>\(series.count > 1 ? legend : "")</figure>

            """
    }

    /// Each line's sample with its name.
    private var legend: String {
        let entries = series.enumerated().map { index, line in
            let color = Self.colors[index % Self.colors.count]
            return """
                <span><svg viewBox="0 0 40 14" width="40" height="14" aria-hidden="true"><line x1="1" x2="39" y1="7" \
                y2="7" stroke="\(color)" stroke-width="2" stroke-dasharray="\(Self.dashes[index % Self.dashes.count])"/>\
                \(Self.mark(index, color, 20, 7))</svg> \(HTMLText.escaped(line.name))</span>
                """
        }
        return "<figcaption>\(entries.joined(separator: "\n"))</figcaption>"
    }

    private static func mark(_ index: Int, _ color: String, _ x: Double, _ y: Double) -> String {
        func at(_ dx: Double, _ dy: Double) -> String { "\(text(x + dx)),\(text(y + dy))" }
        let shape =
            switch index % 5 {
            case 0: "<circle cx=\"\(text(x))\" cy=\"\(text(y))\" r=\"3.6\""
            case 1: "<polygon points=\"\(at(-3.4, -3.4)) \(at(3.4, -3.4)) \(at(3.4, 3.4)) \(at(-3.4, 3.4))\""
            case 2: "<polygon points=\"\(at(0, -4.4)) \(at(4.2, 3.4)) \(at(-4.2, 3.4))\""
            case 3: "<polygon points=\"\(at(0, -4.8)) \(at(4.8, 0)) \(at(0, 4.8)) \(at(-4.8, 0))\""
            default: "<polygon points=\"\(at(-4.2, -3.4)) \(at(4.2, -3.4)) \(at(0, 4.4))\""
            }
        // Hollow from the sixth line on.
        return shape + " fill=\"\(index % 10 < 5 ? color : "#fff")\" stroke=\"\(color)\"/>"
    }

    /// Round numbers that enclose the values, five or six of them.
    static func ticks(from low: Double, to high: Double) -> [Double] {
        let span = max(high - low, 0.01)
        let step = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2].first { span / $0 <= 5 } ?? 0.5
        let start = Int((low / step).rounded(.down))
        let end = max(start + 1, Int((high / step).rounded(.up)))
        return (start...end).map { Double($0) * step }
    }

    /// At most eight of the places on the axis, the first and the last among them.
    static func places(_ all: [Int]) -> [Int] {
        let sorted = Set(all).sorted()
        guard sorted.count > 8, let last = sorted.last else { return sorted }
        let step = (sorted.count + 6) / 7
        return stride(from: 0, to: sorted.count - step / 2 - 1, by: step).map { sorted[$0] } + [last]
    }

    private static func text(_ value: Double, digits: Int = 1) -> String { String(format: "%.\(digits)f", value) }
}
