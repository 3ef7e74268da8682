/// What the catalogue knows of a strategy without running it.
public struct StrategyDescription: Sendable {
    /// The families of the catalogue, in the order of `strategies`.
    public enum Family: String, Sendable, CaseIterable {
        case baseline
        case uncertainty
        case diversity
        case combined
        case transferLearning = "transfer learning"
    }

    public let family: Family
    /// Identifier, as recipes and the journal write it.
    public let id: String
    /// Name as a person says it.
    public let title: String
    /// Key that switches to it at once; a capital letter, so that digits and small letters stay free for labels.
    public let hotkey: Character
    /// One line: what it looks for and when to use it.
    public let sentence: String
    /// Where it comes from.
    public let source: String
    /// What a round costs beyond training the model once and one pass over the pool.
    public let cost: String
    /// Variants that a recipe can ask for, as in `atlas:fine-tuned`.
    public var options: [StrategyOption] = []
    /// What simulations have found that speaks against it; nil where nothing does.
    public var caution: String?
    let make: @Sendable (StrategyName) -> any SamplingStrategy
}

/// A variant of a strategy that a recipe can ask for behind a colon.
public struct StrategyOption: Sendable, Hashable {
    public let name: String
    /// The numbers that follow the name and a dash, as in `rotation-5`; nil for an option without number.
    public let numbers: ClosedRange<Int>?
    /// One line: what it changes.
    public let sentence: String
    /// Another option of the strategy that cannot be taken together with this one.
    public var excludes: String?

    /// As it is written: `fine-tuned`, `rotation-N`.
    public var pattern: String { numbers == nil ? name : "\(name)-N" }
}

/// A strategy with the options that it was asked for.
struct StrategyName: Sendable, Hashable, CustomStringConvertible {
    let id: String
    /// In the order of the strategy's options; a number for those that have one.
    let options: [Choice]

    struct Choice: Sendable, Hashable {
        let option: String
        let number: Int?
    }

    /// As recipes and the journal write it.
    var description: String {
        ([id] + options.map { choice in choice.number.map { "\(choice.option)-\($0)" } ?? choice.option })
            .joined(separator: ":")
    }

    func has(_ option: String) -> Bool { options.contains { $0.option == option } }

    func number(_ option: String) -> Int? { options.first { $0.option == option }?.number }
}
