/// The menu of strategies: taking one, choosing its options, making a recipe of several.
extension ScreenState {
    /// The recipe that enter would take, while the menu is open or a recipe is being written; nil elsewhere.
    public var recipeInTheMaking: String? {
        switch open {
        case .strategies(let menu): menu.recipe(in: content)
        case .entry(let entry, .recipe): entry.text
        default: nil
        }
    }

    /// A key in the menu. Those that move, take or leave come first, then those of numbers; the letters of strategies last.
    mutating func press(_ key: Key, in menu: StrategyMenuState) -> [Effect] {
        let action = keyMap.action(for: key, in: content)
        if let action, Self.actsInMenu(action) { return perform(action, in: menu) }
        var menu = menu
        let isCounting = menu.isCounting
        menu.isCounting = false
        if key == EntryKey.clear.key, menu.page == .strategies {
            menu.draft.clear()
        } else if key == MenuKey.toggle.key, menu.page != .strategies {
            menu.toggle(in: content)
        } else if let number = menu.number(in: content), let new = Self.number(number, key, isCounting: isCounting) {
            menu.setNumber(new, in: content)
            menu.isCounting = key != MenuKey.more.key && key != MenuKey.fewer.key
        } else if let action {
            return perform(action, in: menu)
        } else {
            content.notice = "that key does nothing here; \(keyMap.name(of: .close)) goes back"
        }
        open = .strategies(menu)
        return []
    }

    /// What a key makes of a number; nil for a key that is not for numbers.
    private static func number(_ number: Int, _ key: Key, isCounting: Bool) -> Int? {
        switch key {
        case MenuKey.more.key: number + 1
        case MenuKey.fewer.key: number - 1
        case MenuKey.shorten.key: number / 10
        default:
            // Seven digits are cut to the largest number that there is.
            MenuKey.digit(key).map { isCounting ? min(number, 999_999) * 10 + $0 : $0 }
        }
    }

    /// Whether a key's own meaning comes before that of a number or an option.
    private static func actsInMenu(_ action: Action) -> Bool {
        switch action {
        case .up, .down, .pageUp, .pageDown, .top, .bottom, .confirm, .close, .quit, .openStrategies, .nextFilter,
            .openSearch, .redraw, .chooseStrategy:
            true
        default: false
        }
    }

    mutating func perform(_ action: Action, in menu: StrategyMenuState) -> [Effect] {
        if action == .redraw { return [.redraw] }
        let last = max(0, (menu.options(in: content)?.count ?? content.strategies.count) - 1)
        let page = max(1, rows / 2)
        switch action {
        case .up: open = .strategies(menu.choosing(max(0, menu.position - 1)))
        case .down: open = .strategies(menu.choosing(min(last, menu.position + 1)))
        case .pageUp: open = .strategies(menu.choosing(max(0, menu.position - page)))
        case .pageDown: open = .strategies(menu.choosing(min(last, menu.position + page)))
        case .top: open = .strategies(menu.choosing(0))
        case .bottom: open = .strategies(menu.choosing(last))
        default: return menu.page == .strategies ? performInStrategies(action, menu) : performInOptions(action, menu)
        }
        return []
    }

    private mutating func performInStrategies(_ action: Action, _ state: StrategyMenuState) -> [Effect] {
        var menu = state
        switch action {
        case .confirm:
            let recipe = menu.recipe(in: content)
            if recipe.isEmpty { show(.message) }
            return recipe.isEmpty ? [] : takeRecipe(recipe)
        case .chooseStrategy(let id): return takeRecipe(menu.draft.name(of: id))
        case .nextFilter:
            guard let strategy = menu.strategy(in: content), !strategy.options.isEmpty else {
                content.notice = "this strategy has no options"
                return []
            }
            menu.page = .options(chosen: 0, before: menu.draft)
            menu.isCounting = false
            open = .strategies(menu)
        case .openSearch:
            let text = menu.isMaking ? menu.draft.recipe : content.recipe
            open = .entry(TextEntry(text: text), .recipe(in: menu))
        case .close, .quit, .openStrategies: show(.message)
        default: content.notice = "choose a strategy, or \(keyMap.name(of: .close)) to go back"
        }
        return []
    }

    private mutating func performInOptions(_ action: Action, _ state: StrategyMenuState) -> [Effect] {
        var menu = state
        guard case .options(_, let before) = menu.page else { return [] }
        menu.isCounting = false
        switch action {
        case .confirm, .nextFilter:
            if let check = content.recipeCheck, let problem = check.problem, check.recipe == recipeInTheMaking {
                content.notice = problem
                return []
            }
        case .close, .quit, .openStrategies: menu.draft = before
        default:
            content.notice = "\(keyMap.name(of: .close)) goes back to the strategies"
            return []
        }
        menu.page = .strategies
        open = .strategies(menu)
        return []
    }

    /// Takes a recipe and leaves the menu; one that is wrong stays where it is written, and what is wrong is said.
    mutating func takeRecipe(_ recipe: String) -> [Effect] {
        if let check = content.recipeCheck, check.recipe == recipe, let problem = check.problem {
            content.notice = problem
            return []
        }
        show(.message)
        return choose(recipe)
    }
}
