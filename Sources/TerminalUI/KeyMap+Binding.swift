extension KeyMap {
    /// A key, what it does, and all that is said of it anywhere.
    public struct Binding: Sendable, Hashable {
        /// What a file of own keys calls it.
        public let id: String
        /// The key, as the annotator has it.
        public var key: Key
        /// What it does.
        public let action: Action
        /// A word or two, for the footer; nil for keys that it has no room for.
        public let short: String?
        /// One sentence, for the help; another binding's id in braces stands for its key.
        public let sentence: String
        /// What has to be there for it to do something on the message.
        public let need: Need
        /// What the last lines of other views call it.
        public let hints: [Hint]

        /// The key as it is written.
        public var name: String { key.name }

        init(
            id: String, key: Key, action: Action, short: String? = nil, sentence: String, need: Need = .nothing,
            hints: [Hint] = []
        ) {
            self.id = id
            self.key = key
            self.action = action
            self.short = short
            self.sentence = sentence
            self.need = need
            self.hints = hints
        }
    }
}
