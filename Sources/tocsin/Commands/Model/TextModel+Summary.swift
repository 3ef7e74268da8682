import Learning
import Notation

extension TextModel {
    /// What people want to know of it, a line each.
    var summary: String {
        let settings = vocabulary.settings
        let runs = settings.characterGrams.map { ", runs of \($0.lowerBound) to \($0.upperBound) characters" } ?? ""
        var facts = [
            ("task", origin.task), ("written by", origin.tool),
            (
                "threshold",
                "\(FigureText.text(threshold)) for \(labels[positive]), "
                    + (origin.evaluationCount > 0
                        ? "from \(CountText.text(origin.evaluationCount, "evaluation label"))"
                        : "without evaluation labels")
            ),
            (
                "features",
                "\(vocabulary.columnCount) of \(CountText.text(vocabulary.textCount, "text")): "
                    + (settings.wordGrams > 1 ? "words and pairs" : "words") + runs
                    + (settings.words == .spaced ? ", as they stand between spaces" : "")
                    + (settings.minimumOccurrences > 1 ? ", \(settings.minimumOccurrences) times at least" : "")
                    + ", in \(CountText.text(settings.minimumDocuments, "text")) at least, "
                    + (settings.isWeighted ? "tf-idf of unit length" : "counts")
            ),
            (
                "size",
                "\(CountText.text(classifier.knownFeatureCount, "feature")) with weights, \(CountText.text(classifier.hiddenCount, "hidden unit")), "
                    + "\(CountText.text(classifier.labelCount, "label"))"
            ),
            (
                "training",
                "\(origin.training.lengthInWords), rate \(origin.training.learningRate)"
                    + "\(origin.training.decaysRate ? " to 0" : ""), "
                    + "batches of \(origin.training.batchSize), seed \(origin.seed)"
            ),
        ]
        if let meaning {
            let installed = InstalledEncoders.ofUser.name(ofDigest: meaning.digest)
            facts.append(
                (
                    "encoder",
                    "\(meaning.encoder) (\(meaning.digest)), \(installed.map { "installed as \($0)" } ?? "not installed")"
                ))
            facts.append(
                (
                    "meaning",
                    "vectors of \(CountText.text(meaning.width, "number")), weight \(meaning.weight) beside the words, "
                        + "arithmetic \(meaning.kernel)"
                ))
        }
        facts += zip(labels, origin.trainingCounts).map { ("label", "\($0), learnt from \($1)") }
        return facts.map { name, fact in
            name + String(repeating: " ", count: max(1, 12 - name.count)) + TerminalText.onOneLine(fact) + "\n"
        }.joined()
    }
}
