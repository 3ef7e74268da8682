/// What a screen shows, in plain values; filled in by whoever knows the session.
public struct ScreenContent: Sendable, Hashable {
    /// A measured value with its interval.
    public struct Measure: Sendable, Hashable {
        public var value: Double
        public var low: Double
        public var high: Double

        public init(value: Double, low: Double, high: Double) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    public enum Saving: Sendable, Hashable {
        case saved
        case saving(pending: Int)
        case notSaved(pending: Int, reason: String)
    }

    /// The message in front of the annotator.
    public struct Card: Sendable, Hashable {
        public var id: String
        public var text: String
        /// Its other columns, such as kind and language.
        public var source: String
        public var why: String
        /// The model's guess: label title and probability; nil before there is a model.
        public var guess: String?

        public init(id: String, text: String, source: String, why: String, guess: String?) {
            self.id = id
            self.text = text
            self.source = source
            self.why = why
            self.guess = guess
        }
    }

    public struct Label: Sendable, Hashable {
        public var key: Character
        public var title: String
        public var color: Color?

        public init(key: Character, title: String, color: Color?) {
            self.key = key
            self.title = title
            self.color = color
        }
    }

    /// A message that comes later.
    public struct Upcoming: Sendable, Hashable {
        public var score: String
        public var text: String
        public var strategy: String
        public var reason: String

        public init(score: String, text: String, strategy: String, reason: String) {
            self.score = score
            self.text = text
            self.strategy = strategy
            self.reason = reason
        }
    }

    /// A message that was labelled or skipped.
    public struct Past: Sendable, Hashable {
        /// The label's key, or a dash for a skip.
        public var mark: String
        public var text: String

        public init(mark: String, text: String) {
            self.mark = mark
            self.text = text
        }
    }

    public struct Strategy: Sendable, Hashable {
        public var id: String
        public var title: String
        public var sentence: String
        public var hotkey: Character
        /// What else there is to say of it, a paragraph each: its source, its cost, its options.
        public var details: [String]

        public init(id: String, title: String, sentence: String, hotkey: Character, details: [String] = []) {
            self.details = details
            self.id = id
            self.title = title
            self.sentence = sentence
            self.hotkey = hotkey
        }
    }

    public var task = ""
    /// Stage or round in words, such as `round 7`.
    public var stage = ""
    /// Items of the stage that are done, and all of them.
    public var done = 0
    public var of = 0
    /// The recipe in use.
    public var recipe = ""
    public var labelled = 0
    public var f1: Measure?
    public var auc: Measure?
    /// Items that the figures rest on.
    public var evaluationCount = 0
    /// F1 of each round so far.
    public var f1History: [Double] = []
    /// Share of the round that is learnt; nil when none is being learnt.
    public var learning: Double?
    public var saving = Saving.saved
    public var card: Card?
    /// What stands in the message's place when there is none.
    public var empty = ""
    public var labels: [Label] = []
    public var upcoming: [Upcoming] = []
    public var past: [Past] = []
    public var strategies: [Strategy] = []
    /// Something the annotator should read; stays until the next key.
    public var notice: String?
    public var guidelines = ""
    /// Rows of the file that could not be taken as they stood.
    public var problems: [String] = []
    public var problemCount = 0

    public init() {}
}
