import Answers

/// What a screen shows, in plain values; filled in by whoever knows the session.
public struct ScreenContent: Sendable, Hashable {
    /// A measured value with its interval.
    public struct Measure: Sendable, Hashable {
        /// The figure itself.
        public var value: Double
        /// The interval's lower end.
        public var low: Double
        /// The interval's upper end.
        public var high: Double

        public init(value: Double, low: Double, high: Double) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// What the model does with messages that it was checked on, label for label.
    public struct Findings: Sendable, Hashable {
        /// Title of the label that is looked for.
        public var label: String
        /// Share of the messages with the label that the model finds.
        public var found: Measure
        /// Share of the messages that it names so which are; nil where it names none.
        public var right: Measure?
        /// Messages that it was checked on.
        public var count: Int

        public init(label: String, found: Measure, right: Measure?, count: Int) {
            self.label = label
            self.found = found
            self.right = right
            self.count = count
        }
    }

    /// How much of the journal is safe.
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
        /// Id of the message.
        public var id: String
        /// What it says.
        public var text: String
        /// Values of its other columns, such as kind and language.
        public var sources: [String]
        /// Why it was chosen; tells nothing of the guess.
        public var why: String
        /// Why it was chosen, for those who have asked for the guess.
        public var whyInFull: String
        /// The numbers that the choice rests on; nil where there are none.
        public var figures: String?
        /// The model's guess: label title, its probability and that of the next; nil before there is a model.
        public var guess: String?
        /// Why the guess is not the most probable label; nil where it is.
        public var guessRule: String?
        /// Index of the message in the pool.
        public var row: Int
        /// The annotator's note; empty for none.
        public var note: String
        /// Whether it is marked for a second look.
        public var isFlagged: Bool
        /// Whether it has a label that was given for another text.
        public var isChanged = false
        /// The labels that it has, or had until that was taken back, where it can have several: chosen as it comes in front.
        public var given: LabelIndices = []
        /// Name and value of every column.
        public var columns: [Column]
        /// How much each word speaks for the guess, in [−1, 1], by where it stands in the text's UTF-8; empty before there
        /// is a model, and where nobody asked.
        public var words: [Word]
        /// How much the meaning of the whole message speaks for the guess, on the scale of the words; nil without an encoder.
        public var meaning: Double?

        /// Another column of the message's row.
        public struct Column: Sendable, Hashable {
            /// Name of the column.
            public var name: String
            /// What stands in it.
            public var value: String

            public init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        /// A word that drives the guess.
        public struct Word: Sendable, Hashable {
            /// Where it stands.
            public var range: Range<Int>
            /// How much it speaks for the guess; below 0 against it.
            public var strength: Double

            public init(range: Range<Int>, strength: Double) {
                self.range = range
                self.strength = strength
            }
        }

        public init(
            id: String, text: String, sources: [String], why: String, guess: String?, whyInFull: String? = nil,
            figures: String? = nil, row: Int = 0, note: String = "", isFlagged: Bool = false, columns: [Column] = [],
            words: [Word] = [], meaning: Double? = nil
        ) {
            self.row = row
            self.note = note
            self.isFlagged = isFlagged
            self.columns = columns
            self.words = words
            self.meaning = meaning
            self.id = id
            self.text = text
            self.sources = sources
            self.why = why
            self.whyInFull = whyInFull ?? why
            self.figures = figures
            self.guess = guess
        }
    }

    /// What a message can be labelled as.
    public struct Label: Sendable, Hashable {
        /// The key that gives it.
        public var key: Character
        /// Its name on the screen.
        public var title: String
        /// Its colour, where there is colour.
        public var color: Color?
        /// What it stands together with; nil for nothing.
        public var group: String?

        public init(key: Character, title: String, color: Color?, group: String? = nil) {
            self.group = group
            self.key = key
            self.title = title
            self.color = color
        }
    }

    /// A message that comes later.
    public struct Upcoming: Sendable, Hashable {
        /// Its score, as it is shown.
        public var score: String
        /// What it says.
        public var text: String
        /// The strategy that chose it.
        public var strategy: String
        /// Why it was chosen.
        public var reason: String
        /// The same in 24 columns at most; empty where it is short enough.
        public var brief: String
        /// Index of the message in the pool; nil where it cannot be shown.
        public var row: Int?

        public init(
            score: String, text: String, strategy: String, reason: String, brief: String = "", row: Int? = nil
        ) {
            self.row = row
            self.brief = brief
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
        /// What it says; its id, where it is not among the messages.
        public var text: String
        /// Index of the message in the pool; nil where it is not among the messages.
        public var row: Int?

        public init(mark: String, text: String, row: Int? = nil) {
            self.row = row
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
        /// Its score, as it is shown.
        public var score: String
        /// The strategy that chose it.
        public var strategy: String
        /// Why it was chosen.
        public var reason: String
        /// The same in 24 columns at most; empty where there is no such.
        public var brief = ""
        /// What it says.
        public var text: String
        /// What was searched for, by where it stands in the text's UTF-8.
        public var hits: [Range<Int>] = []
        /// Where in the text's UTF-8 the list begins to show it.
        public var start = 0
        /// The annotator's note; empty for none.
        public var note: String
        /// Whether it is marked for a second look.
        public var isFlagged: Bool
        /// Whether it has a label that was given for another text.
        public var isChanged = false
        /// Id of the message.
        public var id = ""
        /// What it was labelled as; empty where it is not.
        public var label = ""
        /// The same by indices, where messages can have several: what a label key goes on from.
        public var given: LabelIndices = []
        /// When it was labelled, such as `11-24 10:05`; empty where nobody knows.
        public var time = ""
        /// Seconds that it was on the screen for its label, as they are shown; empty where nobody knows.
        public var seconds = ""
        /// Who labelled it; empty where nobody knows.
        public var annotator = ""

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

    /// A strategy as the menu offers it.
    public struct Strategy: Sendable, Hashable {
        /// Its name in recipes.
        public var id: String
        /// Its name on the screen.
        public var title: String
        /// What it looks for, and when to use it.
        public var sentence: String
        /// The letter that switches to it, where it means nothing else; nil for one that only the menu offers.
        public var hotkey: Character?
        /// What else there is to say of it, a paragraph each: its source, its cost, its options.
        public var details: [String]
        /// Its variants.
        public var options: [Option]

        /// A variant that a recipe can ask for.
        public struct Option: Sendable, Hashable {
            /// As a recipe writes it, without a number.
            public var name: String
            /// As it is offered: `rotation-N`.
            public var pattern: String
            /// The numbers that it can have; nil for an option without number.
            public var numbers: ClosedRange<Int>?
            /// What it changes.
            public var sentence: String
            /// Another option that does not go together with it.
            public var excludes: String?

            public init(
                name: String, pattern: String, numbers: ClosedRange<Int>?, sentence: String, excludes: String?
            ) {
                self.name = name
                self.pattern = pattern
                self.numbers = numbers
                self.sentence = sentence
                self.excludes = excludes
            }
        }

        public init(
            id: String, title: String, sentence: String, hotkey: Character?, details: [String] = [],
            options: [Option] = []
        ) {
            self.details = details
            self.options = options
            self.id = id
            self.title = title
            self.sentence = sentence
            self.hotkey = hotkey
        }
    }

    /// What there is to say of a recipe before it is taken.
    public struct RecipeCheck: Sendable, Hashable {
        /// The recipe.
        public var recipe: String
        /// Why it cannot be taken; nil where it can.
        public var problem: String?
        /// Messages that a round has with it; nil where that stays as it is.
        public var size: Int?

        public init(recipe: String, problem: String?, size: Int?) {
            self.recipe = recipe
            self.problem = problem
            self.size = size
        }
    }

    /// Name of the task.
    public var task = ""
    /// What is asked of every message; empty for nothing.
    public var question = ""
    /// Stage or round in words, such as `round 7`.
    public var stage = ""
    /// The same for who has asked for no figures, such as `batch 7`; nil for ``stage``.
    public var plainStage: String?
    /// Items of the stage that are done, and all of them.
    public var done = 0
    public var of = 0
    /// The recipe in use.
    public var recipe = ""
    /// Its strategies with their options and counts, and whether it has several or names a count.
    public var recipeParts: [RecipeDraft.Part] = []
    public var isMixed = false
    /// Messages a round.
    public var roundSize = 0
    /// What there is to say of the recipe that is being made; filled in while one is.
    public var recipeCheck: RecipeCheck?
    /// Messages that hold a label.
    public var labelled = 0
    /// Labels of messages that are not there any more.
    public var goneLabels = 0
    /// F1 of the positive label; nil before it is measured.
    public var f1: Measure?
    /// Area under the ROC curve; nil before it is measured.
    public var auc: Measure?
    /// What the model finds, in words; nil before it is checked, and where too few messages check it.
    public var findings: Findings?
    /// Whether there is a model, and nothing to check it with.
    public var isUnchecked = false
    /// Title of the label that the figures are about.
    public var figuresLabel = ""
    /// Items that the figures rest on.
    public var evaluationCount = 0
    /// F1 of each round so far.
    public var f1History: [Double] = []
    /// Share of the round that is learnt; nil when none is being learnt.
    public var learning: Double?
    /// How much of the journal is safe.
    public var saving = Saving.saved
    /// A file that could take the journal while its own place fails.
    public var otherPlace = ""
    /// The message in front of the annotator; nil where there is none.
    public var card: Card?
    /// What annotators say of it, where somebody decides.
    public var ballot: Ballot?
    /// Whether somebody decides here on what others have labelled; and whether anything was decided here.
    public var decides = false
    public var hasDecided = false
    /// Whether several people label here, and how their work stands; filled in while that is shown.
    public var isTeam = false
    public var people: [Person] = []
    /// What stands in the message's place when there is none.
    public var empty = ""
    /// The labels, in the order of the scheme.
    public var labels: [Label] = []
    /// Whether a message can have several labels.
    public var isSeveral = false
    /// Which labels hold wherever others do.
    public var implications = Implications()
    /// What comes next, the next first.
    public var upcoming: [Upcoming] = []
    /// Whether what comes next stands in no order of its scores, on purpose.
    public var isShuffled = false
    /// What was labelled or skipped, the latest first.
    public var past: [Past] = []
    /// Messages that say nearly what the one in front says, with their labels; filled in while they are shown.
    public var likeIt: [Past] = []
    /// Others that mean much the same; likewise.
    public var likeInMeaning: [Past] = []
    /// Whether those that say it were looked for by their words, and not by whole texts alone.
    public var comparesWords = true
    /// What the metrics view shows; filled in while it is open.
    public var metrics = Metrics()
    /// The messages of the open list, and how many there are where not all are listed.
    public var rows: [Row] = []
    public var rowTotal = 0
    /// How many messages each filter of the open list has; filled in while they are offered.
    public var filterCounts: [ListState.Filter: Int] = [:]
    /// Whether there are more than ``rowTotal``, and nobody has counted them.
    public var rowsGoOn = false
    /// Whether a search has to wait until all messages have been read.
    public var isReadingForSearch = false
    /// Answer of the message whose near copies the open list holds.
    public var duplicatesAnswer: Answer?
    /// Pace and time, such as `42 min  14 a minute`.
    public var pace = ""
    /// How far the day has come towards its goal, such as `120/300 today`; empty without one.
    public var goal = ""
    /// How far the vectors of the messages have come; empty where none are being made.
    public var encoding = ""
    /// How long learning will still take, such as `4 s left`; empty where that is not known or not worth saying.
    public var timeLeft = ""
    /// Whether anything waits for a second look.
    public var hasSecondLooks = false
    /// Whether there is anything to take back.
    public var canUndo = true
    /// Whether there are two different labels to learn from.
    public var canLearn = true
    /// Whether a model has been learnt.
    public var hasModel = true
    /// Whether only what the model says of each message is there: the model itself is being learnt again.
    public var isModelKept = false
    /// All strategies, in the order of the menu.
    public var strategies: [Strategy] = []
    /// Something the annotator should read; stays until the next key.
    public var notice: String?
    /// How to decide, as text.
    public var guidelines = ""
    /// Rows of the file that could not be taken as they stood.
    public var problems: [String] = []
    /// All such rows, also those that ``problems`` has no room for.
    public var problemCount = 0
    /// What stands above them.
    public var problemHeading = ""

    public init() {}
}

extension ScreenContent {
    /// What is said of a message whose label was given for another text.
    static let changed = "its text has changed since it was labelled"

    /// The colour of the label with that key, of several with the first; nil for none.
    func color(ofMark mark: String) -> Color? { labels.first { String($0.key) == mark.prefix(1) }?.color }

    /// Columns that the keys of answers take in a list: more than one where messages can have several labels.
    func markWidth(of marks: some Sequence<String>) -> Int {
        isSeveral ? max(1, min(6, marks.lazy.map { DisplayText($0).width }.max() ?? 1)) : 1
    }

    /// The last try to save has failed.
    var isUnsaved: Bool { saving.warning != nil }
}
