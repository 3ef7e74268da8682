import Learning

/// Active transfer learning for representativeness: the model learns to tell its training data from what it will be
/// used on, and the messages most clearly of the second kind are labelled next, a step at a time.
///
/// R. Monarch, *Active Transfer Learning* (2020) and *Human-in-the-Loop Machine Learning* (Manning, 2021), ch. 5:
/// 1. labelled messages are *training*, the pool is *application*; 2. a head with one hidden layer of its own, on all
/// layers of the model, learns to tell them apart; 3. the step's messages most confidently *application* are chosen;
/// 4. they count as *training* as well, the head learns again, and so on. What the round has
/// chosen before counts as *training* from the start.
struct TransferRepresentative: SamplingStrategy {
    /// What the head sees of the model.
    enum Head: Sendable, Hashable {
        case allLayers, lastLayer, fineTuned
    }

    static let declaration = StrategyDeclaration(
        id: "transfer-representative", title: "transfer-learned representative", hotkey: "X", family: .transferLearning,
        sentence: "what the model tells from its training data, step by step; when the pool differs from the labels",
        source: "Monarch 2020, Active Transfer Learning",
        cost: "one more model, its pass over the pool, and a small head trained ten times",
        tasks: TaskKind.all, reads: [.features, .heldOutSplit], comparison: .better,
        options: [
            StrategyOption(
                name: "rotation", numbers: 1...10,
                sentence: "held-out splits whose heads are averaged; default 1, as published"),
            AdaptiveSteps.option,
            StrategyOption(
                name: "last-layer",
                sentence: "a head without a layer of its own, on the hidden activations alone, as first published"),
            StrategyOption(
                name: ErrorPrediction.fineTunedOption.name, sentence: ErrorPrediction.fineTunedOption.sentence,
                excludes: "last-layer"),
        ],
        make: {
            Self(
                head: $0.has(ErrorPrediction.fineTunedOption.name)
                    ? .fineTuned : $0.has("last-layer") ? .lastLayer : .allLayers,
                stepSize: $0.number(AdaptiveSteps.option.name), rotation: $0.number("rotation") ?? 1,
                id: $0.description)
        })

    let id: String
    let head: Head
    /// Messages a step; nil for a tenth of the batch, at least one.
    let stepSize: Int?
    /// Held-out splits, each with a model and a head of its own, whose probabilities are averaged: the activations of
    /// different models cannot be put beside each other. 1 is the single split of the publication.
    let rotation: Int

    init(
        head: Head = .allLayers, stepSize: Int? = nil, rotation: Int = 1, id: String = Self.declaration.id
    ) {
        self.head = head
        self.stepSize = stepSize.map { max(1, $0) }
        self.rotation = max(1, rotation)
        self.id = id
    }

    /// - Complexity: for each split one training, one pass over the corpus, ten trainings of a small head and ten passes
    ///   over the candidates' activations; holds the activations of all splits at once.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        guard !context.trainingRows.isEmpty else {
            return try Representative().select(count, from: context).map {
                Selection(
                    row: $0.row, score: $0.score, strategy: id, reason: .instead(of: .nothingLabelled, $0.reason))
            }
        }
        let candidates = context.candidatesByContent
        let splits = min(rotation, context.heldOutSplitCount)
        var discriminators = try (0..<splits).map { part in
            let split = try context.heldOutSplit(part: part)
            return try DomainDiscriminator(view, split: split, candidates: candidates, context: context)
        }
        let wanted = min(count, context.candidates.count)
        let step = stepSize ?? AdaptiveSteps.tenth(of: wanted)
        let steps = (wanted + step - 1) / step
        let choices = try AdaptiveSteps.choose(
            wanted, stepSize: step, from: context.candidates,
            score: { left in
                var sums = [Double](repeating: 0, count: left.count)
                for discriminator in discriminators {
                    for (index, value) in try discriminator.applicationProbabilities(of: left).enumerated() {
                        sums[index] += value / Double(splits)
                    }
                }
                return sums
            },
            chosen: { rows in
                for index in discriminators.indices { try discriminators[index].assumeTraining(rows) }
            })
        return choices.map { choice in
            Selection(
                row: choice.candidate, score: clampedToUnit(choice.score), strategy: id,
                reason: .toldApart(probability: choice.score, step: Reason.Step(choice.step, of: steps)))
        }
    }

    private var view: DomainDiscriminator.View {
        switch head {
        case .allLayers: .allLayers
        case .lastLayer: .lastLayer
        case .fineTuned: .fineTuned
        }
    }
}
