import Analysis
import Annotation
import Foundation
import Learning
import Notation

/// The summary of a simulation as text for a terminal: a table, and a chart.
struct SimulationTable {
    let summary: SimulationSummary
    /// What the others are compared with; nil where it was not played.
    let baseline: String?
    /// Names of the labels, where a message can have several.
    var labels: [String] = []

    var text: String {
        table + byLabel + "\n" + chart(summary.isSeveral ? .macroF1 : .averagePrecision)
    }

    /// Columns of a terminal that no line of a table is wider than, but for a recipe that alone is.
    static let width = 80

    /// Numbers at the last stop, and over the whole curve.
    private var table: String {
        guard let last = summary.stops.last else { return "nothing has been played yet\n" }
        let isSeveral = summary.isSeveral
        let measures: [SimulationSummary.Measure] =
            isSeveral ? [.macroF1, .microF1, .macroAveragePrecision] : [.f1, .auc, .averagePrecision]
        let main: [SimulationSummary.Measure] =
            isSeveral ? [.macroF1, .macroAveragePrecision] : [.f1, .averagePrecision]
        let names = isSeveral ? ["macro F1", "micro F1", "macro AP"] : ["F1", "AUC", "AP"]
        // What the stopping rules and the picture go by.
        let gained: SimulationSummary.Measure = isSeveral ? .macroF1 : .averagePrecision
        let gainName = isSeveral ? "F1 gain" : "AP gain"
        var atLast = [["at \(CountText.text(last, isSeveral ? "message" : "label"))"] + names + ["found"]]
        var overall = [
            ["over the whole curve", names[0], names[2]] + (baseline == nil ? [] : [gainName]) + ["90% F1", "90% AP"]
        ]
        for strategy in summary.strategies {
            atLast.append(
                [strategy]
                    + (measures + [.positivesFound]).map { Self.text(summary.estimate($0, of: strategy, at: last)) })
            let gain = baseline.map { baseline in
                strategy == baseline
                    ? "" : Self.text(gain: summary.advantage(gained, of: strategy, over: baseline))
            }
            overall.append(
                [strategy]
                    + main.map {
                        Self.text(summary.area($0, of: strategy))
                    } + [gain].compactMap { $0 }
                    + main.map {
                        Self.text(summary.labelsNeeded($0, of: strategy))
                    })
        }
        if summary.ceiling(main[0]) != nil {
            atLast.append([SimulationRecord.everything] + measures.map { Self.text(summary.ceiling($0)) } + [""])
        }
        return Self.lines(atLast) + "\n" + Self.lines(overall) + "\n"
            + (isSeveral
                ? "macro: mean over the labels; micro: of all pairs of message and label;\n"
                    + "AP: average precision; found: mean share over the labels;\n"
                    + "90%: messages to nine tenths of what all messages reach"
                : "AP: average precision; 90%: labels to nine tenths of what all labels reach")
            + (baseline.map { ";\n\(gainName): against \($0), seed by seed" } ?? "") + "\n"
    }

    /// F1 of each label at the last stop, a column for each strategy by its letter in the picture.
    private var byLabel: String {
        guard summary.isSeveral, !labels.isEmpty, let last = summary.stops.last else { return "" }
        let shown = summary.leading(Self.mostShown, in: .macroF1, baseline: baseline)
        let rows = labels.enumerated().map { place, label in
            [TerminalText.onOneLine(label)]
                + shown.map { strategy in
                    summary.ofLabel(place, of: strategy, at: last).f1.map { FigureText.text($0.value) } ?? "-"
                }
        }
        return "\n"
            + Self.lines(
                [["F1 by label, mean over seeds"] + shown.indices.map { String(Self.letter($0)) }] + rows)
    }

    /// Strategies that a picture has room for.
    private static let mostShown = 6

    /// Cells below each other; where a line would be too wide, names stand on lines of their own above their figures.
    private static func lines(_ rows: [[String]]) -> String {
        guard let columnCount = rows.first?.count else { return "" }
        let widths = (0..<columnCount).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let isWide = widths.reduce(0, +) + 2 * (columnCount - 1) > width
        return rows.map { row in
            let start = isWide ? row[0] + "\n" : row[0] + String(repeating: " ", count: widths[0] - row[0].count)
            let cells = zip(row, widths).dropFirst().map { cell, width in
                "  " + cell + String(repeating: " ", count: width - cell.count)
            }
            var line = start + cells.joined()
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// A share with its interval, `.412 .38-.44`, no end of which lies outside of [0, 1]; without one where there was one run.
    static func text(_ estimate: Estimate?) -> String {
        guard let estimate else { return "-" }
        let value = FigureText.text(estimate.value)
        guard estimate.half.isFinite else { return value }
        return "\(value) \(ShareText.rounded(estimate.low))-\(ShareText.rounded(estimate.high))"
    }

    /// A difference of two shares, `+.066±.028`.
    static func text(gain estimate: Estimate?) -> String {
        guard let estimate else { return "-" }
        let value = FigureText.signed(estimate.value)
        return estimate.half.isFinite ? "\(value)±\(FigureText.text(estimate.half))" : value
    }

    private static func text(_ needed: SimulationSummary.LabelsNeeded?) -> String {
        switch needed {
        case .atMost(let labels): "≤ \(labels)"
        case .about(let labels): "\(labels)"
        case .moreThan(let labels): "> \(labels)"
        case nil: "-"
        }
    }

    /// Mean learning curves, one letter a strategy; `*` where several meet.
    private func chart(_ measure: SimulationSummary.Measure) -> String {
        let shown = summary.leading(Self.mostShown, in: measure, baseline: baseline)
        let curves = shown.map { summary.curve(measure, of: $0) }
        let values = curves.flatMap { $0.map(\.estimate.value) }
        guard let low = values.min(), let high = values.max(), high > low, let first = summary.stops.first,
            let last = summary.stops.last, last > first
        else { return "" }
        let (width, height) = (60, 14)
        var cells = [[Character]](repeating: Array(repeating: " ", count: width), count: height)
        for (index, curve) in curves.enumerated() {
            let letter = Self.letter(index)
            for (left, right) in zip(curve, curve.dropFirst()) {
                func column(_ labels: Int) -> Int {
                    Int((Double(labels - first) / Double(last - first) * Double(width - 1)).rounded())
                }
                let (from, to) = (column(left.labels), column(right.labels))
                for x in from...max(from, to) {
                    let part = to > from ? Double(x - from) / Double(to - from) : 0
                    let value = left.estimate.value + part * (right.estimate.value - left.estimate.value)
                    let y = height - 1 - Int(((value - low) / (high - low) * Double(height - 1)).rounded())
                    let isFree = cells[y][x] == " " || cells[y][x] == letter
                    cells[y][x] = isFree ? letter : "*"
                }
            }
        }
        var lines = [
            "\(measure.rawValue), mean over seeds"
                + (shown.count < summary.strategies.count ? "; the best of \(summary.strategies.count) strategies" : "")
        ]
        for (y, row) in cells.enumerated() {
            let value = high - Double(y) / Double(height - 1) * (high - low)
            let label = y == 0 || y == height - 1 || y == height / 2 ? FigureText.text(value) : ""
            lines.append(String(repeating: " ", count: 6 - label.count) + label + " │" + String(row))
        }
        lines.append("       └" + String(repeating: "─", count: width))
        let right = "\(CountText.text(last, "label"))"
        let left = "\(first)"
        lines.append(
            "        " + left + String(repeating: " ", count: max(1, width - left.count - right.count)) + right)
        var legend = "       "
        for (index, strategy) in shown.enumerated() {
            let entry = " \(Self.letter(index)) \(strategy)"
            if legend.count + 1 + entry.count > Self.width, legend.contains(where: { $0 != " " }) {
                lines.append(legend)
                legend = "       "
            }
            legend += (legend.contains { $0 != " " } ? " " : "") + entry
        }
        lines.append(legend)
        return lines.map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private static func letter(_ index: Int) -> Character {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return letters[index % letters.count]
    }
}
