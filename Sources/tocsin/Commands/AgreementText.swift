import Analysis
import Journal
import Learning
import Notation

/// How far annotators agree, as text and as JSON.
enum AgreementText {
    // MARK: For people

    static func text(_ agreement: AnnotatorAgreement, disagreements count: Int) -> String {
        let shared = agreement.groups.first?.figures.messageCount ?? 0
        var lines = [
            "\(CountText.text(agreement.annotators.count, "annotator")), "
                + "\(CountText.text(agreement.messageCount, "message")) labelled, \(shared) by two or more"
        ]
        lines += TextTable.lines(
            agreement.annotators.map {
                [$0.name, CountText.text($0.labelCount, agreement.isSeveral ? "message" : "label"), $0.path]
            })
        if shared > 0, agreement.isSeveral {
            lines += [
                "whole answers agree where their sets of labels are equal; alpha and kappa take",
                "sets that share labels for partly equal (MASI)",
            ]
        }
        if shared > 0 { for group in agreement.groups { lines += text(group, of: agreement) } }
        lines += text(agreement.disagreements, count, agreement.annotators)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ group: AnnotatorAgreement.Group, of agreement: AnnotatorAgreement) -> [String] {
        let count = group.figures.messageCount
        var lines = ["", "\(heading(group.kind)): \(CountText.text(count, "message")) labelled by two or more"]
        guard count > 0 else { return lines }
        let labels = agreement.listedLabels
        let rows: [(String, AgreementFigures.Row)] =
            [(agreement.nameOfAll, group.figures.overall)]
            + labels.map { (agreement.labels[$0], group.figures.byLabel[$0]) }
        lines += TextTable.lines(
            [["", "agree", "alpha", "AC1"]]
                + rows.map { [$0, text($1.agreement), text($1.alpha), text($1.ac1)] })
        let pairs = group.pairs.flatMap { pair in
            let names = [pair.left, pair.right].map { agreement.annotators[$0].name }.joined(separator: ", ")
            return [[names, "\(pair.messageCount)", agreement.nameOfAll, text(pair.kappa)]]
                + (pair.messageCount > 0 ? labels : []).map {
                    ["", "\(pair.messageCount)", agreement.labels[$0], text(pair.byLabel[$0])]
                }
        }
        return lines + TextTable.lines([["of two", "messages", "", "kappa"]] + pairs)
    }

    private static func heading(_ kind: AnnotatorAgreement.Kind) -> String {
        switch kind {
        case .all: "all"
        case .random: "drawn at random"
        case .chosen: "chosen by a strategy or by hand"
        }
    }

    private static func text(
        _ disagreements: [AnnotatorAgreement.Disagreement], _ count: Int, _ annotators: [AnnotatorAgreement.Annotator]
    ) -> [String] {
        let shown = disagreements.prefix(count)
        var lines = ["", "labelled differently: \(CountText.text(disagreements.count, "message"))"]
        for message in shown {
            let labels = message.answers.map {
                "\(annotators[$0.annotator].name): \($0.answer.text.isEmpty ? "none" : $0.answer.text)"
            }
            lines.append("  " + TerminalText.onOneLine("\(message.id)  \(labels.joined(separator: ", "))"))
        }
        if shown.count < disagreements.count, count > 0 {
            lines.append("  and \(disagreements.count - shown.count) more")
        }
        return lines
    }

    private static func text(_ figure: AgreementFigure) -> String {
        switch figure {
        case .estimate(let estimate):
            "\(FigureText.text(estimate.value)) (\(FigureText.text(estimate.low)) to \(FigureText.text(estimate.high)))"
        case .none(let reason): reason.words
        }
    }

    // MARK: For programs

    static func json(_ agreement: AnnotatorAgreement, disagreements count: Int) -> String {
        let names = agreement.annotators.map { JSONText.quoted($0.name) }
        let annotators = agreement.annotators.map { annotator in
            "{\"name\":\(JSONText.quoted(annotator.name)),\"journal\":\(JSONText.quoted(annotator.path)),"
                + "\"labels\":\(annotator.labelCount),\"doubted\":\(annotator.doubtedCount)}"
        }
        let disagreements = agreement.disagreements.prefix(count).map { message in
            let labels = message.answers.map { "\(names[$0.annotator]):\(json($0.answer))" }
            return "{\"id\":\(JSONText.quoted(message.id)),\"labels\":{\(labels.joined(separator: ","))}}"
        }
        return
            "{\"annotators\":\(list(annotators)),\(agreement.isSeveral ? "\"several\":true," : "")\"labels\":\(list(agreement.labels.map(JSONText.quoted))),"
            + "\"messages\":\(agreement.messageCount),\"other_text\":\(agreement.otherTextCount),"
            + "\"groups\":\(list(agreement.groups.map { json($0, of: agreement, names) })),"
            + "\"different\":\(agreement.disagreements.count),\"disagreements\":\(list(disagreements))}\n"
    }

    private static func json(
        _ group: AnnotatorAgreement.Group, of agreement: AnnotatorAgreement, _ names: [String]
    ) -> String {
        func row(_ label: Int?, _ row: AgreementFigures.Row) -> String {
            "{\"label\":\(name(label)),\"agreement\":\(json(row.agreement)),\"alpha\":\(json(row.alpha)),"
                + "\"ac1\":\(json(row.ac1))}"
        }
        func name(_ label: Int?) -> String { label.map { JSONText.quoted(agreement.labels[$0]) } ?? "null" }
        let rows =
            [row(nil, group.figures.overall)]
            + agreement.sharedLabels.map { row($0, group.figures.byLabel[$0]) }
        let pairs = group.pairs.map { pair in
            let kappas =
                ["{\"label\":null,\"kappa\":\(json(pair.kappa))}"]
                + agreement.sharedLabels.map { "{\"label\":\(name($0)),\"kappa\":\(json(pair.byLabel[$0]))}" }
            return "{\"annotators\":[\(names[pair.left]),\(names[pair.right])],\"n\":\(pair.messageCount),"
                + "\"rows\":\(list(kappas))}"
        }
        return "{\"messages\":\"\(group.kind.rawValue)\",\"n\":\(group.figures.messageCount),\"rows\":\(list(rows)),"
            + "\"pairs\":\(list(pairs))}"
    }

    private static func json(_ figure: AgreementFigure) -> String {
        switch figure {
        case .estimate(let estimate):
            "{\"value\":\(JSONText.number(estimate.value)),\"low\":\(JSONText.number(estimate.low)),"
                + "\"high\":\(JSONText.number(estimate.high))}"
        case .none(let reason): JSONText.quoted(reason.words)
        }
    }

    /// A name, or an array of those that hold.
    private static func json(_ answer: NamedAnswer) -> String {
        answer.isSeveral ? list(answer.names.map(JSONText.quoted)) : JSONText.quoted(answer.text)
    }

    private static func list(_ elements: [String]) -> String { "[\(elements.joined(separator: ","))]" }
}
