import Learning
import Notation

extension ReportPage {
    /// The page of a session.
    ///
    /// - Parameter setting: which session, in sentences.
    public init(_ report: SessionReport, setting: String) {
        self.init(title: "How the labelling stands")
        paragraph(setting)
        paragraph(
            "\(report.countOfTraining) to learn from, \(report.evaluationLabels) to measure with. Every round's "
                + "model was learnt again and measured on the evaluation labels that there are now; intervals are 95 %."
        )
        if let remark = report.touchedRemark { paragraph(remark) }
        if let remark = report.vectorRemark { paragraph(remark + ".") }
        heading("When to stop")
        list(report.stopping)
        paragraph("None of these alone says that the work is done; each says what it rests on.")
        heading("Learning curve")
        if report.isSeveral { addSeveral(report) } else { addRounds(report) }
        heading("What each strategy yielded")
        let isSeveral = report.isSeveral
        table(
            ["strategy", isSeveral ? "messages" : "labels"] + (isSeveral ? ["with any label", "share"] : [])
                + [report.positiveLabel, "share", "median seconds"],
            report.yields.map { yield in
                [yield.strategy, "\(yield.labels)"]
                    + (isSeveral ? [yield.withAny.map { "\($0.count)" } ?? "–", Self.range(yield.withAny?.share)] : [])
                    + [
                        "\(yield.positives)", Self.range(yield.share),
                        yield.medianSeconds.map { "\(($0 * 10).rounded() / 10)" } ?? "–",
                    ]
            })
        paragraph(report.pace)
        heading("Labels to look at again")
        paragraph(
            "Labels that a model taught by all the other labels would not have given (confident learning, Northcutt et "
                + "al. 2021), the most suspected first: only where at least four of five labels are borne out of which it is as "
                + "sure, and at most one label in twenty. Hard messages are among them as well as slips: strategies ask "
                + "for what the model finds hard.")
        let listed = report.suspects.prefix(50)
        table(
            ["id", "text", "given", "the model's", "margin"],
            listed.map { [$0.id, $0.text, $0.given, $0.suggested, FigureText.text($0.margin)] }, wide: [0, 1, 2, 3])
        if listed.isEmpty { paragraph("None.") }
        if report.suspects.count > listed.count { paragraph("\(report.suspects.count - listed.count) more.") }
        paragraph(report.consistency)
    }

    /// The curves and their points, of one label a message.
    private mutating func addRounds(_ report: SessionReport) {
        charts([
            Self.chart("F1", report) { $0.f1 }, Self.chart("AUC", report) { $0.auc },
            Self.chart("average precision", report) { $0.averagePrecision },
        ])
        table(
            ["labels", "F1", "AUC", "average precision", "evaluation labels"],
            report.rounds.map { round in
                ["\(round.labels)"]
                    + [round.evaluation?.f1, round.evaluation?.auc, round.evaluation?.averagePrecision].map {
                        Self.figure($0, isMeasured: round.evaluation != nil)
                    }
                    + [round.evaluation.map { "\($0.count) (\($0.positives) positive)" } ?? "none"]
            }, wide: [])
    }

    /// The curves over all labels and their points; then those of each label.
    private mutating func addSeveral(_ report: SessionReport) {
        paragraph(
            "Macro figures are means over the labels that evaluation messages have, micro F1 is that of all pairs of a message and a "
                + "label, and label ranking says how far the labels of a message stand above those that it has not.")
        let measures: [(name: String, value: (SeveralEvaluation) -> Estimate?)] = [
            ("macro F1", \.macroF1), ("micro F1", \.microF1), ("macro average precision", \.macroAveragePrecision),
            ("label ranking", \.labelRanking),
        ]
        charts(measures.map { measure in Self.chart(measure.name, report) { $0.several.flatMap(measure.value) } })
        table(
            ["messages"] + measures.map(\.name) + ["whole answers", "evaluation messages"],
            report.rounds.map { round in
                let several = round.evaluation?.several
                return ["\(round.labels)"]
                    + (measures.map(\.value) + [{ $0.exactMatch }]).map { value in
                        Self.figure(several.flatMap(value), isMeasured: several != nil)
                    } + [round.evaluation.map { "\($0.count)" } ?? "none"]
            }, wide: [])
        heading("Label by label")
        charts(
            report.labelTitles.indices.map { label in
                func series(_ name: String, _ value: @escaping (SeveralEvaluation.Label) -> Estimate?)
                    -> CurvePicture.Series
                {
                    CurvePicture.Series(
                        name: name,
                        points: report.rounds.compactMap { round in
                            round.figures(ofLabel: label).flatMap(value).map { (round.labels, $0) }
                        })
                }
                return CurvePicture(
                    title: report.labelTitles[label], xTitle: "messages",
                    series: [series("F1", \.f1), series("average precision", \.averagePrecision)])
            })
        table(
            ["label", "F1", "AUC", "average precision", "evaluation messages that have it", "unlabelled that have it"],
            report.labelTitles.enumerated().map { label, title in
                let figures = report.rounds.last?.figures(ofLabel: label)
                let remaining = report.remainingOfEach.indices.contains(label) ? report.remainingOfEach[label] : nil
                return [title]
                    + [figures?.f1, figures?.auc, figures?.averagePrecision].map {
                        Self.figure($0, isMeasured: figures != nil)
                    }
                    + [
                        figures.map { "\($0.positives)" } ?? "none",
                        remaining.map { "about \(Int($0.estimate.value.rounded())) (\($0.range))" } ?? "–",
                    ]
            })
    }

    private static func chart(
        _ title: String, _ report: SessionReport, _ value: (Evaluation) -> Estimate?
    ) -> CurvePicture {
        CurvePicture(
            title: title, xTitle: report.isSeveral ? "messages" : "labels",
            series: [
                CurvePicture.Series(
                    name: title,
                    points: report.rounds.compactMap { round in
                        round.evaluation.flatMap(value).map { (round.labels, $0) }
                    })
            ])
    }

    private static func figure(_ estimate: Estimate?, isMeasured: Bool) -> String {
        isMeasured && estimate == nil ? TooFew.words : range(estimate)
    }

    /// `.412 (.310 to .520)`.
    private static func range(_ estimate: Estimate?) -> String {
        guard let estimate else { return "–" }
        return "\(FigureText.text(estimate.value)) "
            + "(\(FigureText.text(estimate.low))\u{A0}to\u{A0}\(FigureText.text(estimate.high)))"
    }
}

extension SessionReport.Round {
    /// Figures of one label of several; nil where nothing was measured, or a message has one label.
    public func figures(ofLabel label: Int) -> SeveralEvaluation.Label? {
        guard let labels = evaluation?.several?.labels, labels.indices.contains(label) else { return nil }
        return labels[label]
    }
}

extension SessionReport {
    /// What speaks for and against going on, a sentence each, with what it rests on.
    public var stopping: [String] {
        [
            stability.text,
            Self.textOfGain(curve: curve, isSeveral: isSeveral),
        ]
            + (isSeveral && remaining != nil
                ? zip(remainingOfEach, labelTitles).map { Self.text(of: $0, label: $1, isSeveral: true) }
                : [Self.text(of: remaining, label: positiveLabel)])
    }

    /// How many answers there are to learn from.
    public var countOfTraining: String { CountText.text(trainingLabels, isSeveral ? "labelled message" : "label") }

    /// What more labels would add, or why that cannot be said yet.
    ///
    /// - Parameters:
    ///   - curve: labels and average precision of each round that is measured; where a message can have several labels, macro F1.
    ///   - isSeveral: whether it can.
    public static func textOfGain(curve: [(labels: Int, value: Double)], isSeveral: Bool = false) -> String {
        isSeveral
            ? GainForecast.text(curve: curve, measure: "macro F1", unit: "messages")
            : GainForecast.text(curve: curve, measure: "average precision")
    }

    /// How many positive messages remain, or why that cannot be said.
    public static func text(of remaining: RemainingPositives?, label: String, isSeveral: Bool = false) -> String {
        remaining?.text(label: label, isSeveral: isSeveral)
            ?? (isSeveral
                ? "no random evaluation item has \(label): nobody can say how many messages with it remain"
                : "without random evaluation items nobody can say how many \(label) messages remain")
    }

    /// How fast the labels came.
    public var pace: String {
        labelsAMinute.map {
            "\(($0 * 10).rounded() / 10) \(isSeveral ? "messages" : "labels") a minute with a message on the screen ("
                + "\(CountText.text(timedLabels, isSeveral ? "message" : "label")); "
                + "messages that stood there over two minutes are left out)."
        } ?? "The journal has no times."
    }

    /// How often a message that came back got the same label.
    public var consistency: String {
        guard let agreement = repeats.agreement else {
            return "No message came back to be labelled again (--repeat): how steady the labels are is not known."
        }
        return "Of \(CountText.text(repeats.pairs, "message")) that came back to be labelled again "
            + "\(repeats.agreeing) got the same \(isSeveral ? "labels" : "label"): "
            + "\(FigureText.text(agreement.value)) (\(FigureText.text(agreement.low)) to "
            + "\(FigureText.text(agreement.high)))."
    }
}
