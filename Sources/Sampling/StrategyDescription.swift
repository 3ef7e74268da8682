/// What the catalogue knows of a strategy without running it.
public struct StrategyDescription: Sendable {
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
    /// What a round costs beyond training the model once.
    public let cost: String
    let make: @Sendable () -> any SamplingStrategy
}
