import Analysis
import Annotation
import Journal
import Learning
import Notation
import TerminalUI

/// What the metrics view shows of a session.
extension TerminalUI.Metrics {
    /// All but the pace.
    init(_ session: AnnotationSession) {
        self.init()
        let history = session.state.history
        let scheme = session.state.corpus.scheme
        label = scheme.labels[scheme.positiveIndex].title
        isSeveral = scheme.isSeveral
        curve = history.rounds.map(CurvePoint.init)
        if curve.isEmpty { fillBeforeFirstModel(session) }
        if let evaluation = session.ranking?.evaluation {
            evaluationCount = evaluation.count
            evaluationPositives = evaluation.positives
            if let several = evaluation.several {
                byLabel = zip(scheme.labels, several.labels).map { label, figures in
                    LabelCounts(
                        label: label.title, hits: figures.hits, falseAlarms: figures.falseAlarms, misses: figures.misses
                    )
                }
            } else {
                confusion = ConfusionMatrix(labels: scheme.labels.map(\.title), counts: evaluation.confusion)
            }
            reliability = evaluation.reliability.map {
                ReliabilityBin(predicted: $0.predicted, observed: $0.observed, count: $0.count)
            }
        }
        if !session.agreements.isEmpty {
            agreement = Share(agreeing: session.agreements.count { $0 }, of: session.agreements.count)
        }
        let checks = history.repeatChecks
        if !checks.isEmpty {
            let scheme = session.state.corpus.scheme
            repeatAgreement = Share(
                agreeing: checks.count { scheme.isSame($0.first, $0.again) }, of: checks.count)
        }
        remarks = Self.remarks(session)
    }

    /// What there is to measure with before anything is measured, and how long that takes.
    private mutating func fillBeforeFirstModel(_ session: AnnotationSession) {
        let corpus = session.state.corpus
        let examples = corpus.evaluationExamples(session.state.history)
        evaluationCount = examples.count
        evaluationPositives = examples.count { $0.answer.has(corpus.scheme.positiveIndex) }
        switch session.state.firstRound {
        case .isDue: firstModel = session.learningProgress == nil ? nil : .learning
        case .comes(let labels, let isAtLeast): firstModel = .after(labels: labels, isAtLeast: isAtLeast)
        case .comesWithVectors: firstModel = .withMeaning
        case nil: break
        }
    }

    /// How fast labels come in this run of the program.
    mutating func fill(_ pace: Pace, at now: ContinuousClock.Instant) {
        labelsAMinute = pace.labelsAMinute(at: now)
        labelCount = pace.labels
        recentLabelsAMinute = pace.recentLabelsAMinute(at: now)
        recentLabelCount = pace.recentLabels(at: now)
    }

    /// What can be said on how to read the figures.
    private static func remarks(_ session: AnnotationSession) -> [String] {
        let history = session.state.history
        let corpus = session.state.corpus
        var remarks: [String] = []
        remarks.append(
            SessionReport.textOfGain(
                curve: history.rounds.compactMap { round in
                    (corpus.scheme.isSeveral ? round.f1 : round.averagePrecision).map { (round.training, $0) }
                }, isSeveral: corpus.scheme.isSeveral))
        if corpus.scheme.isSeveral {
            for (label, remaining) in zip(corpus.scheme.labels, SessionReport.remainingOfEach(corpus, history)) {
                remarks.append(SessionReport.text(of: remaining, label: label.title, isSeveral: true))
            }
        } else {
            let positive = corpus.scheme.labels[corpus.scheme.positiveIndex].title
            remarks.append(SessionReport.text(of: SessionReport.remaining(corpus, history), label: positive))
        }
        if let change = session.ranking?.change {
            remarks.append(
                "The last round changed \(change.flipped) of \(CountText.text(session.state.corpus.pool.count, "prediction")) "
                    + "(\(corpus.scheme.isSeveral ? "whole answer" : "most probable label"), all messages).")
        }
        remarks.append(
            StabilizingPredictions(
                agreements: session.roundAgreements, hasRound: session.hasLearntRound, messageCount: corpus.pool.count
            ).text)
        if let touched = SessionReport.text(
            ofGone: session.state.goneLabelCount, changed: session.state.changedLabelCount)
        {
            remarks.append(touched)
        }
        if !session.agreements.isEmpty {
            remarks.append(
                "Agreement with the model is low by intention: messages come where it is unsure or expected to err.")
        }
        return remarks
    }
}

extension TerminalUI.Metrics.CurvePoint {
    fileprivate init(_ round: RoundEvent) {
        func measure(_ name: String, _ value: Double?) -> ScreenContent.Measure? {
            guard let value, let interval = round.intervals[name] else { return nil }
            return ScreenContent.Measure(value: value, low: interval.lowerBound, high: interval.upperBound)
        }
        self.init(
            labels: round.training, f1: measure("f1", round.f1), auc: measure("auc", round.auc),
            averagePrecision: measure("ap", round.averagePrecision))
    }
}
