import Answers

/// What is on the screen: the content, and what of it is open.
public struct ScreenState: Sendable, Hashable {
    /// What covers the message, if anything.
    public enum Open: Sendable, Hashable {
        case message
        case strategies(StrategyMenuState)
        case list(ListState)
        case metrics, guidelines, columns, help, problems, people
        /// Something is being written.
        case entry(TextEntry, Purpose)
        /// Leaving while labels are not saved: they would have to be saved elsewhere.
        case confirmQuit

        /// The list that is on the screen, whether or not a line is being written over it.
        public var list: ListState? {
            switch self {
            case .list(let list): list
            case .entry(_, .note(_, let list)): list
            default: nil
            }
        }
    }

    /// What a line that is being written is for.
    public enum Purpose: Sendable, Hashable {
        /// A note on a message of the pool; the list that it is a row of stays open, nil where it is in front.
        case note(row: Int, in: ListState?)
        /// The file that the journal goes on in, because its own place fails.
        case place
        /// A recipe, from the menu of strategies.
        case recipe(in: StrategyMenuState)
    }

    /// What stands below the message where there is room.
    public enum Surroundings: Sendable, Hashable, CaseIterable {
        /// What comes next and what was just labelled.
        case lists
        /// The columns of the message, and messages that say nearly the same.
        case context
        /// Nothing: the message has all the room.
        case nothing

        var next: Surroundings {
            switch self {
            case .lists: .context
            case .context: .nothing
            case .nothing: .lists
            }
        }
    }

    /// What there is to show.
    public var content: ScreenContent
    /// What is open of it.
    public internal(set) var open = Open.message
    /// The model's guess leads the annotator, so it is hidden until asked for; so are the words behind it.
    public internal(set) var showsGuess = false
    public internal(set) var showsWords = false
    /// Whether it is shown who said what of the message in front: names lead whoever decides, so they go with the message.
    public internal(set) var showsNames = false
    /// What stands below the message.
    public internal(set) var surroundings = Surroundings.lists
    /// The labels that were chosen for messages that can have several, until they are given: by the row of each message.
    var choices: [Int: LabelIndices] = [:]
    /// The message for which it was asked that none holds: the same once more, with no other key between, says so.
    var noneAsked: Int?
    /// Lines that were written before, the oldest first.
    var written: [WrittenPlace: [String]] = [:]
    /// Lines that the open text is scrolled by.
    public internal(set) var scroll = 0
    public internal(set) var columns: Int
    public internal(set) var rows: Int
    /// What keys mean.
    public let keyMap: KeyMap

    public init(content: ScreenContent, columns: Int, rows: Int, keyMap: KeyMap = .standard) {
        self.content = content
        self.columns = columns
        self.rows = rows
        self.keyMap = keyMap
    }

    /// Takes an input and says what the session has to do. Pure: no input is ever refused by a trap.
    public mutating func update(_ input: Input) -> [Effect] {
        switch input {
        case .resized(let columns, let rows):
            (self.columns, self.rows) = (columns, rows)
            return [.redraw]
        case _ where isTooSmall: return updateTooSmall(input)
        case .text(let text, let isPaste):
            content.notice = nil
            return take(text, isPaste: isPaste)
        case .wheel(let lines):
            content.notice = nil
            return (0..<min(abs(lines), 10)).flatMap { _ in perform(lines < 0 ? .up : .down) }
        case .click(let column, let row):
            // What stands there is what was drawn, with the notice.
            let target = Screen.view(of: self).target(atColumn: column, row: row)
            content.notice = nil
            return click(target)
        case .key(let key):
            content.notice = nil
            return press(key)
        }
    }

    private mutating func press(_ key: Key) -> [Effect] {
        switch open {
        case .entry(let entry, let purpose): return type(key, into: entry, purpose)
        case .list(let list) where list.isTyping: return type(key, into: list)
        case .list(let list) where list.choosing != nil: return choose(key, of: list)
        case .strategies(let menu): return press(key, in: menu)
        // Every other key stays, one that means nothing as well.
        case .confirmQuit: return perform(keyMap.action(for: key, in: content) ?? .close)
        default: break
        }
        guard let action = keyMap.action(for: key, in: content) else {
            content.notice = "that key does nothing here; \(keyMap.name(of: .openHelp)) lists the keys"
            return []
        }
        return perform(action)
    }

    /// A click does what the key that is written there does.
    private mutating func click(_ target: Screen.Target?) -> [Effect] {
        switch target {
        case .action(let action): return perform(action)
        case .row(let position):
            if case .list(let list) = open, list.choosing != nil { return choose(position, of: list) }
            if case .list(var list) = open {
                let isChosen = list.chosen == position
                list.isTyping = false
                list.chosen = position
                open = .list(list)
                return isChosen ? perform(.confirm) : []
            }
            if case .strategies(let menu) = open { open = .strategies(menu.choosing(position)) }
            return []
        case .message(let row): return [.show(row)]
        case nil: return []
        }
    }

    mutating func perform(_ action: Action) -> [Effect] {
        if action == .redraw { return [.redraw] }
        switch open {
        case .message: return performOnMessage(action)
        case .strategies(let menu): return perform(action, in: menu)
        case .list(let list) where list.choosing != nil: return move(action, inChoicesOf: list)
        case .list(let list): return performInList(action, list)
        case .entry: return []
        case .confirmQuit:
            open = .message
            if action == .saveElsewhere { return performOnMessage(action) }
            return action == .quit ? [.quit] : []
        // Texts, which scroll.
        default: return performInText(action)
        }
    }

    // MARK: The message

    private mutating func performOnMessage(_ action: Action) -> [Effect] {
        // What is chosen by keys needs no majority.
        let isGiving = action == .confirm && content.isSeveral && isChoosing
        if action != .confirm { noneAsked = nil }
        if !isGiving, let why = keyMap.whyOff(action, in: content) {
            content.notice = why
            return []
        }
        switch action {
        case .label(let label):
            if content.isSeveral {
                toggle(label)
                return []
            }
            leaveMessage()
            return [.label(.one(label))]
        case .skip:
            leaveMessage()
            return [.skip]
        case .undo:
            leaveMessage()
            return [.undo]
        case .learnNow: return [.learnNow]
        case .toggleGuess: showsGuess.toggle()
        case .toggleWords: showsWords.toggle()
        case .note:
            if let card = content.card { open = .entry(TextEntry(text: card.note), .note(row: card.row, in: nil)) }
        case .longNote: return content.card.map { [.editNote(row: $0.row)] } ?? []
        case .flag: return content.card.map { [.toggleFlag(row: $0.row)] } ?? []
        case .openStrategies: open = .strategies(StrategyMenuState(content))
        case .openQueue: open = .list(ListState(.queue))
        case .openHistory: open = .list(ListState(.history))
        case .openSearch: open = .list(ListState(.search))
        case .openSecondLook: open = .list(ListState(.secondLook))
        case .labelDuplicates: open = .list(ListState(.duplicates))
        case .openMetrics: show(.metrics)
        case .openGuidelines: show(.guidelines)
        case .openColumns: show(.columns)
        case .openHelp: show(.help)
        case .openProblems: show(.problems)
        case .openPeople: show(.people)
        case .openDecisions: open = .list(ListState(.decisions))
        case .openGaps: open = .list(ListState(.gaps))
        case .toggleNames: showsNames.toggle()
        case .reason(let reason): return content.card.map { [.reason(reason, row: $0.row)] } ?? []
        case .lastReason: return [.nextReason]
        case .chooseStrategy(let id): return choose(id)
        case .saveElsewhere: open = .entry(TextEntry(text: content.otherPlace), .place)
        case .quit:
            guard content.isUnsaved else { return [.quit] }
            open = .confirmQuit
        case .up, .down, .pageUp, .pageDown, .top, .bottom: scroll(by: action)
        case .close: return [.showNext]
        case .nextFilter:
            if MessageScreen(state: self, glyphs: .ascii).hasRoomForLists {
                surroundings = surroundings.next
            } else {
                content.notice = "a higher screen has room for lists"
            }
        case .confirm:
            if content.isSeveral, content.ballot == nil || isChoosing { return give() }
            guard let majority = content.ballot?.majority else { break }
            leaveMessage()
            return [.label(majority)]
        case .redraw: break
        }
        return []
    }

    /// What was asked for of the message in front does not hold for the next.
    mutating func leaveMessage() {
        scroll = 0
        if let row = content.card?.row { choices[row] = nil }
        noneAsked = nil
        showsNames = false
    }

    // MARK: Menus and texts

    private mutating func performInText(_ action: Action) -> [Effect] {
        switch action {
        case .up, .down, .pageUp, .pageDown, .top, .bottom: scroll(by: action)
        case .close, .quit, .confirm, .openGuidelines, .openHelp, .openProblems, .openMetrics, .openColumns,
            .openPeople:
            show(.message)
        default: content.notice = "\(keyMap.name(of: .close)) goes back to the message"
        }
        return []
    }

    mutating func choose(_ recipe: String) -> [Effect] {
        guard recipe != content.recipe else {
            content.notice = "\(recipe) is in use already"
            return []
        }
        scroll = 0
        return [.chooseRecipe(recipe)]
    }

    mutating func show(_ open: Open) {
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
        scroll = max(0, min(scroll, Screen.view(of: self).scrollLimit))
    }
}
