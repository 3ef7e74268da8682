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

        /// What has to be said wherever the annotator is; nil for nothing.
        var warning: String? {
            if case .notSaved(let pending, let reason) = self { "NOT SAVED (\(pending)): \(reason)" } else { nil }
        }
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
        /// Index of the message in the pool.
        public var row: Int
        public var note: String
        public var isFlagged: Bool
        /// Name and value of every column.
        public var columns: [Column]
        /// How much each word speaks for the guess, in [−1, 1], by where it stands in the text's UTF-8; empty before there
        /// is a model, and where nobody asked.
        public var words: [Word]

        public struct Column: Sendable, Hashable {
            public var name: String
            public var value: String

            public init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        public struct Word: Sendable, Hashable {
            public var range: Range<Int>
            public var strength: Double

            public init(range: Range<Int>, strength: Double) {
                self.range = range
                self.strength = strength
            }
        }

        public init(
            id: String, text: String, source: String, why: String, guess: String?, row: Int = 0, note: String = "",
            isFlagged: Bool = false, columns: [Column] = [], words: [Word] = []
        ) {
            self.row = row
            self.note = note
            self.isFlagged = isFlagged
            self.columns = columns
            self.words = words
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

    /// A message in an open list.
    public struct Row: Sendable, Hashable {
        /// Index of the message in the pool.
        public var row: Int
        /// The label's key, a dash for a skip, a blank for neither.
        public var mark: String
        public var score: String
        public var strategy: String
        public var reason: String
        public var text: String
        /// What was searched for, by where it stands in the text's UTF-8.
        public var hits: [Range<Int>] = []
        /// Where in the text's UTF-8 the list begins to show it.
        public var start = 0
        public var note: String
        public var isFlagged: Bool

        public init(
            row: Int, mark: String, score: String, strategy: String, reason: String, text: String, note: String = "",
            isFlagged: Bool = false
        ) {
            self.row = row
            self.mark = mark
            self.score = score
            self.strategy = strategy
            self.reason = reason
            self.text = text
            self.note = note
            self.isFlagged = isFlagged
        }
    }

    public struct Strategy: Sendable, Hashable {
        public var id: String
        public var title: String
        public var sentence: String
        /// The letter that switches to it, where it means nothing else; nil for one that only the menu offers.
        public var hotkey: Character?
        /// What else there is to say of it, a paragraph each: its source, its cost, its options.
        public var details: [String]

        public init(id: String, title: String, sentence: String, hotkey: Character?, details: [String] = []) {
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
    /// A file that could take the journal while its own place fails.
    public var otherPlace = ""
    public var card: Card?
    /// What stands in the message's place when there is none.
    public var empty = ""
    public var labels: [Label] = []
    public var upcoming: [Upcoming] = []
    public var past: [Past] = []
    /// What the metrics view shows; filled in while it is open.
    public var metrics = Metrics()
    /// The messages of the open list, and how many there are where not all are listed.
    public var rows: [Row] = []
    public var rowTotal = 0
    /// Whether a search has to wait until all messages have been read.
    public var isReadingForSearch = false
    /// Label of the message whose near copies the open list holds.
    public var duplicatesLabel: Int?
    /// Pace and time, such as `42 min  14 a minute`.
    public var pace = ""
    /// How long learning will still take, such as `4 s left`; empty where that is not known or not worth saying.
    public var timeLeft = ""
    public var canUndo = true
    public var canLearn = true
    public var hasModel = true
    public var strategies: [Strategy] = []
    /// Something the annotator should read; stays until the next key.
    public var notice: String?
    public var guidelines = ""
    /// Rows of the file that could not be taken as they stood.
    public var problems: [String] = []
    public var problemCount = 0

    public init() {}
}

extension ScreenContent {
    /// The last try to save has failed.
    var isUnsaved: Bool { saving.warning != nil }
}
