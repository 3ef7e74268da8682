/// What is on the screen: the content, and what of it is open.
public struct ScreenState: Sendable, Hashable {
    /// What covers the message, if anything.
    public enum Open: Sendable, Hashable {
        case message
        case strategies(chosen: Int)
        case guidelines, help, problems
        /// Leaving would lose labels that are not saved.
        case confirmQuit
    }

    public var content: ScreenContent
    public internal(set) var open = Open.message
    /// The model's guess leads the annotator, so it is hidden until asked for.
    public internal(set) var showsGuess = false
    /// Lines that the open text is scrolled by.
    public internal(set) var scroll = 0
    public internal(set) var columns: Int
    public internal(set) var rows: Int

    public init(content: ScreenContent, columns: Int, rows: Int) {
        self.content = content
        self.columns = columns
        self.rows = rows
    }

    /// Takes an input and says what the session has to do. Pure: no input is ever refused by a trap.
    public mutating func update(_ input: Input) -> [Effect] {
        switch input {
        case .resized(let columns, let rows):
            (self.columns, self.rows) = (columns, rows)
            return [.redraw]
        case .pasted:
            content.notice = "pasted text labels nothing"
            return []
        case .key(let key):
            content.notice = nil
            guard let action = KeyMap.action(for: key, in: content) else {
                content.notice = "that key does nothing here; ? lists the keys"
                return []
            }
            return perform(action)
        }
    }

    private mutating func perform(_ action: Action) -> [Effect] {
        if action == .redraw { return [.redraw] }
        switch open {
        case .message: return performOnMessage(action)
        case .strategies(let chosen): return performInStrategies(action, chosen: chosen)
        case .guidelines, .help, .problems: return performInText(action)
        case .confirmQuit:
            open = .message
            return action == .quit ? [.quit] : []
        }
    }

    private mutating func performOnMessage(_ action: Action) -> [Effect] {
        switch action {
        case .label, .skip:
            guard content.card != nil else {
                content.notice = "there is no message to label"
                return []
            }
            scroll = 0
            if case .label(let label) = action { return [.label(label)] }
            return [.skip]
        case .undo:
            scroll = 0
            return [.undo]
        case .learnNow: return [.learnNow]
        case .toggleGuess: showsGuess.toggle()
        case .openStrategies:
            open = .strategies(chosen: content.strategies.firstIndex { $0.id == content.recipe } ?? 0)
        case .openGuidelines: show(.guidelines)
        case .openHelp: show(.help)
        case .openProblems: show(.problems)
        case .chooseStrategy(let id): return choose(id)
        case .quit:
            guard case .notSaved = content.saving else { return [.quit] }
            open = .confirmQuit
        case .up, .down, .pageUp, .pageDown, .top, .bottom: scroll(by: action)
        case .confirm, .close, .redraw: break
        }
        return []
    }

    private mutating func performInStrategies(_ action: Action, chosen: Int) -> [Effect] {
        let last = content.strategies.count - 1
        switch action {
        case .up, .pageUp: open = .strategies(chosen: max(0, chosen - 1))
        case .down, .pageDown: open = .strategies(chosen: max(0, min(last, chosen + 1)))
        case .top: open = .strategies(chosen: 0)
        case .bottom: open = .strategies(chosen: max(0, last))
        case .confirm:
            open = .message
            if content.strategies.indices.contains(chosen) { return choose(content.strategies[chosen].id) }
        case .chooseStrategy(let id):
            open = .message
            return choose(id)
        case .close, .quit, .openStrategies: open = .message
        default: content.notice = "choose a strategy, or esc to go back"
        }
        return []
    }

    private mutating func performInText(_ action: Action) -> [Effect] {
        switch action {
        case .up, .down, .pageUp, .pageDown, .top, .bottom: scroll(by: action)
        case .close, .quit, .confirm, .openGuidelines, .openHelp, .openProblems: show(.message)
        default: content.notice = "esc goes back to the message"
        }
        return []
    }

    private mutating func choose(_ id: String) -> [Effect] {
        guard id != content.recipe else {
            content.notice = "\(id) is in use already"
            return []
        }
        scroll = 0
        return [.chooseRecipe(id)]
    }

    private mutating func show(_ open: Open) {
        self.open = open
        scroll = 0
    }

    private mutating func scroll(by action: Action) {
        let page = max(1, rows - 4)
        switch action {
        case .up: scroll -= 1
        case .down: scroll += 1
        case .pageUp: scroll -= page
        case .pageDown: scroll += page
        case .top: scroll = 0
        case .bottom: scroll = .max / 2
        default: break
        }
        scroll = max(0, min(scroll, Screen.scrollLimit(self)))
    }
}
