/// All strategies by their identifiers.
public struct StrategyCatalogue: Sendable {
    /// In the order in which menus and help show them.
    public let descriptions: [StrategyDescription]

    /// Identifiers in the catalogue's order.
    public var ids: [String] { descriptions.map(\.id) }

    /// The description of the strategy with that identifier, whatever options follow it; nil when there is none.
    public func description(of name: String) -> StrategyDescription? {
        let id = name.prefix { $0 != ":" }
        return descriptions.first { $0.id == id }
    }

    /// A new strategy of that name, such as `atlas` or `atlas:fine-tuned:rotation-5`; nil when there is none.
    public func strategy(_ name: String) -> (any SamplingStrategy)? {
        guard let parsed = try? parse(name) else { return nil }
        return description(of: parsed.id)?.make(parsed)
    }

    /// The name as the journal writes it: options once each and in one order.
    ///
    /// - Throws: ``RecipeError`` for an unknown strategy or option, or a number out of range.
    func canonicalName(_ name: String) throws(RecipeError) -> String { try parse(name).description }

    private func parse(_ name: String) throws(RecipeError) -> StrategyName {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let id = parts.first, let description = description(of: id) else {
            throw .unknownStrategy(parts.first ?? name, known: ids)
        }
        var choices: [String: StrategyName.Choice] = [:]
        for part in parts.dropFirst() {
            let choice = try Self.choice(part, of: description)
            guard choices.updateValue(choice, forKey: choice.option) == nil else {
                throw .repeatedOption(choice.option, strategy: id)
            }
        }
        for option in description.options where choices[option.name] != nil {
            if let other = option.excludes, choices[other] != nil {
                throw .contradictingOptions(option.name, other, strategy: id)
            }
        }
        return StrategyName(id: id, options: description.options.compactMap { choices[$0.name] })
    }

    private static func choice(
        _ text: String, of description: StrategyDescription
    ) throws(RecipeError) -> StrategyName.Choice {
        for option in description.options {
            guard let numbers = option.numbers else {
                if text == option.name { return StrategyName.Choice(option: option.name, number: nil) }
                continue
            }
            guard text.hasPrefix(option.name + "-") else { continue }
            let digits = text.dropFirst(option.name.count + 1)
            guard let number = Int(digits), numbers.contains(number) else {
                throw .badOptionNumber(String(digits), option: option.pattern, numbers: numbers)
            }
            return StrategyName.Choice(option: option.name, number: number)
        }
        throw .unknownOption(text, strategy: description.id, known: description.options.map(\.pattern))
    }
}
