extension StrategyCatalogue {
    /// The strategies that come with the program: the one place that lists them.
    public static let standard = StrategyCatalogue(
        descriptions: transferLearning + uncertainty + combined + diversity + [random])

    /// Of what is not better than random, on the average of its learning curve and beyond the interval over seeds, on any
    /// of the messages it was tried on.
    private static let notBetterThanRandom =
        "not better than random in average precision on any of three sets of messages (sample-data/COMPARISON.md)"

    private static let random = StrategyDescription(
        family: .baseline, id: "random", title: "random", hotkey: "R",
        sentence: "no preference: for a fair sample, and against a model that is sure and wrong",
        source: "the baseline",
        cost: "none", make: { _ in RandomSampling() })

    private static let uncertainty = [
        StrategyDescription(
            family: .uncertainty, id: "least-confidence", title: "least confidence", hotkey: "L",
            sentence: "where the best guess is weakest; a sound choice once there are some labels",
            source: "Culotta & McCallum 2005; Monarch 2021, ch. 3",
            cost: "none", make: { _ in LeastConfidence() }),
        StrategyDescription(
            family: .uncertainty, id: "margin", title: "margin of confidence", hotkey: "M",
            sentence: "where the two best guesses are close; for several labels that are easily confused",
            source: "Scheffer, Decomain & Wrobel 2001; Monarch 2021, ch. 3",
            cost: "none", make: { _ in MarginOfConfidence() }),
        StrategyDescription(
            family: .uncertainty, id: "ratio", title: "ratio of confidence", hotkey: "O",
            sentence: "as margin, by ratio: does not change when scores are rescaled",
            source: "Monarch 2021, ch. 3",
            cost: "none", make: { _ in RatioOfConfidence() }),
        StrategyDescription(
            family: .uncertainty, id: "entropy", title: "entropy", hotkey: "E",
            sentence: "where the guess is spread over all labels; for many labels",
            source: "Shannon 1948; Dagan & Engelson 1995; Monarch 2021, ch. 3",
            cost: "none", make: { _ in Entropy() }),
        StrategyDescription(
            family: .uncertainty, id: "mc-dropout", title: "Monte Carlo dropout", hotkey: "D",
            sentence: "where the guess changes when half of the units are left out; cheap second opinions",
            source: "Houlsby et al. 2011; Gal, Islam & Ghahramani 2017",
            cost: "20 passes over the hidden activations", make: { _ in MonteCarloDropout() }),
        StrategyDescription(
            family: .uncertainty, id: "committee", title: "query by committee", hotkey: "C",
            sentence: "where ten models, each without a tenth of the labels, disagree; when single models waver",
            source: "Dagan & Engelson 1995; McCallum & Nigam 1998",
            cost: "ten more models over the labels, and a pass over the pool with each: seven times least confidence",
            options: [
                StrategyOption(
                    name: "divergence", numbers: nil,
                    sentence: "rank by how far members are from their mean, not by votes"),
                StrategyOption(name: "members", numbers: 2...20, sentence: "models in the committee; default 10"),
            ],
            make: {
                QueryByCommittee(
                    measure: $0.has("divergence") ? .divergence : .voteEntropy, members: $0.number("members") ?? 10,
                    id: $0.description)
            }),
    ]

    private static let diversity = [
        StrategyDescription(
            family: .diversity, id: "model-outliers", title: "model-based outliers", hotkey: "N",
            sentence: "where the model finds little that it knows: new words, new subjects, other languages",
            source: "Monarch 2021, ch. 4",
            cost: "one more model over nine tenths of the labels, and its pass over the pool",
            caution: notBetterThanRandom, make: { _ in ModelBasedOutliers() }),
        StrategyDescription(
            family: .diversity, id: "clusters", title: "clusters", hotkey: "K",
            sentence: "some of every subject: centre, outlier and random members of each cluster; good with no labels",
            source: "Monarch 2021, ch. 4; Dhillon & Modha 2001",
            cost: "spherical k-means over the pool", caution: notBetterThanRandom, make: { _ in ClusterBased() }),
        StrategyDescription(
            family: .diversity, id: "representative", title: "representative", hotkey: "P",
            sentence: "most like the pool and least like what is labelled; when the pool differs from the labels",
            source: "Monarch 2021, ch. 4",
            cost: "two passes over the features", make: { _ in Representative() }),
        StrategyDescription(
            family: .diversity, id: "adaptive-representative", title: "adaptive representative", hotkey: "V",
            sentence: "as representative, one message at a time, so that a batch does not repeat itself",
            source: "Monarch 2021, ch. 4",
            cost: "a pass over the features for each message", make: { _ in AdaptiveRepresentative() }),
        StrategyDescription(
            family: .diversity, id: "core-set", title: "core-set", hotkey: "S",
            sentence: "farthest from everything labelled, so that every message gets a labelled one near it",
            source: "Sener & Savarese 2018",
            cost: "distances of the pool to all labelled and chosen messages", make: { _ in CoreSet() }),
    ]

    private static let combined = [
        StrategyDescription(
            family: .combined, id: "clustered-uncertainty", title: "clustered uncertainty", hotkey: "G",
            sentence: "some of every subject within the most uncertain tenth; least confidence without near copies",
            source: "Monarch 2021, ch. 5",
            cost: "spherical k-means over a tenth of the pool", make: { _ in ClusteredUncertainty() }),
        StrategyDescription(
            family: .combined, id: "uncertain-outliers", title: "uncertain outliers", hotkey: "U",
            sentence: "the outliers of the most uncertain tenth: unsure because unknown",
            source: "Monarch 2021, ch. 5",
            cost: "one more model over nine tenths of the labels, and its pass over the pool",
            make: { _ in UncertainOutliers() }),
        StrategyDescription(
            family: .combined, id: "representative-clusters", title: "representative clusters", hotkey: "W",
            sentence: "from each subject of the pool what the labels have least of; when new subjects come in",
            source: "Monarch 2021, ch. 5",
            cost: "spherical k-means over the pool and over the labels", caution: notBetterThanRandom,
            make: { _ in RepresentativeClusters() }),
        StrategyDescription(
            family: .combined, id: "high-uncertainty-cluster", title: "high-uncertainty cluster", hotkey: "H",
            sentence: "random members of the one subject that the model is most at a loss about",
            source: "Monarch 2021, ch. 5",
            cost: "spherical k-means over the pool", caution: notBetterThanRandom,
            make: { _ in HighUncertaintyCluster() }),
        StrategyDescription(
            family: .combined, id: "badge", title: "BADGE", hotkey: "B",
            sentence: "uncertain messages that would each teach the model something else; for large batches",
            source: "Ash et al. 2020",
            cost: "a pass over the hidden activations for each message", make: { _ in BADGE() }),
        StrategyDescription(
            family: .combined, id: "contrastive", title: "contrastive", hotkey: "F",
            sentence:
                "predicted otherwise than the labelled messages most like them; where the model contradicts itself",
            source: "Margatina et al. 2021",
            cost: "distances of the pool to all labelled messages", make: { _ in Contrastive() }),
    ]

    private static let rotation = StrategyOption(
        name: "rotation", numbers: 1...20,
        sentence: "held-out splits that mark the labels right or wrong; default 10, 1 as published")
    private static let step = StrategyOption(
        name: "step", numbers: 1...100_000, sentence: "messages a step; default a tenth of the batch")
    private static let allLayers = StrategyOption(
        name: "all-layers", numbers: nil, sentence: "the head sees the logits beside the hidden activations")
    private static let fineTuned = StrategyOption(
        name: "fine-tuned", numbers: nil,
        sentence: "the head's gradient also moves the hidden layer of a copy; slower, a pass over the pool a step",
        excludes: "all-layers")

    private static func errorPrediction(_ name: StrategyName) -> ErrorPrediction {
        ErrorPrediction(
            rotation: name.number("rotation") ?? 10, layers: name.has("all-layers") ? .all : .last,
            isFineTuned: name.has("fine-tuned"))
    }

    private static let transferLearning = [
        StrategyDescription(
            family: .transferLearning, id: "atlas", title: "ATLAS", hotkey: "A",
            sentence: "where the model expects its own errors, step by step; the default",
            source: "Monarch 2020, Active Transfer Learning for Adaptive Sampling",
            cost: "a rotation of ten models over the labels, then a small head refitted ten times",
            options: [rotation, step, allLayers, fineTuned],
            make: {
                ATLAS(stepSize: $0.number("step"), prediction: errorPrediction($0), id: $0.description)
            }),
        StrategyDescription(
            family: .transferLearning, id: "transfer-uncertainty", title: "transfer-learned uncertainty", hotkey: "T",
            sentence: "where the model expects its own errors, all in one step",
            source: "Monarch 2020, Active Transfer Learning",
            cost: "a rotation of ten models over the labels and one small head",
            options: [rotation, allLayers, fineTuned],
            make: { TransferUncertainty(prediction: errorPrediction($0), id: $0.description) }),
        StrategyDescription(
            family: .transferLearning, id: "transfer-representative", title: "transfer-learned representative",
            hotkey: "X",
            sentence:
                "what the model tells from its training data, step by step; when the pool differs from the labels",
            source: "Monarch 2020, Active Transfer Learning",
            cost: "one more model, its pass over the pool, and a small head trained ten times",
            options: [
                StrategyOption(
                    name: "rotation", numbers: 1...10,
                    sentence: "held-out splits whose heads are averaged; default 1, as published"),
                step,
                StrategyOption(
                    name: "last-layer", numbers: nil,
                    sentence: "a head without a layer of its own, on the hidden activations alone, as first published"),
                StrategyOption(
                    name: fineTuned.name, numbers: nil, sentence: fineTuned.sentence, excludes: "last-layer"),
            ],
            caution: notBetterThanRandom,
            make: {
                TransferRepresentative(
                    head: $0.has("fine-tuned") ? .fineTuned : $0.has("last-layer") ? .lastLayer : .allLayers,
                    stepSize: $0.number("step"), rotation: $0.number("rotation") ?? 1, id: $0.description)
            }),
    ]
}
