/// The one table of keys: handler, footer, help and the README's list are all made from it.
public struct KeyMap: Sendable {
    public struct Binding: Sendable {
        public let key: Key
        /// The key as it is written.
        public let name: String
        public let action: Action
        /// A word or two, for the footer; nil for keys that it has no room for.
        public let short: String?
        /// One sentence, for the help.
        public let sentence: String
    }

    /// Keys that do not depend on the task.
    public static let bindings: [Binding] = [
        Binding(
            key: .character(" "), name: "space", action: .skip, short: "skip",
            sentence: "leave this message without a label"),
        Binding(
            key: .character("u"), name: "u", action: .undo, short: "undo",
            sentence: "take back the last label or skip, as far back as you like"),
        Binding(
            key: .character("s"), name: "s", action: .openStrategies, short: "strategy",
            sentence: "choose how the next messages are picked"),
        Binding(
            key: .character("r"), name: "r", action: .learnNow, short: "retrain",
            sentence: "learn from all labels now, without waiting for the round's end"),
        Binding(
            key: .character("m"), name: "m", action: .toggleGuess, short: "guess",
            sentence: "show or hide the model's own guess"),
        Binding(
            key: .character("g"), name: "g", action: .openGuidelines, short: "guidelines",
            sentence: "read how to decide"),
        Binding(
            key: .character("!"), name: "!", action: .openProblems, short: nil,
            sentence: "list the rows of the file that could not be read"),
        Binding(key: .character("?"), name: "?", action: .openHelp, short: "help", sentence: "this list"),
        Binding(
            key: .character("q"), name: "q", action: .quit, short: "quit",
            sentence: "save and leave; the same command goes on where you stopped"),
        Binding(key: .up, name: "up", action: .up, short: nil, sentence: "scroll up a line, or choose the one above"),
        Binding(
            key: .down, name: "down", action: .down, short: nil, sentence: "scroll down a line, or choose the one below"
        ),
        Binding(key: .character("k"), name: "k", action: .up, short: nil, sentence: "as up"),
        Binding(key: .character("j"), name: "j", action: .down, short: nil, sentence: "as down"),
        Binding(key: .pageUp, name: "page up", action: .pageUp, short: nil, sentence: "scroll up a page"),
        Binding(key: .pageDown, name: "page down", action: .pageDown, short: nil, sentence: "scroll down a page"),
        Binding(key: .home, name: "home", action: .top, short: nil, sentence: "to the beginning"),
        Binding(key: .end, name: "end", action: .bottom, short: nil, sentence: "to the end"),
        Binding(key: .enter, name: "enter", action: .confirm, short: nil, sentence: "take what is chosen in a menu"),
        Binding(key: .escape, name: "esc", action: .close, short: nil, sentence: "back to the message"),
        Binding(key: .control("l"), name: "ctrl-l", action: .redraw, short: nil, sentence: "draw the screen anew"),
    ]

    /// What a key means with these labels and strategies; nil when nothing.
    public static func action(for key: Key, in content: ScreenContent) -> Action? {
        if case .character(let character) = key {
            if let label = content.labels.firstIndex(where: { $0.key == character }) { return .label(label) }
            if let strategy = content.strategies.first(where: { $0.hotkey == character }) {
                return .chooseStrategy(strategy.id)
            }
        }
        return bindings.first { $0.key == key }?.action
    }

    /// The keys as rows of name and sentence, labels and strategies first.
    public static func rows(for content: ScreenContent) -> [(name: String, sentence: String)] {
        content.labels.map { (String($0.key), "label: \($0.title)") }
            + bindings.map { ($0.name, $0.sentence) }
            + content.strategies.map { (String($0.hotkey), "\($0.title): \($0.sentence)") }
    }

    /// The table as Markdown, for the README.
    public static func markdown(for content: ScreenContent) -> String {
        let rows = rows(for: content).map { "| `\($0.name)` | \($0.sentence) |" }
        return (["| key | what it does |", "| --- | --- |"] + rows).joined(separator: "\n")
    }
}
