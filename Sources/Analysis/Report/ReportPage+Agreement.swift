import Journal
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
            ["annotator", agreement.isSeveral ? "messages" : "labels", "waiting for a second look"],
            agreement.annotators.map { [$0.name, "\($0.labelCount)", "\($0.doubtedCount)"] })
        guard shared > 0 else {
            paragraph("Nobody has labelled what another has: there is nothing to compare.")
            return
        }
        heading("How far they agree")
        paragraph(
            "Messages drawn at random and messages that a strategy chose stand apart: a strategy picks the hard ones, and "
                + "agreement is lower there.")
        if agreement.isSeveral {
            paragraph(
                "Each label is a question of its own: whether it holds. Whole answers agree where their sets of labels are equal; "
                    + "their alpha and kappa take sets that share labels for partly equal, by the distance of MASI (Passonneau 2006)."
            )
        }
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
                        message.answers.first { $0.annotator == place }.map { Self.text($0.answer) } ?? ""
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
        let labels = agreement.listedLabels
        let rows =
            [(agreement.nameOfAll, group.figures.overall)]
            + labels.map { (agreement.labels[$0], group.figures.byLabel[$0]) }
        table(
            ["\(name), n=\(group.figures.messageCount)", "agree", "Krippendorff's alpha", "Gwet's AC1"],
            rows.map { [$0, Self.text($1.agreement), Self.text($1.alpha), Self.text($1.ac1)] })
        let isSeveral = agreement.isSeveral
        table(
            ["of two", "messages"] + (isSeveral ? ["of"] : []) + ["Cohen's kappa"],
            group.pairs.filter { $0.messageCount > 0 }.flatMap { pair in
                let names = [pair.left, pair.right].map { agreement.annotators[$0].name }.joined(separator: ", ")
                let start = [names, "\(pair.messageCount)"]
                guard isSeveral else { return [start + [Self.text(pair.kappa)]] }
                return [start + [agreement.nameOfAll, Self.text(pair.kappa)]]
                    + labels.map { ["", "", agreement.labels[$0], Self.text(pair.byLabel[$0])] }
            }, wide: isSeveral ? [0, 2] : [0])
    }

    private mutating func addEstimate(of agreement: AnnotatorAgreement) {
        heading("Who is right how often: an estimate")
        switch agreement.ratings {
        case .one(let ratings):
            guard let model = DawidSkene(ratings) else { return paragraph(Self.tooLittle) }
            paragraph(Self.words(isSeveral: false))
            add(model, of: ratings, agreement)
        case .several(let ratings):
            let models = agreement.sharedLabels.compactMap { label in
                DawidSkene(ratings.ratings(of: label)).map { (label: label, model: $0) }
            }
            guard !models.isEmpty else { return paragraph(Self.tooLittle) }
            paragraph(Self.words(isSeveral: true))
            add(models, of: ratings, agreement)
        }
    }

    private static let tooLittle = "Too little is labelled by two or more to tell."

    private static func words(isSeveral: Bool) -> String {
        "By the model of Dawid and Skene (1979)\(isSeveral ? ", label by label: each label" : ": each message") "
            + (isSeveral
                ? "truly holds or not, which nobody knows, and each annotator gives it with one probability where it does and with "
                    + "another where it does not. "
                : "has one true label that nobody knows, and each annotator a probability of each label for each true one. ")
            + "It takes annotators for independent of each other, so that a mistake that most make counts as right. "
            + "It decides nothing."
    }

    private mutating func add(_ model: DawidSkene, of ratings: RatingTable, _ agreement: AnnotatorAgreement) {
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
            let given = ratings.labels(of: message)
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

    /// The estimates of each label, and the messages of which one says otherwise than most.
    private mutating func add(
        _ models: [(label: Int, model: DawidSkene)], of ratings: LabelSetTable, _ agreement: AnnotatorAgreement
    ) {
        table(
            ["label", "annotator", "estimated share right", "of those that hold", "of those that do not"],
            models.flatMap { label, model in
                agreement.annotators.enumerated().map { place, annotator in
                    [agreement.labels[label], annotator.name, ShareText.rounded(model.accuracy(of: place))]
                        + [1, 0].map { ShareText.rounded(model.confusion[place][$0][$0]) }
                }
            }, wide: [0, 1])
        table(
            ["label", "estimated share of the messages"],
            models.map { [agreement.labels[$0.label], ShareText.rounded($0.model.prevalences[1])] })
        let other = models.flatMap { label, model in
            let given = ratings.ratings(of: label)
            return agreement.messageIDs.indices.compactMap { message -> [String]? in
                let votes = given.labels(of: message)
                let having = votes.reduce(0, +)
                let holds = model.label(of: message) == 1
                guard votes.count > 1, holds ? 2 * having < votes.count : 2 * having > votes.count else { return nil }
                return [
                    agreement.messageIDs[message], agreement.labels[label], holds ? "holds" : "does not hold",
                    ShareText.rounded(model.posteriors[message][holds ? 1 : 0]), "\(having) of \(votes.count)",
                ]
            }
        }
        guard !other.isEmpty else { return paragraph("No message has an estimate that says otherwise than most did.") }
        paragraph("Messages of which the estimate says otherwise than most did:")
        table(
            ["message", "label", "estimate", "probability", "gave it"], Array(other.prefix(Self.mostMessages)),
            wide: [0, 1, 2])
    }

    /// Labels that hold, for a reader; `none` where none does.
    private static func text(_ answer: NamedAnswer) -> String {
        answer.names.isEmpty ? "none" : answer.names.joined(separator: ", ")
    }

    private static func text(_ figure: AgreementFigure) -> String {
        switch figure {
        case .estimate(let estimate):
            "\(FigureText.text(estimate.value)) (\(FigureText.text(estimate.low)) to \(FigureText.text(estimate.high)))"
        case .none(let reason): reason.words
        }
    }
}

extension AnnotatorAgreement {
    /// Labels whose figures are listed beside those of all: of two labels each is the other's rest, and has the figures of both; of
    /// several a message each is a question of its own.
    public var listedLabels: [Int] { isSeveral || labels.count > 2 ? sharedLabels : [] }

    /// What the figures over all labels are of.
    public var nameOfAll: String { isSeveral ? "whole answers" : "all labels" }
}
