/// The one table of keys: handler, footer, help and the guide's list are all made from it.
public struct KeyMap: Sendable, Hashable {
    /// Keys that do not depend on the task.
    public private(set) var bindings: [Binding]

    /// The keys of a new installation.
    public static let standard = KeyMap(bindings: [
        Binding(
            id: "skip", key: .character(" "), action: .skip, short: "skip",
            sentence: "leave this message without a label", need: .messageToLabel,
            hints: [Hint("put aside", in: [.secondLook], rank: .list)]),
        Binding(
            id: "undo", key: .character("u"), action: .undo, short: "undo",
            sentence: "take back what was done last, as far back as you like; in a list the chosen row's label",
            need: .somethingDone,
            hints: [Hint("undo", in: [.history], rank: .list)]),
        Binding(
            id: "strategy", key: .character("s"), action: .openStrategies, short: "strategy",
            sentence:
                "choose how the next messages are picked: a strategy, its options, a recipe of several; what each has yielded"
        ),
        Binding(
            id: "queue", key: .character("l"), action: .openQueue, short: "list",
            sentence: "what comes next, with scores and reasons; {enter} shows one now"),
        Binding(
            id: "history", key: .character("h"), action: .openHistory, short: "history",
            sentence:
                "what was labelled and skipped, newest first; a label key labels again, {filter} filters and sorts"),
        Binding(
            id: "search", key: .character("/"), action: .openSearch, short: "search",
            sentence: "search all messages as you type; label from the hits",
            hints: [Hint("search on", in: [.hits], rank: .list)]),
        Binding(
            id: "second-look", key: .character(";"), action: .openSecondLook, short: "second look",
            sentence:
                "what waits for a second look: labels that were split or retired, or that the model would not give, changed "
                + "texts, flags, notes; a label key labels again, {skip} puts one aside, {filter} filters"),
        Binding(
            id: "metrics", key: .character("c"), action: .openMetrics, short: "curves",
            sentence: "learning curves, confusion, reliability, pace, agreement"),
        Binding(
            id: "people", key: .character("@"), action: .openPeople,
            sentence: "in a team: who has labelled how much, how fast, and how far each agrees with the others",
            need: .team),
        Binding(
            id: "retrain", key: .character("r"), action: .learnNow, short: "retrain",
            sentence: "learn from all labels now, without waiting for the round's end", need: .severalLabels),
        Binding(
            id: "guess", key: .character("m"), action: .toggleGuess, short: "guess",
            sentence: "show or hide the model's own guess, and the numbers behind `why`"),
        Binding(
            id: "words", key: .character("x"), action: .toggleWords,
            sentence: "show or hide the words that drive the guess", need: .model),
        Binding(
            id: "note", key: .character("n"), action: .note, short: "note",
            sentence: "write a note on this message", need: .message,
            hints: [Hint("note", in: Hint.View.lists, rank: .note)]),
        Binding(
            id: "long-note", key: .character("e"), action: .longNote,
            sentence: "write the note in $EDITOR", need: .message),
        Binding(
            id: "flag", key: .character("f"), action: .flag, short: "flag",
            sentence: "mark this message for a second look, or unmark it", need: .message,
            hints: [Hint("flag", in: Hint.View.lists, rank: .flag)]),
        Binding(
            id: "duplicates", key: .character("="), action: .labelDuplicates,
            sentence: "list the near copies of the message just labelled; {duplicates} again gives them all its label",
            need: .comparison,
            hints: [
                Hint("the same label for all", in: [.copies], rank: .all),
                Hint("near copies", in: [.hits], rank: .list),
            ]),
        Binding(
            id: "guidelines", key: .character("g"), action: .openGuidelines, short: "guidelines",
            sentence: "read how to decide"),
        Binding(
            id: "columns", key: .character("o"), action: .openColumns,
            sentence: "all columns of this message, and its note", need: .message),
        Binding(
            id: "problems", key: .character("!"), action: .openProblems,
            sentence: "list the rows of the file that could not be read", need: .unreadRows),
        Binding(
            id: "save-elsewhere", key: .character(">"), action: .saveElsewhere, short: "save elsewhere",
            sentence: "while labels cannot be saved: go on in another file, with all of the journal",
            need: .unsavedLines),
        Binding(id: "help", key: .character("?"), action: .openHelp, short: "help", sentence: "this list"),
        Binding(
            id: "quit", key: .character("q"), action: .quit, short: "quit",
            sentence: "save and leave; the same command goes on where you stopped"),
        Binding(
            id: "up", key: .up, action: .up, sentence: "scroll up a line, or choose the one above"),
        Binding(
            id: "down", key: .down, action: .down,
            sentence: "scroll down a line, or choose the one below"),
        Binding(id: "up-too", key: .character("k"), action: .up, sentence: "as up"),
        Binding(id: "down-too", key: .character("j"), action: .down, sentence: "as down"),
        Binding(id: "page-up", key: .pageUp, action: .pageUp, sentence: "scroll up a page"),
        Binding(id: "page-down", key: .pageDown, action: .pageDown, sentence: "scroll down a page"),
        Binding(id: "home", key: .home, action: .top, sentence: "to the beginning"),
        Binding(id: "end", key: .end, action: .bottom, sentence: "to the end"),
        Binding(
            id: "enter", key: .enter, action: .confirm,
            sentence:
                "take what is chosen in a menu or list; where a message can have several labels: give those that are chosen as the "
                + "answer, and with none chosen, twice, that none holds",
            hints: [Hint("show", in: Hint.View.lists, rank: .show)]),
        Binding(
            id: "filter", key: .tab, action: .nextFilter, short: "view",
            sentence:
                "the message with lists, with its columns and messages like it, alone; in the history and the second looks: which "
                + "messages, in what order; in the menu of strategies: options",
            hints: [Hint("filter", in: [.history, .secondLook], rank: .list)]),
        Binding(
            id: "back", key: .escape, action: .close, sentence: "back to the message",
            hints: [Hint("back", in: Hint.View.all, rank: .back)]),
        Binding(
            id: "redraw", key: .control("l"), action: .redraw, sentence: "draw the screen anew"),
    ])

    /// Keys that the annotator has given to strategies, by the strategies' ids; the others keep their letters.
    public private(set) var strategyKeys: [String: Key] = [:]

    /// What a strategy's key is called in a file of own keys: this and the strategy's id.
    public static let strategyPrefix = "strategy-"

    init(bindings: [Binding]) { self.bindings = bindings }

    /// The table with other keys for some of the bindings and strategies.
    ///
    /// - Parameter keys: the new key by the binding's id, or by ``strategyPrefix`` and the strategy's; unknown ids are passed
    ///   over.
    public func rebound(_ keys: [String: Key]) -> KeyMap {
        var map = self
        for index in map.bindings.indices {
            if let key = keys[map.bindings[index].id] { map.bindings[index].key = key }
        }
        for (id, key) in keys where id.hasPrefix(Self.strategyPrefix) {
            map.strategyKeys[String(id.dropFirst(Self.strategyPrefix.count))] = key
        }
        return map
    }

    /// The key of an action as it is written; the first, where there are several.
    public func name(of action: Action) -> String { bindings.first { $0.action == action }?.name ?? "" }

    /// Characters that the program uses itself, and what for: no label can have one of them as its key.
    public var reserved: [Character: String] {
        var reserved: [Character: String] = [:]
        for case (.character(let character), let id) in bindings.map({ ($0.key, $0.id) }) { reserved[character] = id }
        return reserved
    }

    /// Those of ``reserved`` that a new installation has as well. What the annotator has moved is theirs to move again:
    /// it is a mistake of the keys, not of the labels, where both want one.
    public var reservedAsEver: [Character: String] {
        reserved.filter { KeyMap.standard.reserved[$0.key] == $0.value }
    }

    /// Keys that were given to two things, with their ids; empty where each key means one thing.
    public var conflicts: [(key: Key, ids: [String])] {
        let given =
            bindings.map { ($0.key, $0.id) }
            + strategyKeys.sorted { $0.key < $1.key }
            .map { ($0.value, Self.strategyPrefix + $0.key) }
        return Dictionary(grouping: given, by: \.0).filter { $0.value.count > 1 }
            .map { (key: $0.key, ids: $0.value.map(\.1)) }.sorted { $0.key.name < $1.key.name }
    }

    /// What a key means with these labels and strategies; nil when nothing.
    public func action(for key: Key, in content: ScreenContent) -> Action? {
        if let label = content.labels.firstIndex(where: { .character($0.key) == key }) { return .label(label) }
        if let binding = bindings.first(where: { $0.key == key }) { return binding.action }
        return content.strategies.first { self.key(of: $0, in: content) == key }.map { .chooseStrategy($0.id) }
    }

    /// The key that switches to a strategy at once: the annotator's own for it, else its letter; nil where that letter means
    /// something else.
    public func key(of strategy: ScreenContent.Strategy, in content: ScreenContent) -> Key? {
        if let own = strategyKeys[strategy.id] { return own }
        return strategy.hotkey.flatMap { otherUse(of: $0, in: content) == nil ? .character($0) : nil }
    }

    /// What a strategy's letter means instead of the strategy; nil for nothing.
    private func otherUse(of letter: Character, in content: ScreenContent) -> String? {
        if let label = content.labels.first(where: { $0.key == letter }) { return "label: \(label.title)" }
        return bindings.first { $0.key == .character(letter) }?.id
            ?? strategyKeys.first { $0.value == .character(letter) }?.key
    }

    /// Why an action on the message cannot be done now; nil where it can.
    public func whyOff(_ action: Action, in content: ScreenContent) -> String? {
        if case .label = action { return Need.messageToLabel.reason(in: content) }
        return bindings.first { $0.action == action }?.need.reason(in: content)
    }

    /// The keys as rows of name and sentence, labels first, strategies last.
    public func rows(for content: ScreenContent) -> [(name: String, sentence: String, action: Action)] {
        content.labels.enumerated().map { index, label in
            (String(label.key), "label: \(label.title)\(content.wordsForImplied(by: index))", .label(index))
        }
            + bindings.map { ($0.name, written($0.sentence), $0.action) }
            + content.strategies.compactMap { strategy in
                let name = key(of: strategy, in: content)?.name
                if name == nil, strategy.hotkey == nil { return nil }
                var sentence = "\(strategy.title): \(strategy.sentence)"
                if name == nil, let hotkey = strategy.hotkey, let use = otherUse(of: hotkey, in: content) {
                    sentence += " (no key: \(hotkey) is \(use); \(self.name(of: .openStrategies)) offers it)"
                }
                return (name ?? "", sentence, .chooseStrategy(strategy.id))
            }
    }

    /// A sentence with the keys that it speaks of.
    private func written(_ sentence: String) -> String {
        bindings.reduce(sentence) { $0.replacing("{\($1.id)}", with: $1.name) }
    }

    /// The table as Markdown, for the guide.
    public func markdown(for content: ScreenContent) -> String {
        let rows = rows(for: content).map { "| `\($0.name)` | \($0.sentence) |" }
        return (["| key | what it does |", "| --- | --- |"] + rows).joined(separator: "\n")
    }
}
