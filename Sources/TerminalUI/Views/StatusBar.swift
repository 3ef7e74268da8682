import Notation

/// The first line: task, stage and strategy on the left, labels on the right, and figures for who has asked for them.
struct StatusBar {
    let content: ScreenContent
    let glyphs: Glyphs
    let showsFigures: Bool

    func draw(on canvas: inout Canvas, row: Int) {
        let separator = " \(glyphs.dot) "
        let right = right(in: canvas.columns)
        let room = canvas.columns - 2 - (right.isEmpty ? 0 : DisplayText(right).width + 2)
        // The stage matters most; the task is known, the recipe is in the menu.
        let forms = ([content.recipe] + shorterRecipes).flatMap { recipe in
            [[content.task], []].map {
                ($0 + [stage, recipe]).filter { !$0.isEmpty }.joined(separator: separator)
            }
        }
        let shown = forms.first { DisplayText($0).width <= room } ?? forms.last ?? ""
        let text = DisplayText(shown).truncated(to: room, mark: glyphs.ellipsis)
        canvas.draw(text, row: row, column: 1, style: .bold)
        canvas.draw(right, row: row, column: canvas.columns - 1 - DisplayText(right).width)
    }

    private var stage: String { showsFigures ? content.stage : content.plainStage ?? content.stage }

    /// The recipe without what options it has, and by its first strategy with the number of the others.
    private var shorterRecipes: [String] {
        let parts = content.recipe.split(separator: ",")
        let plain = parts.map { part in
            guard let colon = part.firstIndex(of: ":") else { return String(part) }
            return part[..<colon] + ":" + glyphs.ellipsis + part[(part.firstIndex(of: "=") ?? part.endIndex)...]
        }
        let first = parts.first.map { $0.prefix { $0 != ":" && $0 != "=" } } ?? ""
        return [plain.joined(separator: ",")] + (parts.count > 1 ? ["\(first) +\(parts.count - 1)"] : [])
    }

    /// The most telling form that leaves the left side its room. A figure never stands without its interval and the
    /// number of items that it rests on.
    private func right(in columns: Int) -> String {
        let labelled =
            "\(content.labelled) \(content.decides ? "decided" : "labelled")"
            + (content.goneLabels > 0 ? " + \(content.goneLabels) gone" : "")
        guard showsFigures else {
            let forms = [labelled + (content.isUnchecked ? "  nothing to check the model with" : ""), labelled]
            return forms.first { DisplayText($0).width <= columns * 3 / 5 } ?? ""
        }
        let count = content.evaluationCount > 0 ? "n=\(content.evaluationCount)" : ""
        let forms = [
            [labelled, f1(isLong: true), auc(isLong: true), count],
            [labelled, f1(isLong: false), auc(isLong: false), count],
            [labelled, f1(isLong: false), count],
            [labelled], [],
        ].map { $0.filter { !$0.isEmpty }.joined(separator: "  ") }
        return forms.first { DisplayText($0).width <= columns * 3 / 5 } ?? ""
    }

    private func f1(isLong: Bool) -> String {
        // Before there is a model nothing can be measured, whatever has been labelled for it.
        guard let measure = content.f1 else {
            guard content.evaluationCount > 0 else { return content.isUnchecked ? "no evaluation set" : "" }
            return (content.auc == nil && isLong && !content.isSeveral ? "F1, AUC " : "F1 ") + label + TooFew.words
        }
        return "F1 " + label + text(measure, isLong)
    }

    /// Of several labels the one that the figures are about.
    private var label: String {
        content.labels.count > 2 && !content.figuresLabel.isEmpty ? "\(content.figuresLabel) " : ""
    }

    private func auc(isLong: Bool) -> String {
        if let measure = content.auc { return "AUC " + text(measure, isLong) }
        // Said of both at once; of several labels there is none.
        guard !content.isSeveral, content.evaluationCount > 0, content.f1 != nil || !isLong else { return "" }
        return "AUC " + TooFew.words
    }

    /// The interval by its ends, or by half its width.
    private func text(_ measure: ScreenContent.Measure, _ isLong: Bool) -> String {
        let value = ShareText.rounded(measure.value)
        return isLong
            ? "\(value) (\(ShareText.rounded(measure.low))-\(ShareText.rounded(measure.high)))"
            : "\(value) \(glyphs.plusMinus)\(ShareText.rounded((measure.high - measure.low) / 2))"
    }
}
