/// A strategy with the options that it was asked for.
public struct StrategyName: Sendable, Hashable, CustomStringConvertible {
    /// Identifier of the strategy.
    public let id: String
    /// In the order of the strategy's options; a number for those that have one.
    public let options: [Choice]

    /// An option that was asked for.
    public struct Choice: Sendable, Hashable {
        /// Its name, without the number.
        public let option: String
        /// Its number; nil for an option without one.
        public let number: Int?
    }

    /// As recipes and the journal write it.
    public var description: String {
        ([id] + options.map { choice in choice.number.map { "\(choice.option)-\($0)" } ?? choice.option })
            .joined(separator: ":")
    }

    func has(_ option: String) -> Bool { options.contains { $0.option == option } }

    func number(_ option: String) -> Int? { options.first { $0.option == option }?.number }
}
