/// A variant of a strategy that a recipe can ask for behind a colon.
public struct StrategyOption: Sendable, Hashable {
    /// As a recipe writes it, without a number.
    public let name: String
    /// The numbers that follow the name and a dash, as in `rotation-5`; nil for an option without number.
    public let numbers: ClosedRange<Int>?
    /// One line: what it changes.
    public let sentence: String
    /// Another option of the strategy that cannot be taken together with this one.
    public let excludes: String?
    /// Kinds of task that it means something for; of others it changes nothing.
    public let tasks: Set<TaskKind>
    /// What the strategy reads with this option, in place of what it reads without; nil where that is the same.
    public let reads: Set<Reading>?

    init(
        name: String, numbers: ClosedRange<Int>? = nil, sentence: String, excludes: String? = nil,
        reads: Set<Reading>? = nil, tasks: Set<TaskKind> = TaskKind.all
    ) {
        self.tasks = tasks
        self.name = name
        self.numbers = numbers
        self.sentence = sentence
        self.excludes = excludes
        self.reads = reads
    }

    /// The same option of a strategy that reads something else with it.
    func reading(_ reads: Set<Reading>) -> StrategyOption {
        StrategyOption(name: name, numbers: numbers, sentence: sentence, excludes: excludes, reads: reads, tasks: tasks)
    }

    /// As it is written: `fine-tuned`, `rotation-N`.
    public var pattern: String { numbers == nil ? name : "\(name)-N" }
}
