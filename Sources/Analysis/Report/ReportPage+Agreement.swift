import Notation

extension ReportPage {
    /// How far annotators agree, who is right how often, and on which messages they differ.
    public init(_ agreement: AnnotatorAgreement) {
        self.init(title: "Agreement of \(CountText.text(agreement.annotators.count, "annotator"))")
        let shared = agreement.groups.first?.figures.messageCount ?? 0
        paragraph(
            "\(CountText.text(agreement.messageCount, "message")) labelled, \(shared) of them by two or more. "
                + "Intervals are of 95 %.")
        list(agreement.remarks)
        table(
            ["annotator", "labels", "waiting for a second look"],
            agreement.annotators.map { [$0.name, "\($0.labelCount)", "\($0.doubtedCount)"] })
        guard shared > 0 else {
            paragraph("Nobody has labelled what another has: there is nothing to compare.")
            return
        }
        heading("How far they agree")
        paragraph(
            "Messages drawn at random and messages that a strategy chose stand apart: a strategy picks the hard ones, and "
                + "agreement is lower there.")
        for group in agreement.groups where group.figures.messageCount > 0 { add(group, of: agreement) }
        addEstimate(of: agreement)
        heading("Labelled differently")
        guard !agreement.disagreements.isEmpty else {
            paragraph("No message.")
            return
        }
        paragraph("\(CountText.text(agreement.disagreements.count, "message")), those with most differences first.")
        table(
            ["message"] + agreement.annotators.map(\.name),
            agreement.disagreements.prefix(Self.mostMessages).map { message in
                [message.id]
                    + agreement.annotators.indices.map { place in
                        message.labels.first { $0.annotator == place }?.label ?? ""
                    }
            }, wide: Set(0...agreement.annotators.count))
        if agreement.disagreements.count > Self.mostMessages {
            paragraph("And \(agreement.disagreements.count - Self.mostMessages) more.")
        }
    }

    /// Messages that are listed.
    private static let mostMessages = 500

    private mutating func add(_ group: AnnotatorAgreement.Group, of agreement: AnnotatorAgreement) {
        let name =
            switch group.kind {
            case .all: "all messages"
            case .random: "drawn at random"
            case .chosen: "chosen by a strategy or by hand"
            }
        // Of two labels each is the other's rest, and has the figures of both.
        let labels = agreement.labels.count > 2 ? agreement.sharedLabels : []
        let rows =
            [("all labels", group.figures.overall)] + labels.map { (agreement.labels[$0], group.figures.byLabel[$0]) }
        table(
            ["\(name), n=\(group.figures.messageCount)", "agree", "Krippendorff's alpha", "Gwet's AC1"],
            rows.map { [$0, Self.text($1.agreement), Self.text($1.alpha), Self.text($1.ac1)] })
        table(
            ["of two", "messages", "Cohen's kappa"],
            group.pairs.filter { $0.messageCount > 0 }.map { pair in
                let names = [pair.left, pair.right].map { agreement.annotators[$0].name }.joined(separator: ", ")
                return [names, "\(pair.messageCount)", Self.text(pair.kappa)]
            })
    }

    private mutating func addEstimate(of agreement: AnnotatorAgreement) {
        heading("Who is right how often: an estimate")
        guard let model = DawidSkene(agreement.table) else {
            return paragraph("Too little is labelled by two or more to tell.")
        }
        paragraph(
            "By the model of Dawid and Skene (1979): each message has one true label that nobody knows, and each annotator a "
                + "probability of each label for each true one. It takes annotators for independent of each other, so that a mistake "
                + "that most make counts as right. It decides nothing.")
        table(
            ["annotator", "estimated share right"] + agreement.labels.map { "of \($0)" },
            agreement.annotators.enumerated().map { place, annotator in
                [annotator.name, ShareText.rounded(model.accuracy(of: place))]
                    + agreement.labels.indices.map { ShareText.rounded(model.confusion[place][$0][$0]) }
            })
        table(
            ["label", "estimated share of the messages"],
            agreement.labels.enumerated().map { [$1, ShareText.rounded(model.prevalences[$0])] })
        let other = agreement.messageIDs.indices.compactMap { message -> [String]? in
            let given = agreement.table.labels(of: message)
            let counts = agreement.labels.indices.map { label in given.count { $0 == label } }
            guard given.count > 1, let most = counts.max() else { return nil }
            let label = model.label(of: message)
            guard counts[label] < most else { return nil }
            return [
                agreement.messageIDs[message], agreement.labels[label],
                ShareText.rounded(model.posteriors[message][label]),
                agreement.labels.indices.filter { counts[$0] == most }.map { agreement.labels[$0] }
                    .joined(separator: " or "),
            ]
        }
        guard !other.isEmpty else { return paragraph("No message's estimated label is another than most gave it.") }
        paragraph("Messages whose estimated label is another than most gave them:")
        table(
            ["message", "estimated", "probability", "most gave"], Array(other.prefix(Self.mostMessages)),
            wide: [0, 1, 3])
    }

    private static func text(_ figure: AgreementFigure) -> String {
        switch figure {
        case .estimate(let estimate):
            "\(FigureText.text(estimate.value)) (\(FigureText.text(estimate.low)) to \(FigureText.text(estimate.high)))"
        case .none(let reason): reason.words
        }
    }
}
