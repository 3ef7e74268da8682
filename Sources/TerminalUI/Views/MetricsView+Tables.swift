import Notation

extension MetricsView {
    /// How the model's labels fall on the annotator's, and each label's precision and recall.
    func confusion(_ width: Int) -> Canvas {
        if metrics.isSeveral { return byLabel(width) }
        guard let matrix = metrics.confusion, !matrix.labels.isEmpty else {
            return Canvas(
                below: [
                    heading("confusion matrix", width: width), words(missingModel, width, style: .dim),
                ])
        }
        return Canvas(
            below: [
                heading("confusion matrix", width: width, note: CountText.text(matrix.total, "evaluation message")),
                words("rows: the annotator's label; columns: the model's", width, style: .dim),
                counts(matrix, width), Canvas(columns: width, rows: 1), precisionAndRecall(matrix, width),
            ])
    }

    /// Each label by itself: where messages can have several, one is not taken for another.
    private func byLabel(_ width: Int) -> Canvas {
        guard !metrics.byLabel.isEmpty else {
            return Canvas(below: [heading("each label", width: width), words(missingModel, width, style: .dim)])
        }
        func share(_ hits: Int, of count: Int) -> String {
            guard let share = ScoreInterval(share: Double(hits) / Double(max(1, count)), of: Double(count)), count > 0
            else {
                return "? of 0"
            }
            return "\(ScreenContent.Measure(value: share.share, low: share.low, high: share.high).words) of \(count)"
        }
        let table = TextTable(
            header: ["", "precision", "recall"],
            rows: metrics.byLabel.map { row in
                [
                    DisplayText(row.label).truncated(to: 20, mark: glyphs.ellipsis).glyphs.map(\.text).joined(),
                    share(row.hits, of: row.hits.addingToLimit(row.falseAlarms)),
                    share(row.hits, of: row.hits.addingToLimit(row.misses)),
                ]
            })
        return Canvas(
            below: [
                heading(
                    "each label", width: width, note: CountText.text(metrics.evaluationCount, "evaluation message")),
                table.canvas(limit: width),
            ])
    }

    private var missingModel: String {
        "not known yet: needs " + (metrics.evaluationCount == 0 ? "evaluation messages and a model" : "a model")
    }

    private func title(_ label: Int, of matrix: Metrics.ConfusionMatrix, isNumbered: Bool = false) -> String {
        let text = DisplayText(matrix.labels[label]).truncated(to: 20, mark: glyphs.ellipsis)
        return (isNumbered ? "\(label + 1) " : "") + text.glyphs.map(\.text).joined()
    }

    /// Columns have titles where they fit, else the numbers that stand before the rows' titles.
    private func counts(_ matrix: Metrics.ConfusionMatrix, _ width: Int) -> Canvas {
        func table(isNumbered: Bool) -> TextTable {
            let labels = matrix.labels.indices
            return TextTable(
                header: [""] + labels.map { isNumbered ? "\($0 + 1)" : title($0, of: matrix) } + ["all"],
                rows: labels.map { actual in
                    [title(actual, of: matrix, isNumbered: isNumbered)]
                        + labels.map { "\(matrix.count(actual: actual, predicted: $0))" }
                        + ["\(matrix.total(actual: actual))"]
                } + [["all"] + labels.map { "\(matrix.total(predicted: $0))" } + ["\(matrix.total)"]],
                isBold: { $0 + 1 == $1 && $0 < labels.count })
        }
        let titled = table(isNumbered: false)
        for (isNumbered, gaps) in [(false, [3, 2]), (true, [3, 2, 1])] {
            var table = isNumbered ? table(isNumbered: true) : titled
            for gap in gaps {
                table.gap = gap
                if table.width <= width { return table.canvas(limit: width) }
            }
        }
        return titled.canvas(limit: width)
    }

    private func precisionAndRecall(_ matrix: Metrics.ConfusionMatrix, _ width: Int) -> Canvas {
        func words(_ measure: ScreenContent.Measure?, of count: Int) -> String {
            measure.map { "\($0.words) of \(count)" } ?? "? of 0"
        }
        return TextTable(
            header: ["", "precision", "recall"],
            rows: matrix.labels.indices.map { label in
                [
                    title(label, of: matrix), words(matrix.precision(label), of: matrix.total(predicted: label)),
                    words(matrix.recall(label), of: matrix.total(actual: label)),
                ]
            }
        ).canvas(limit: width)
    }

    /// How often messages are positive that the model gives a probability: a chart, and the same in figures.
    func reliability(_ width: Int) -> Canvas {
        let bins = metrics.reliability.filter { $0.count > 0 && $0.predicted.isFinite }
        guard !bins.isEmpty else {
            return Canvas(
                below: [
                    heading("reliability", width: width), words(missingModel, width, style: .dim),
                ])
        }
        let total = bins.reduce(0) { $0.addingToLimit($1.count) }
        let table = TextTable(
            header: ["predicted", "positive", "messages"],
            rows: bins.map { [ShareText.rounded($0.predicted), $0.measure?.words ?? "?", "\($0.count)"] })
        let chart = diagram(bins, columns: min(width, 30))
        let isBeside = chart.columns + 3 + table.width <= width
        return Canvas(
            below: [
                heading("reliability", width: width, note: CountText.text(total, "evaluation message")),
                words(
                    "share that is positive over predicted probability; above the diagonal the model says too little, "
                        + "below it too much", width, style: .dim),
                isBeside
                    ? Canvas(beside: [chart, table.canvas(limit: width)], gap: 3)
                    : Canvas(below: [chart, table.canvas(limit: width)]),
            ])
    }

    private func diagram(_ bins: [Metrics.ReliabilityBin], columns: Int) -> Canvas {
        let points = bins.compactMap { bin in
            bin.measure.map { LineChart.Point(x: bin.predicted, y: $0.value, low: $0.low, high: $0.high) }
        }
        let height = max(6, min(12, max(0, rows) - 4))
        var canvas = Canvas(columns: columns, rows: height)
        LineChart(points: points, glyphs: glyphs, xRange: 0...1, yRange: 0...1, hasDiagonal: true)
            .draw(on: &canvas, row: 0, column: 0, columns: columns, rows: height)
        return canvas
    }
}
