import Notation

extension MetricsView {
    /// One figure of the curve, as the annotator sees it.
    private struct Figure {
        let name: String
        /// By labels, those that are known.
        let points: [(labels: Int, measure: ScreenContent.Measure)]

        /// What the curve is over.
        let unit: String

        init(
            _ name: String, _ curve: [Metrics.CurvePoint], _ value: (Metrics.CurvePoint) -> ScreenContent.Measure?,
            of unit: String = "label"
        ) {
            self.name = name
            self.unit = unit
            points = curve.compactMap { point in
                value(point).flatMap { $0.isFinite ? (labels: point.labels, measure: $0) : nil }
            }
        }

        /// The last value, in the most telling form that fits.
        func words(_ width: Int) -> String {
            guard let last = points.last else { return "not known yet" }
            let value = last.measure.words
            let forms = [
                "\(value) at \(CountText.text(last.labels, unit))", "\(value) at \(last.labels)",
            ]
            return forms.first { DisplayText($0).width <= width } ?? value
        }
    }

    /// F1, AUC and average precision over the labels: side by side where three charts have room, else below each
    /// other and below all three values.
    func learningCurve(_ width: Int) -> Canvas {
        let heading = heading("learning curve", width: width, note: evaluation)
        guard !metrics.curve.isEmpty else {
            return Canvas(below: [heading, words(missingCurve, width, style: .dim)])
        }
        // Where messages can have several labels two figures are means over them, and AUC is left out.
        let figures =
            metrics.isSeveral
            ? [
                Figure("F1, mean", metrics.curve, \.f1, of: "message"),
                Figure("average precision, mean", metrics.curve, \.averagePrecision, of: "message"),
            ]
            : [
                Figure("F1", metrics.curve, \.f1), Figure("AUC", metrics.curve, \.auc),
                Figure("average precision", metrics.curve, \.averagePrecision),
            ]
        guard width >= 72 else {
            let chartWidth = min(width, 60)
            let charts = figures.map { figure in
                Canvas(
                    below: [
                        self.heading(figure.name, width: width),
                        chart(figure, among: figures, columns: chartWidth, rows: max(6, min(10, max(0, rows) - 5))),
                    ])
            }
            let values = figures.map { words($0.name + " " + $0.words(.max), width, indent: 2) }
            return Canvas(below: [heading] + values + charts)
        }
        let chartWidth = (width - 2 * (figures.count - 1)) / figures.count
        // A name and its value share a line where that is possible for all three.
        let isOneLine = figures.allSatisfy { $0.name.count + 1 + $0.words(.max).count <= chartWidth }
        let charts = figures.map { figure in
            Canvas(
                below: words(of: figure, isOneLine: isOneLine, chartWidth)
                    + [chart(figure, among: figures, columns: chartWidth, rows: max(6, min(12, rows / 3)))])
        }
        return Canvas(below: [heading, Canvas(beside: charts, gap: 2)])
    }

    private func words(of figure: Figure, isOneLine: Bool, _ width: Int) -> [Canvas] {
        guard isOneLine else {
            return [heading(figure.name, width: width), words(figure.words(width), width)]
        }
        var line = Canvas(columns: width, rows: 1)
        let end = line.draw(figure.name, row: 0, column: 0, style: .bold)
        line.draw(figure.words(width), row: 0, column: end + 1)
        return [line]
    }

    /// A sentence where the figure is not known.
    private func chart(_ figure: Figure, among figures: [Figure], columns: Int, rows: Int) -> Canvas {
        guard !figure.points.isEmpty else {
            return words(
                "\(TooFew.words): needs more evaluation messages with the positive label", columns, style: .dim)
        }
        var canvas = Canvas(columns: columns, rows: rows)
        let labels = metrics.curve.map { Double($0.labels) }
        let chart = LineChart(
            points: figure.points.sorted { $0.labels < $1.labels }.map {
                LineChart.Point(
                    x: Double($0.labels), y: $0.measure.value, low: $0.measure.low, high: $0.measure.high)
            }, glyphs: glyphs, xRange: (labels.min() ?? 0)...(labels.max() ?? 0), yRange: range(of: figures),
            isWholeX: true)
        chart.draw(on: &canvas, row: 0, column: 0, columns: columns, rows: rows)
        return canvas
    }

    /// The same for all three, so that they can be compared: the tenths around all intervals, two of them or more.
    private func range(of figures: [Figure]) -> ClosedRange<Double> {
        let measures = figures.flatMap { $0.points.map(\.measure) }
        let ends = measures.flatMap { [$0.value, $0.low, $0.high] }.map { max(0, min(1, $0)) }
        var low = ((ends.min() ?? 0) * 10 + 1e-9).rounded(.down)
        var high = ((ends.max() ?? 1) * 10 - 1e-9).rounded(.up)
        if high - low < 2 {
            low = min(low, 8)
            high = low + 2
        }
        return low / 10...high / 10
    }

    private var evaluation: String {
        guard metrics.evaluationCount > 0 else { return "" }
        return CountText.text(metrics.evaluationCount, "evaluation message")
            + (metrics.isSeveral ? "" : ", \(metrics.evaluationPositives) positive")
            + (metrics.curve.isEmpty ? "" : "; bars: 95 % intervals")
    }

    private var missingCurve: String {
        let count = metrics.evaluationCount
        let measured =
            count == 0
            ? "no evaluation message is labelled, and without one nothing is measured"
            : CountText.text(count, "evaluation message") + (count == 1 ? " is labelled" : " are labelled")
        return "nothing to draw yet: \(measured); \(firstModel)"
    }

    private var firstModel: String {
        switch metrics.firstModel {
        case .after(let labels, let isAtLeast):
            "the first model comes after \(isAtLeast ? "at least " : "")\(CountText.text(labels, "more label"))"
        case .withMeaning: "the first model comes when all messages have been read for meaning"
        case .learning: "the first model is being learnt"
        case nil: "the figures come with the first round that is learnt"
        }
    }
}
