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

    var text: String { table + "\n" + chart(.averagePrecision) }

    /// Numbers at the last stop, and over the whole curve.
    private var table: String {
        guard let last = summary.stops.last else { return "nothing has been played yet\n" }
        var header = [
            "at \(CountText.text(last, "label"))", "F1", "AUC", "avg. precision", "found", "area F1", "area AP",
        ]
        if let baseline { header.append("AP vs \(baseline)") }
        header += ["90 % of F1", "90 % of AP"]
        var rows = [header]
        for strategy in summary.strategies {
            var row = [strategy]
            for measure in [SimulationSummary.Measure.f1, .auc, .averagePrecision, .positivesFound] {
                row.append(Self.text(summary.estimate(measure, of: strategy, at: last)))
            }
            row.append(Self.text(summary.area(.f1, of: strategy)))
            row.append(Self.text(summary.area(.averagePrecision, of: strategy)))
            if let baseline {
                row.append(
                    strategy == baseline
                        ? ""
                        : Self.text(
                            summary.advantage(.averagePrecision, of: strategy, over: baseline), signed: true))
            }
            row += [SimulationSummary.Measure.f1, .averagePrecision].map {
                Self.text(summary.labelsNeeded($0, of: strategy))
            }
            rows.append(row)
        }
        if summary.ceiling(.f1) != nil {
            rows.append(
                [SimulationRecord.everything]
                    + [SimulationSummary.Measure.f1, .auc, .averagePrecision].map {
                        Self.text(summary.ceiling($0))
                    } + Array(repeating: "", count: header.count - 4))
        }
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// `.412 ±.031`; without an interval where there was one run.
    static func text(_ estimate: Estimate?, signed: Bool = false) -> String {
        guard let estimate else { return "-" }
        let sign = signed && estimate.value >= 0 ? "+" : ""
        let value = sign + FigureText.text(estimate.value)
        return estimate.half.isFinite ? "\(value) ±\(FigureText.text(estimate.half))" : value
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
        let shown = summary.leading(6, in: measure, baseline: baseline)
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
        lines.append(
            "        "
                + shown.enumerated().map { "\(Self.letter($0.offset)) \($0.element)" }
                .joined(separator: "  "))
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
