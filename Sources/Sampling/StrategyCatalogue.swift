/// All strategies by their identifiers: the one place that lists them.
public struct StrategyCatalogue: Sendable {
    /// In the order in which menus and help show them.
    public let descriptions: [StrategyDescription]

    /// The strategies that come with the program.
    public static let standard = StrategyCatalogue(descriptions: [
        StrategyDescription(
            id: "atlas", title: "ATLAS", hotkey: "A",
            sentence: "where the model expects its own errors, step by step; the default",
            source: "Monarch 2020, Active Transfer Learning for Adaptive Sampling",
            cost: "a rotation of ten models over the labels, then a small head refitted ten times",
            make: { ATLAS() }),
        StrategyDescription(
            id: "transfer-uncertainty", title: "transfer-learned uncertainty", hotkey: "T",
            sentence: "where the model expects its own errors, all in one step",
            source: "Monarch 2020, Active Transfer Learning",
            cost: "a rotation of ten models over the labels and one small head",
            make: { TransferUncertainty() }),
        StrategyDescription(
            id: "least-confidence", title: "least confidence", hotkey: "L",
            sentence: "where the best guess is weakest; a sound choice once there are some labels",
            source: "Culotta & McCallum 2005; Monarch 2021, ch. 3",
            cost: "none", make: { LeastConfidence() }),
        StrategyDescription(
            id: "margin", title: "margin of confidence", hotkey: "M",
            sentence: "where the two best guesses are close; for several labels that are easily confused",
            source: "Scheffer, Decomain & Wrobel 2001; Monarch 2021, ch. 3",
            cost: "none", make: { MarginOfConfidence() }),
        StrategyDescription(
            id: "ratio", title: "ratio of confidence", hotkey: "O",
            sentence: "as margin, by ratio: does not change when scores are rescaled",
            source: "Monarch 2021, ch. 3",
            cost: "none", make: { RatioOfConfidence() }),
        StrategyDescription(
            id: "entropy", title: "entropy", hotkey: "E",
            sentence: "where the guess is spread over all labels; for many labels",
            source: "Shannon 1948; Dagan & Engelson 1995; Monarch 2021, ch. 3",
            cost: "none", make: { Entropy() }),
        StrategyDescription(
            id: "random", title: "random", hotkey: "R",
            sentence: "no preference: for a fair sample, and against a model that is sure and wrong",
            source: "the baseline",
            cost: "none", make: { RandomSampling() }),
    ])

    /// Identifiers in the catalogue's order.
    public var ids: [String] { descriptions.map(\.id) }

    /// The description of the strategy with that identifier; nil when there is none.
    public func description(of id: String) -> StrategyDescription? {
        descriptions.first { $0.id == id }
    }

    /// A new strategy of that identifier with its default settings; nil when there is none.
    public func strategy(_ id: String) -> (any SamplingStrategy)? {
        description(of: id)?.make()
    }
}
