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
