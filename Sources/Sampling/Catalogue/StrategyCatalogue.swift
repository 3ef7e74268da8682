/// All strategies by their identifiers.
public struct StrategyCatalogue: Sendable {
    /// In the order in which menus and help show them.
    public let declarations: [StrategyDeclaration]

    /// The catalogue of some strategies, in the order given; each has an identifier of its own.
    init(of strategies: [any SamplingStrategy.Type]) {
        declarations = strategies.map { $0.declaration }
    }

    /// Identifiers in the catalogue's order.
    public var ids: [String] { declarations.map(\.id) }

    /// The declaration of the strategy with that identifier, whatever options follow it; nil when there is none.
    public func declaration(of name: String) -> StrategyDeclaration? {
        let id = name.prefix { $0 != ":" }
        return declarations.first { $0.id == id }
    }

    /// A name by its parts; nil where there is no such strategy or option.
    public func name(_ text: String) -> StrategyName? { try? parse(text) }

    /// A new strategy of that name, such as `atlas` or `atlas:fine-tuned:rotation-5`; nil when there is none.
    func strategy(_ name: String) -> (any SamplingStrategy)? {
        guard let parsed = try? parse(name) else { return nil }
        return declaration(of: parsed.id)?.make(parsed)
    }

    /// What the strategy of that name reads, with its options; nothing when there is none.
    func readings(of name: String) -> Set<Reading> {
        guard let parsed = try? parse(name) else { return [] }
        return declaration(of: parsed.id)?.reads(with: parsed) ?? []
    }

    /// The name as the journal writes it: options once each and in one order.
    ///
    /// - Throws: ``RecipeError`` for an unknown strategy or option, or a number out of range.
    func canonicalName(_ name: String) throws(RecipeError) -> String { try parse(name).description }

    private func parse(_ name: String) throws(RecipeError) -> StrategyName {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let id = parts.first, let declaration = declaration(of: id) else {
            throw .unknownStrategy(parts.first ?? name, known: ids)
        }
        var choices: [String: StrategyName.Choice] = [:]
        for part in parts.dropFirst() {
            let choice = try Self.choice(part, of: declaration)
            guard choices.updateValue(choice, forKey: choice.option) == nil else {
                throw .repeatedOption(choice.option, strategy: id)
            }
        }
        for option in declaration.options where choices[option.name] != nil {
            if let other = option.excludes, choices[other] != nil {
                throw .contradictingOptions(option.name, other, strategy: id)
            }
        }
        return StrategyName(id: id, options: declaration.options.compactMap { choices[$0.name] })
    }

    private static func choice(
        _ text: String, of declaration: StrategyDeclaration
    ) throws(RecipeError) -> StrategyName.Choice {
        for option in declaration.options {
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
        throw .unknownOption(text, strategy: declaration.id, known: declaration.options.map(\.pattern))
    }
}
