import Journal
import Learning
import Sampling

/// The answer to a ranking request.
public struct Ranking: Sendable {
    /// What was asked for.
    public let request: RankingRequest
    /// The round, then the reserve, in the order in which the annotator gets them. Rows are pool rows.
    public let selections: [Selection]
    /// All other candidates, for when those are used up before the next round is there.
    public let remainder: Remainder
    /// The model behind it, for the guess on any message.
    public let model: LearntModel
    /// Identity of the vectors that it has learnt from; nil for words alone.
    public let vectors: String?
    /// Messages that were considered: all that were open.
    public let candidateCount: Int
    /// Labels that the model has learnt from.
    public var trainingCount: Int { model.training.count }
    /// How well the model does on the evaluation set; nil while that is empty.
    public let evaluation: Evaluation?
    /// Evaluation labels that ``evaluation`` rests on.
    public let evaluationCount: Int
    /// Labels as models see them that have not learnt from them, the most doubtful first: those that the model was measured on,
    /// and all where the recipe has them marked. Of messages of the pool alone.
    public let doubts: [LabelDoubt]
    /// How its predictions differ from those of the model before; nil without one.
    public let change: PredictionChange?
    /// Seconds that learning and ranking took.
    public let seconds: Double

    /// The line that puts the queue in use.
    var line: JournalEvent {
        switch request.purpose {
        case .newRound: .round(roundEvent)
        case .newRecipe, .queueInUse:
            .queue(recipe: request.recipe.description, candidates: request.candidatesFrom.lastSequence)
        }
    }

    private var roundEvent: RoundEvent {
        var figures = ["f1": evaluation?.leadingF1, "ap": evaluation?.leadingAveragePrecision]
        if evaluation?.several == nil { figures["auc"] = evaluation?.auc }
        return RoundEvent(
            round: request.round, through: request.through, training: trainingCount, evaluation: evaluationCount,
            f1: evaluation?.leadingF1?.value, auc: evaluation?.leadingAUC?.value,
            averagePrecision: evaluation?.leadingAveragePrecision?.value,
            intervals: figures.compactMapValues { $0.map { $0.low...$0.high } },
            tooFew: evaluation == nil ? [] : Set(figures.filter { $0.value == nil }.keys),
            seconds: (seconds * 1000).rounded() / 1000, vectors: vectors, seen: request.team?.seen ?? [:])
    }
}
