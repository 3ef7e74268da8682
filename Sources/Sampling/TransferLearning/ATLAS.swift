import Notation

/// Active Transfer Learning for Adaptive Sampling: the model predicts its own errors, and assumes that what it has just chosen
/// will be labelled, so that a batch does not ask one question ten times over.
///
/// R. Monarch, *Active Transfer Learning* (2020) and *Human-in-the-Loop Machine Learning* (Manning, 2021), ch. 5. Of its
/// two forms ``ErrorProcess`` is the default, and ``ErrorHead`` the one published, with `head` or any option of it.
struct ATLAS: OrderingStrategy {
    static let declaration = StrategyDeclaration(
        id: "atlas", title: "ATLAS", hotkey: "A", family: .transferLearning,
        sentence: "where the model expects its own errors, unlike what is labelled or chosen; the default",
        source: "Monarch 2020, Active Transfer Learning for Adaptive Sampling; "
            + "Rasmussen & Williams 2006, eq. 2.26; Desautels et al. 2014",
        cost: "a rotation of ten models over the labels, of three from a thousand on, then products of the 800 most "
            + "probable errors with the labels",
        tasks: TaskKind.all, reads: [.features, .probabilities, .heldOutMarks], comparison: .better,
        options: [
            StrategyOption(
                name: "head",
                sentence:
                    "as published: a head predicts errors and is refitted each step; all other options but weakest imply it",
                reads: headReads),
            ErrorPrediction.rotationOption.reading(headReads), AdaptiveSteps.option.reading(headReads),
            ErrorPrediction.allLayersOption.reading(headReads), ErrorPrediction.fineTunedOption,
            ErrorPrediction.weakestOption,
        ],
        make: { name in
            Self(
                head: name.options.allSatisfy { $0.option == ErrorPrediction.weakestOption.name }
                    ? nil
                    : ErrorHead(
                        stepSize: name.number(AdaptiveSteps.option.name), prediction: ErrorPrediction(of: name)),
                extent: ErrorPrediction.extent(of: name), id: name.description)
        })

    private static let headReads: Set<Reading> = [.probabilities, .activations, .heldOutMarks]

    let id: String
    /// The published form; nil for the process.
    let head: ErrorHead?
    /// Of several labels a message what has to be right, for the process.
    let extent: ErrorExtent

    init(head: ErrorHead? = nil, extent: ErrorExtent = .wholeAnswer, id: String = Self.declaration.id) {
        self.head = head
        self.extent = extent
        self.id = id
    }

    func rotation(labels: Int) -> Int? { head?.prediction.rotation ?? ErrorProcess.rotation(labels: labels) }

    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        if let head { return try head.select(count, from: context, strategy: id) }
        return try ErrorProcess(extent: extent).select(count, from: context, strategy: id)
    }

    /// By the probability of an error, as it is before anything is chosen.
    func remainder(of context: RoundContext) throws -> Remainder {
        guard !context.candidates.isEmpty else { return .none }
        let scores =
            try head.map { try $0.scores(in: context) } ?? ErrorProcess(extent: extent).rates(in: context).scores
        return Remainder(strategy: id, rows: context.candidates, scores: scores)
    }
}
