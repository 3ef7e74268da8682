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
            "\(CountText.text(report.trainingLabels, "label")) to learn from, \(report.evaluationLabels) to measure with. Every round's "
                + "model was learnt again and measured on the evaluation labels that there are now; intervals are 95 %."
        )
        if let remark = report.touchedRemark { paragraph(remark) }
        if let remark = report.vectorRemark { paragraph(remark + ".") }
        heading("When to stop")
        list(report.stopping)
        paragraph("None of these alone says that the work is done; each says what it rests on.")
        heading("Learning curve")
        charts(Self.charts(report))
        table(
            ["labels", "F1", "AUC", "average precision", "evaluation labels"],
            report.rounds.map { round in
                ["\(round.labels)"]
                    + [round.evaluation?.f1, round.evaluation?.auc, round.evaluation?.averagePrecision].map {
                        round.evaluation != nil && $0 == nil ? TooFew.words : Self.range($0)
                    }
                    + [round.evaluation.map { "\($0.count) (\($0.positives) positive)" } ?? "none"]
            }, wide: [])
        heading("What each strategy yielded")
        table(
            ["strategy", "labels", report.positiveLabel, "share", "median seconds"],
            report.yields.map { yield in
                [
                    yield.strategy, "\(yield.labels)", "\(yield.positives)", Self.range(yield.share),
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

    private static func charts(_ report: SessionReport) -> [CurvePicture] {
        func chart(_ title: String, _ value: (Evaluation) -> Estimate?) -> CurvePicture {
            CurvePicture(
                title: title, xTitle: "labels",
                series: [
                    CurvePicture.Series(
                        name: title,
                        points: report.rounds.compactMap { round in
                            round.evaluation.flatMap(value).map { (round.labels, $0) }
                        })
                ])
        }
        return [chart("F1", \.f1), chart("AUC", \.auc), chart("average precision", \.averagePrecision)]
    }

    /// `.412 (.310 to .520)`.
    private static func range(_ estimate: Estimate?) -> String {
        guard let estimate else { return "–" }
        return "\(FigureText.text(estimate.value)) "
            + "(\(FigureText.text(estimate.low))\u{A0}to\u{A0}\(FigureText.text(estimate.high)))"
    }
}

extension SessionReport {
    /// What speaks for and against going on, a sentence each, with what it rests on.
    public var stopping: [String] {
        [
            stability.text,
            Self.textOfGain(curve: curve),
            Self.text(of: remaining, label: positiveLabel),
        ]
    }

    /// What more labels would add, or why that cannot be said yet.
    ///
    /// - Parameter curve: labels and average precision of each round that is measured.
    public static func textOfGain(curve: [(labels: Int, value: Double)]) -> String {
        GainForecast.text(curve: curve, measure: "average precision")
    }

    /// How many positive messages remain, or why that cannot be said.
    public static func text(of remaining: RemainingPositives?, label: String) -> String {
        remaining?.text(label: label)
            ?? "without random evaluation items nobody can say how many \(label) messages remain"
    }

    /// How fast the labels came.
    public var pace: String {
        labelsAMinute.map {
            "\(($0 * 10).rounded() / 10) labels a minute with a message on the screen (\(CountText.text(timedLabels, "label")); "
                + "messages that stood there over two minutes are left out)."
        } ?? "The journal has no times."
    }

    /// How often a message that came back got the same label.
    public var consistency: String {
        guard let agreement = repeats.agreement else {
            return "No message came back to be labelled again (--repeat): how steady the labels are is not known."
        }
        return "Of \(CountText.text(repeats.pairs, "message")) that came back to be labelled again "
            + "\(repeats.agreeing) got the same label: "
            + "\(FigureText.text(agreement.value)) (\(FigureText.text(agreement.low)) to "
            + "\(FigureText.text(agreement.high)))."
    }
}
