import Notation

/// How the labelling goes, over the whole screen: learning curve, when to stop, pace and agreement, confusion matrix,
/// reliability. Scrolls; every figure stands with its interval and the number of items that it rests on.
struct MetricsView: ScreenView {
    let metrics: Metrics
    let glyphs: Glyphs
    let columns, rows, scroll: Int
    let keyMap: KeyMap
    /// Something the annotator should read, in the place of the last row.
    let notice: String?

    init(
        metrics: Metrics, glyphs: Glyphs, columns: Int, rows: Int, scroll: Int, keyMap: KeyMap = .standard,
        notice: String? = nil
    ) {
        self.metrics = metrics
        self.glyphs = glyphs
        self.columns = columns
        self.rows = rows
        self.scroll = scroll
        self.keyMap = keyMap
        self.notice = notice
    }

    init(_ state: ScreenState, _ glyphs: Glyphs) {
        self.init(
            metrics: state.content.metrics, glyphs: glyphs, columns: state.columns, rows: state.rows,
            scroll: state.scroll, keyMap: state.keyMap, notice: state.content.notice)
    }

    /// Rows for the page; what comes from a terminal may be anything.
    private var room: Int { max(2, rows) - 2 }
    private var textWidth: Int { max(2, columns) - 2 }

    var scrollLimit: Int { max(0, page.rows - room) }

    func draw(on canvas: inout Canvas) {
        canvas.draw(
            DisplayText("metrics").truncated(to: textWidth, mark: glyphs.ellipsis), row: 0, column: 1, style: .bold)
        let page = page
        let first = max(0, min(scroll, page.rows - room))
        canvas.draw(page, rows: first..<min(page.rows, first + room), row: 1, column: 1)
        let explained = first + room < page.rows ? "   \(keyMap.name(of: .bottom)): what the figures mean" : ""
        let position = "lines \(first + 1)-\(min(page.rows, first + room)) of \(page.rows)"
        guard rows > 1 else { return }
        let hint = HintLine(.text, keyMap: keyMap)
        let whole = hint.line(position + explained, columns: .max, glyphs)
        let line = hint.line(
            notice ?? (whole.width <= textWidth ? position + explained : position), columns: textWidth, glyphs)
        canvas.draw(line, row: rows - 1, column: 1, style: .dim)
    }

    /// All lines, without title and position.
    private var page: Canvas {
        let width = max(1, min(textWidth, Self.widestPage))
        guard metrics != Metrics() else {
            return Canvas(
                "Nothing to show yet. Figures need labelled evaluation messages and a round that was learnt; pace and "
                    + "agreement need labels.", width: min(width, Self.widestText))
        }
        guard width >= 110 else {
            return Canvas(
                below: [
                    learningCurve(width), remarks(width), paceAndAgreement(width), confusion(width), reliability(width),
                    meaning(width),
                ], gap: 1)
        }
        let half = (width - 4) / 2
        return Canvas(
            below: [
                learningCurve(width),
                Canvas(beside: [remarks(half), paceAndAgreement(half)], gap: 4),
                Canvas(beside: [confusion(half), reliability(half)], gap: 4), meaning(width),
            ], gap: 1)
    }

    private static let widestPage = 160
    /// A longer line is hard to read.
    static let widestText = 100

    // MARK: Words

    /// A section's name, and what its figures rest on.
    func heading(_ name: String, width: Int, note: String = "") -> Canvas {
        let name = DisplayText(name)
        guard name.width + 3 + DisplayText(note).width <= width || note.isEmpty else {
            return Canvas(
                below: [
                    Canvas(name.glyphs.map(\.text).joined(), style: .bold, width: width),
                    Canvas(note, style: .dim, width: width),
                ])
        }
        var canvas = Canvas(columns: width, rows: 1)
        let end = canvas.draw(name, row: 0, column: 0, style: .bold)
        canvas.draw(note, row: 0, column: end + 3, style: .dim)
        return canvas
    }

    func words(_ text: String, _ width: Int, style: Style = .plain, indent: Int = 0) -> Canvas {
        Canvas(text, style: style, width: min(width, Self.widestText), indent: indent)
    }

    // MARK: Sections of words

    private func remarks(_ width: Int) -> Canvas {
        let sentences =
            metrics.remarks.isEmpty
            ? [words("no remarks yet: they need a few rounds that were learnt", width, style: .dim)]
            : metrics.remarks.map { words("- " + $0, width, indent: 2) }
        return Canvas(below: [heading("when to stop", width: width)] + sentences)
    }

    /// A sentence on each figure, for who labels and trains no models.
    private func meaning(_ width: Int) -> Canvas {
        let label = metrics.label.isEmpty ? "the positive label" : metrics.label
        if metrics.isSeveral { return meaningOfSeveral(width) }
        let sentences = [
            "All but the matrix is about \(label) alone; nothing is a mean over labels.",
            "recall: of ten messages that are \(label), how many the model finds; .62 says six.",
            "precision: of ten that it calls \(label), how many are.",
            "F1: both in one figure, near 1 only where it finds nearly all and is nearly always right.",
            "AUC: how often, of a message that is \(label) and one that is not, it puts the first before the other; .5 is "
                + "chance.",
            "average precision: how right its list is from the top down to the last that is \(label).",
            "(.50-.71): where the figure lies in 19 of 20 cases, as it rests on so few messages.",
        ]
        return Canvas(
            below: [heading("what the figures mean", width: width)]
                + sentences.map { words("- " + $0, width, indent: 2) })
    }

    private func meaningOfSeveral(_ width: Int) -> Canvas {
        let sentences = [
            "Each label is a question of its own: does the message have it?",
            "recall: of ten messages that have a label, how many the model finds; .62 says six.",
            "precision: of ten that it gives a label, how many have it.",
            "F1: both in one figure; here its mean over the labels, rare ones as much as common ones.",
            "average precision: how right a label's list is from the top down to the last that has it, in the mean over the labels.",
            "reliability is about \(metrics.label.isEmpty ? "the positive label" : metrics.label) alone.",
            "(.50-.71): where the figure lies in 19 of 20 cases, as it rests on so few messages.",
        ]
        return Canvas(
            below: [heading("what the figures mean", width: width)]
                + sentences.map { words("- " + $0, width, indent: 2) })
    }

    private func paceAndAgreement(_ width: Int) -> Canvas {
        let agreement = agreement(
            metrics.agreement, name: "with the model", of: { "\($0) of the last \(CountText.text($1, "label"))" },
            missing: "needs labels given with a model")
        let repeated = self.agreement(
            metrics.repeatAgreement, name: "with yourself",
            of: { "\($0) of \(CountText.text($1, "message")) seen twice" },
            missing: "needs messages that came a second time")
        return Canvas(
            below: [heading("pace", width: width), pace(width), heading("agreement", width: width)]
                + [agreement, repeated].map { words($0, width, indent: 2) })
    }

    private func pace(_ width: Int) -> Canvas {
        let parts = [
            metrics.labelsAMinute.map {
                FewDigits.text($0) + " labels a minute over "
                    + (metrics.labelCount > 0 ? CountText.text(metrics.labelCount, "label") : "the session")
            },
            metrics.recentLabelsAMinute.map {
                FewDigits.text($0) + " over the last "
                    + (metrics.recentLabelCount > 0 ? CountText.text(metrics.recentLabelCount, "label") : "labels")
            },
            metrics.earlierLabelsAMinute.map {
                FewDigits.text($0) + " in sittings before (\(CountText.text(metrics.earlierLabelCount, "label")))"
            },
        ].compactMap(\.self)
        guard !parts.isEmpty else { return words("not known yet: needs a few labels", width, style: .dim) }
        return words(parts.joined(separator: "; "), width, indent: 2)
    }

    private func agreement(
        _ share: Metrics.Share?, name: String, of: (Int, Int) -> String, missing: String
    ) -> String {
        guard let share, let measure = share.measure else { return "\(name): not known yet, \(missing)" }
        return "\(name): \(measure.words), \(of(share.agreeing, share.of))"
    }
}
