import Learning
import Notation

extension ReportPage {
    /// The page of a simulation: curves, the summary, and all points of the curves.
    ///
    /// - Parameters:
    ///   - setting: what was simulated, in sentences.
    ///   - command: makes it again.
    ///   - baseline: the strategy that others are compared with.
    ///   - labels: titles of the task's labels, where a message can have several.
    public init(
        _ summary: SimulationSummary, setting: String, command: String, baseline: String?, labels: [String] = []
    ) {
        let isSeveral = summary.isSeveral
        let all = SimulationSummary.Measure.all(isSeveral: isSeveral)
        let measures: [SimulationSummary.Measure] =
            isSeveral ? [.macroF1, .microF1, .macroAveragePrecision, .labelRanking] : [.f1, .auc, .averagePrecision]
        let main: [SimulationSummary.Measure] =
            isSeveral ? [.macroF1, .macroAveragePrecision] : [.f1, .averagePrecision]
        self.init(title: "Which strategy, how many labels")
        paragraph(setting)
        paragraph(
            "Intervals are 95 % over the seeds (Student). F1 is that of \(isSeveral ? "each label" : "the positive class"), at a "
                + "threshold chosen on other held-out messages than those it decides\(isSeveral ? Self.meansOfLabels : ""). Every strategy of a seed starts from the same labels; "
                + "advantages are taken seed by seed.")
        code(command)
        let room = 6
        if summary.strategies.count > room {
            paragraph(
                "The pictures show \(room) of \(summary.strategies.count) strategies: those whose curves of the measure "
                    + "run highest\(baseline.map { ", and \($0)" } ?? ""). The tables have all.")
        }
        charts(
            all.map { measure in
                CurvePicture(
                    title: measure.rawValue, xTitle: "labels",
                    series: summary.leading(room, in: measure, baseline: baseline).map { strategy in
                        CurvePicture.Series(
                            name: strategy,
                            points: summary.curve(measure, of: strategy).map { ($0.labels, $0.estimate) })
                    },
                    level: measure == .positivesFound
                        ? nil : summary.ceiling(measure).map { (SimulationRecord.everything, $0.value) })
            })
        heading("Over the whole curve")
        table(
            ["strategy"] + measures.map { "mean \($0.rawValue)" }
                + (baseline.map { base in measures.map { "\($0.rawValue) against \(base)" } } ?? [])
                + main.map { "labels to 90 % of \($0.rawValue)" },
            summary.strategies.map { strategy in
                [strategy] + measures.map { Self.text(summary.area($0, of: strategy)) }
                    + (baseline.map { base in
                        measures.map {
                            strategy == base
                                ? "" : Self.text(summary.advantage($0, of: strategy, over: base), isSigned: true)
                        }
                    } ?? [])
                    + main.map {
                        Self.text(summary.labelsNeeded($0, of: strategy))
                    }
            })
        addLabels(labels, of: summary)
        heading("Every point")
        table(
            ["strategy", "labels", "seeds"] + all.map(\.rawValue),
            summary.strategies.flatMap { strategy in
                summary.stops.map { stop in
                    let seeds = summary.curve(.positivesFound, of: strategy).first { $0.labels == stop }?.seeds
                    return [strategy, "\(stop)", "\(seeds ?? 0)"]
                        + all.map { Self.text(summary.estimate($0, of: strategy, at: stop)) }
                }
            })
        if summary.ceiling(main[0]) != nil {
            table(
                [""] + measures.map(\.rawValue),
                [[SimulationRecord.everything] + measures.map { Self.text(summary.ceiling($0)) }])
        }
    }

    /// Each label, with what every strategy reaches of it at the end.
    private mutating func addLabels(_ labels: [String], of summary: SimulationSummary) {
        guard summary.isSeveral, !labels.isEmpty, let last = summary.stops.last else { return }
        heading("Label by label, at \(CountText.text(last, "label"))")
        table(
            ["label", "strategy", "F1", "average precision"],
            labels.enumerated().flatMap { place, label in
                summary.strategies.enumerated().map { row, strategy in
                    let figures = summary.ofLabel(place, of: strategy, at: last)
                    return [
                        row == 0 ? label : "", strategy, Self.text(figures.f1), Self.text(figures.averagePrecision),
                    ]
                }
            }, wide: [0, 1])
    }

    private static let meansOfLabels =
        "; the macro figures are means over the labels, micro F1 is that of all pairs of a message and a label, and "
        + "positives found is the mean share over the labels"

    /// A share, `.412 (.381 to .443)`, with no end outside of [0, 1]; a difference of two, `+.066 ±.028`; the value alone where
    /// there is no interval.
    static func text(_ estimate: Estimate?, isSigned: Bool = false) -> String {
        guard let estimate else { return "–" }
        let value = isSigned ? FigureText.signed(estimate.value) : FigureText.text(estimate.value)
        guard estimate.half.isFinite else { return value }
        guard !isSigned else { return "\(value) ±\(FigureText.text(estimate.half))" }
        // The space between them is where a narrow page breaks the line.
        return
            "\(value) (\(FigureText.text(max(0, estimate.low)))\u{A0}to\u{A0}\(FigureText.text(min(1, estimate.high))))"
    }

    private static func text(_ needed: SimulationSummary.LabelsNeeded?) -> String {
        switch needed {
        case .atMost(let labels): "at most \(labels)"
        case .about(let labels): "about \(labels)"
        case .moreThan(let labels): "more than \(labels)"
        case nil: "–"
        }
    }
}
