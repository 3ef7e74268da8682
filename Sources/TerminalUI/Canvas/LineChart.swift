/// Points joined by lines, with their intervals as vertical bars, between two axes.
///
/// A cell has 2 × 4 dots where the terminal knows braille. Without UTF-8 a point is `*`, what joins two of them `-`, an
/// interval `|`, the reference `.`. Where parts meet in a cell the line is shown, then the bar, then the reference.
/// Values that are no number are left out; values outside of a range are drawn at its edge.
struct LineChart {
    struct Point: Sendable, Hashable {
        var x: Double
        var y: Double
        var low: Double?
        var high: Double?
    }

    /// In the order in which they are joined.
    let points: [Point]
    let glyphs: Glyphs
    /// nil: as far as the points reach.
    var xRange: ClosedRange<Double>?
    var yRange: ClosedRange<Double>?
    /// No ticks between whole numbers.
    var isWholeX = false
    /// A line from the lower left to the upper right corner.
    var hasDiagonal = false

    /// Draws into a region; where it is too small for axes and one cell between them, nothing.
    ///
    /// - Complexity: O(points · (`columns` + `rows`)).
    func draw(on canvas: inout Canvas, row: Int, column: Int, columns: Int, rows: Int) {
        guard row >= 0, column >= 0, row < canvas.rows, column < canvas.columns else { return }
        let columns = min(columns, canvas.columns - column)
        let rows = min(rows, canvas.rows - row)
        let shown = points.filter { $0.x.isFinite && $0.y.isFinite }
        let height = rows - 2
        guard height > 0 else { return }
        let y = Scale(yRange ?? Self.range(of: shown.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] }))
        let yTicks = y.ticks(intervals: max(2, min(6, (height + 1) / 2)), isWhole: false)
        let margin = yTicks.texts.map(\.count).max() ?? 0
        let width = columns - margin - 1
        guard width > 0 else { return }
        let x = Scale(xRange ?? Self.range(of: shown.map(\.x)))
        let plot = Plot(x: x, y: y, width: width, height: height, glyphs: glyphs)
        let left = column + margin + 1

        drawLeftAxis(on: &canvas, row: row, column: column, ticks: yTicks, margin: margin, plot)
        drawBottomAxis(on: &canvas, row: row + height, left: left, plot)
        for (index, cell) in plot.cells(shown, hasDiagonal: hasDiagonal).enumerated() {
            guard let cell else { continue }
            canvas.draw(cell.text, row: row + index / width, column: left + index % width, style: cell.style)
        }
    }

    private func drawLeftAxis(
        on canvas: inout Canvas, row: Int, column: Int, ticks: (values: [Double], texts: [String]), margin: Int,
        _ plot: Plot
    ) {
        for line in 0..<plot.height {
            canvas.draw(glyphs.isUnicode ? "│" : "|", row: row + line, column: column + margin, style: .dim)
        }
        var free = plot.height
        for (value, text) in zip(ticks.values, ticks.texts) {
            let line = plot.row(value)
            guard line < free else { continue }
            free = line
            canvas.draw(text, row: row + line, column: column + margin - text.count, style: .dim)
            canvas.draw(glyphs.isUnicode ? "┤" : "+", row: row + line, column: column + margin, style: .dim)
        }
    }

    private func drawBottomAxis(on canvas: inout Canvas, row: Int, left: Int, _ plot: Plot) {
        canvas.draw(glyphs.isUnicode ? "└" : "+", row: row, column: left - 1, style: .dim)
        canvas.draw(String(repeating: glyphs.rule, count: plot.width), row: row, column: left, style: .dim)
        let ticks = plot.x.ticks(intervals: max(2, min(8, plot.width / 8)), isWhole: isWholeX)
        var free = left - 1
        for (value, text) in zip(ticks.values, ticks.texts) {
            let center = left + plot.column(value)
            let start = min(max(left - 1, center - text.count / 2), left + plot.width - text.count)
            guard start >= free else { continue }
            canvas.draw(text, row: row + 1, column: start, style: .dim)
            canvas.draw(glyphs.isUnicode ? "┬" : "+", row: row, column: center, style: .dim)
            free = start + text.count + 1
        }
    }

    private static func range(of values: [Double]) -> ClosedRange<Double> {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return 0...1 }
        return low...high
    }
}
