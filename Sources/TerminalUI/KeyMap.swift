/// The one table of keys: handler, footer, help and the README's list are all made from it.
public struct KeyMap: Sendable, Hashable {
    public struct Binding: Sendable, Hashable {
        /// What a file of own keys calls it.
        public let id: String
        public var key: Key
        public let action: Action
        /// A word or two, for the footer; nil for keys that it has no room for.
        public let short: String?
        /// One sentence, for the help.
        public let sentence: String

        /// The key as it is written.
        public var name: String { key.name }
    }

    /// Keys that do not depend on the task.
    public private(set) var bindings: [Binding]

    /// The keys of a new installation.
    public static let standard = KeyMap(bindings: [
        Binding(
            id: "skip", key: .character(" "), action: .skip, short: "skip",
            sentence: "leave this message without a label"),
        Binding(
            id: "undo", key: .character("u"), action: .undo, short: "undo",
            sentence: "take back what was done last, as far back as you like; in a list the chosen row's label"),
        Binding(
            id: "strategy", key: .character("s"), action: .openStrategies, short: "strategy",
            sentence: "choose how the next messages are picked; what each has yielded"),
        Binding(
            id: "queue", key: .character("l"), action: .openQueue, short: "list",
            sentence: "what comes next, with scores and reasons; enter shows one now"),
        Binding(
            id: "history", key: .character("h"), action: .openHistory, short: "history",
            sentence: "what was labelled and skipped, newest first; a label key labels again, tab filters"),
        Binding(
            id: "search", key: .character("/"), action: .openSearch, short: "search",
            sentence: "search all messages as you type; label from the hits"),
        Binding(
            id: "metrics", key: .character("c"), action: .openMetrics, short: "curves",
            sentence: "learning curves, confusion, reliability, pace, agreement"),
        Binding(
            id: "retrain", key: .character("r"), action: .learnNow, short: "retrain",
            sentence: "learn from all labels now, without waiting for the round's end"),
        Binding(
            id: "guess", key: .character("m"), action: .toggleGuess, short: "guess",
            sentence: "show or hide the model's own guess"),
        Binding(
            id: "words", key: .character("x"), action: .toggleWords, short: nil,
            sentence: "show or hide the words that drive the guess"),
        Binding(
            id: "note", key: .character("n"), action: .note, short: "note",
            sentence: "write a note on this message"),
        Binding(
            id: "long-note", key: .character("e"), action: .longNote, short: nil,
            sentence: "write the note in $EDITOR"),
        Binding(
            id: "flag", key: .character("f"), action: .flag, short: "flag",
            sentence: "mark this message for a second look, or unmark it"),
        Binding(
            id: "duplicates", key: .character("="), action: .labelDuplicates, short: nil,
            sentence: "list the near copies of the message just labelled; = again gives them all its label"),
        Binding(
            id: "guidelines", key: .character("g"), action: .openGuidelines, short: "guidelines",
            sentence: "read how to decide"),
        Binding(
            id: "columns", key: .character("o"), action: .openColumns, short: nil,
            sentence: "all columns of this message, and its note"),
        Binding(
            id: "problems", key: .character("!"), action: .openProblems, short: nil,
            sentence: "list the rows of the file that could not be read"),
        Binding(
            id: "save-elsewhere", key: .character(">"), action: .saveElsewhere, short: "save elsewhere",
            sentence: "while labels cannot be saved: go on in another file, with all of the journal"),
        Binding(id: "help", key: .character("?"), action: .openHelp, short: "help", sentence: "this list"),
        Binding(
            id: "quit", key: .character("q"), action: .quit, short: "quit",
            sentence: "save and leave; the same command goes on where you stopped"),
        Binding(
            id: "up", key: .up, action: .up, short: nil, sentence: "scroll up a line, or choose the one above"),
        Binding(
            id: "down", key: .down, action: .down, short: nil,
            sentence: "scroll down a line, or choose the one below"),
        Binding(id: "up-too", key: .character("k"), action: .up, short: nil, sentence: "as up"),
        Binding(id: "down-too", key: .character("j"), action: .down, short: nil, sentence: "as down"),
        Binding(id: "page-up", key: .pageUp, action: .pageUp, short: nil, sentence: "scroll up a page"),
        Binding(id: "page-down", key: .pageDown, action: .pageDown, short: nil, sentence: "scroll down a page"),
        Binding(id: "home", key: .home, action: .top, short: nil, sentence: "to the beginning"),
        Binding(id: "end", key: .end, action: .bottom, short: nil, sentence: "to the end"),
        Binding(
            id: "enter", key: .enter, action: .confirm, short: nil, sentence: "take what is chosen in a menu or list"),
        Binding(
            id: "filter", key: .tab, action: .nextFilter, short: nil,
            sentence: "in the history: only one label, skips, flags"),
        Binding(id: "back", key: .escape, action: .close, short: nil, sentence: "back to the message"),
        Binding(
            id: "redraw", key: .control("l"), action: .redraw, short: nil, sentence: "draw the screen anew"),
    ])

    /// The table with other keys for some of the bindings.
    ///
    /// - Parameter keys: the new key by the binding's id; unknown ids are passed over.
    public func rebound(_ keys: [String: Key]) -> KeyMap {
        var map = self
        for index in map.bindings.indices {
            if let key = keys[map.bindings[index].id] { map.bindings[index].key = key }
        }
        return map
    }

    /// The key of an action as it is written; the first, where there are several.
    func name(of action: Action) -> String { bindings.first { $0.action == action }?.name ?? "" }

    /// Keys that two bindings share, with their ids; empty where each key means one thing.
    public var conflicts: [(key: Key, ids: [String])] {
        Dictionary(grouping: bindings, by: \.key).filter { $0.value.count > 1 }
            .map { (key: $0.key, ids: $0.value.map(\.id)) }.sorted { $0.key.name < $1.key.name }
    }

    /// What a key means with these labels and strategies; nil when nothing.
    public func action(for key: Key, in content: ScreenContent) -> Action? {
        if case .character(let character) = key {
            if let label = content.labels.firstIndex(where: { $0.key == character }) { return .label(label) }
            if let binding = bindings.first(where: { $0.key == key }) { return binding.action }
            if let strategy = content.strategies.first(where: { $0.hotkey == character }) {
                return .chooseStrategy(strategy.id)
            }
        }
        return bindings.first { $0.key == key }?.action
    }

    /// The keys as rows of name and sentence, labels first, strategies last.
    public func rows(for content: ScreenContent) -> [(name: String, sentence: String, action: Action)] {
        content.labels.enumerated().map { (String($0.element.key), "label: \($0.element.title)", .label($0.offset)) }
            + bindings.map { ($0.name, $0.sentence, $0.action) }
            + content.strategies.compactMap { strategy in
                strategy.hotkey.map {
                    (String($0), "\(strategy.title): \(strategy.sentence)", .chooseStrategy(strategy.id))
                }
            }
    }

    /// The table as Markdown, for the README.
    public func markdown(for content: ScreenContent) -> String {
        let rows = rows(for: content).map { "| `\($0.name)` | \($0.sentence) |" }
        return (["| key | what it does |", "| --- | --- |"] + rows).joined(separator: "\n")
    }
}
