import Learning
import Messages
import Sampling

/// Tells everything that a ranking is computed from from anything else.
///
/// It holds what the labels of the journal come to, not the bytes of its lines: what is learnt from, what measures, and what is
/// open. A line that changes none of these changes no ranking.
struct RankingKey: Hashable {
    /// Number of the way in which rankings are computed. To be raised by hand with every change by which the same messages,
    /// labels and settings get another ranking, other reasons or other probabilities.
    static let algorithms = 4

    /// In sixteen hexadecimal digits.
    let digits: String

    /// - Parameter vectors: identity of those that the model learns from; nil for words alone.
    /// - Complexity: O(pool + labels log labels).
    init(
        of request: RankingRequest, corpus: Corpus, settings: SessionSettings, modelSettings: ModelSettings,
        transfer: TransferSource?, vectors: String?
    ) {
        var hash = FNV1a()
        func add(_ number: Int) {
            for shift in stride(from: 0, to: 64, by: 8) { hash.add(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        func add(_ text: String) {
            add(text.utf8.count)
            for byte in text.utf8 { hash.add(byte) }
        }
        func add(_ examples: [Example]) {
            add(examples.count)
            for example in examples {
                add(example.row)
                guard case .several(let labels) = example.answer else {
                    add(example.label)
                    continue
                }
                add(-1 - labels.count)
                for label in labels { add(label) }
            }
        }
        func add(_ rows: [Int]) {
            add(rows.count)
            for row in rows { add(row) }
        }
        add(Self.algorithms)
        add(corpus.pool.digest)
        add(corpus.pool.count)
        add(corpus.scheme.names.count)
        for name in corpus.scheme.names { add(name) }
        add(corpus.scheme.positiveIndex)
        if corpus.scheme.isSeveral { add("several \(corpus.scheme.implications)") }
        add("\(corpus.given)")
        // Of the settings what a ranking reads.
        add(Int(truncatingIfNeeded: settings.seed))
        add(settings.roundSize)
        add("\(settings.ranked) \(settings.takesNearCopies)")
        add("\(modelSettings)")
        add(transfer?.identity ?? "")
        add(vectors ?? "")
        add(request.round)
        add(request.through)
        add(request.candidatesFrom.lastSequence)
        add(request.recipe.description)
        let learntFrom = request.learntFrom
        add(corpus.trainingExamples(learntFrom))
        add(corpus.evaluationExamples(learntFrom))
        if !modelSettings.readsEvaluationTexts { add(corpus.measuringRows(learntFrom).sorted()) }
        add(request.openRows(in: corpus))
        digits = hash.digits
    }
}
