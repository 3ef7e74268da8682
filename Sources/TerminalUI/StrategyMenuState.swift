/// What is open of the menu of strategies: the list, or the options of one of them, and the recipe that is being made.
public struct StrategyMenuState: Sendable, Hashable {
    /// What covers the list, if anything.
    public enum Page: Sendable, Hashable {
        case strategies
        /// The options of the chosen strategy; `before` is what leaving them goes back to.
        case options(chosen: Int, before: RecipeDraft)
    }

    /// Position of the chosen strategy.
    public internal(set) var chosen: Int
    /// What covers the list.
    public internal(set) var page = Page.strategies
    /// The recipe as it is now.
    var draft: RecipeDraft
    /// The recipe as the menu was opened.
    private let given: RecipeDraft
    /// Whether a digit goes on a number, and does not begin one.
    var isCounting = false

    init(_ content: ScreenContent) {
        given = RecipeDraft(content)
        draft = given
        let first = content.recipeParts.first?.strategy ?? content.recipe
        chosen = content.strategies.firstIndex { $0.id == first } ?? 0
    }

    /// Whether what enter takes is a recipe of several counts, and not the chosen strategy alone.
    var isMaking: Bool { !draft.isEmpty && draft.recipe != given.recipe }

    /// The recipe that enter takes; empty where there is none.
    func recipe(in content: ScreenContent) -> String {
        if isMaking { return draft.recipe }
        return strategy(in: content).map { draft.name(of: $0.id) } ?? ""
    }

    func strategy(in content: ScreenContent) -> ScreenContent.Strategy? {
        content.strategies.indices.contains(chosen) ? content.strategies[chosen] : nil
    }

    /// The options on the screen; nil where the list is.
    func options(in content: ScreenContent) -> [ScreenContent.Strategy.Option]? {
        guard case .options = page, let strategy = strategy(in: content) else { return nil }
        return strategy.options
    }

    /// The same with another row chosen: a strategy's, or an option's.
    func choosing(_ position: Int) -> StrategyMenuState {
        var menu = self
        menu.isCounting = false
        switch page {
        case .strategies: menu.chosen = position
        case .options(_, let before): menu.page = .options(chosen: position, before: before)
        }
        return menu
    }

    /// Position of the chosen row.
    var position: Int {
        switch page {
        case .strategies: chosen
        case .options(let chosen, _): chosen
        }
    }

    /// The number in the chosen row: a strategy's count, or an option's; nil where it can have none.
    func number(in content: ScreenContent) -> Int? {
        guard let strategy = strategy(in: content) else { return nil }
        guard case .options(let position, _) = page else { return draft.count(of: strategy.id) }
        guard strategy.options.indices.contains(position), strategy.options[position].numbers != nil else { return nil }
        return draft.choice(of: strategy.options[position].name, strategy.id)?.number ?? 0
    }

    /// Puts a number into the chosen row; zero takes the count or the option away.
    mutating func setNumber(_ number: Int, in content: ScreenContent) {
        guard let strategy = strategy(in: content) else { return }
        guard case .options(let position, _) = page else { return draft.setCount(number, of: strategy.id) }
        guard strategy.options.indices.contains(position) else { return }
        draft.set(strategy.options[position], of: strategy, isOn: number > 0, number: number)
    }

    /// Asks for the chosen option, or no longer. One with a number begins with its lowest.
    mutating func toggle(in content: ScreenContent) {
        guard case .options(let position, _) = page, let strategy = strategy(in: content),
            strategy.options.indices.contains(position)
        else { return }
        let option = strategy.options[position]
        draft.set(
            option, of: strategy, isOn: draft.choice(of: option.name, strategy.id) == nil,
            number: option.numbers?.lowerBound)
    }
}
