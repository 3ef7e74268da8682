/// Which set a labelled message belongs to.
public enum LabelledSetName: String, Sendable, Hashable {
    /// Learnt from.
    case training
    /// Measures the model and is never learnt from.
    case evaluation
}

/// A task whose hidden layer a session starts from.
public struct TransferOrigin: Sendable, Hashable {
    public var task: String
    /// Labels that the layer was learnt from.
    public var labels: Int
    /// Tells one set of texts and labels from another.
    public var digest: String
    /// How fast the layer goes on learning, as a share of the usual rate; 0 for a frozen one.
    public var rate: Double
    /// Sequence of the last line of that task's journal that was learnt from; nil where it was no journal, and where
    /// nobody wrote it down.
    public var through: Int?

    public init(task: String, labels: Int, digest: String, rate: Double, through: Int? = nil) {
        self.through = through
        self.task = task
        self.labels = labels
        self.digest = digest
        self.rate = rate
    }

    /// Whether this is the other, as far as this one says.
    func agrees(with other: TransferOrigin) -> Bool {
        var other = other
        if through == nil { other.through = nil }
        return self == other
    }
}

/// The start of the program on this journal.
public struct SessionEvent: Sendable, Hashable {
    /// Version of the program.
    public var tool: String
    public var task: String
    /// Label names in the order of their indices.
    public var labels: [String]
    public var poolCount: Int
    public var poolDigest: String
    public var seed: UInt64
    public var annotator: String
    /// The task whose hidden layer the models start from; nil where they start from nothing.
    public var transfer: TransferOrigin?
    /// Labelled messages that the session was given; nil where nobody wrote them down.
    public var given: GivenSets?
    /// What holds from here on, unless a later session says otherwise.
    public var chosen: ChosenSettings

    public init(
        tool: String, task: String, labels: [String], poolCount: Int, poolDigest: String, seed: UInt64,
        annotator: String, transfer: TransferOrigin? = nil, given: GivenSets? = nil,
        chosen: ChosenSettings = ChosenSettings()
    ) {
        self.given = given
        self.chosen = chosen
        self.transfer = transfer
        self.tool = tool
        self.task = task
        self.labels = labels
        self.poolCount = poolCount
        self.poolDigest = poolDigest
        self.seed = seed
        self.annotator = annotator
    }

    /// In words, what keeps this journal from being used as if it had been started with `other`; empty when nothing.
    public func differences(to other: SessionEvent) -> [String] {
        var found: [String] = []
        if task != other.task { found.append("the journal's task is '\(task)', this one's is '\(other.task)'") }
        if labels != other.labels {
            found.append(
                "the journal's labels are \(labels.joined(separator: ", ")), "
                    + "the scheme's are \(other.labels.joined(separator: ", "))")
        }
        if poolCount != other.poolCount || poolDigest != other.poolDigest {
            found.append(
                "the journal was made for \(poolCount) messages (digest \(poolDigest)), "
                    + "these are \(other.poolCount) (digest \(other.poolDigest))")
        }
        if seed != other.seed {
            found.append("the journal's seed is \(seed), the one asked for is \(other.seed)")
        }
        if let difference = transferDifference(to: other) { found.append(difference) }
        return found
    }

    private func transferDifference(to other: SessionEvent) -> String? {
        func words(_ origin: TransferOrigin) -> String {
            "from the task '\(origin.task)' with \(origin.labels) labels (digest \(origin.digest), rate \(origin.rate))"
        }
        switch (transfer, other.transfer) {
        case (nil, nil): return nil
        case (let own?, nil):
            return "the journal's models start \(words(own)); name that task's journal, or its labelled messages, with "
                + "--transfer-from"
        case (nil, let others?):
            return "the journal's models start from no other task, these \(words(others)); leave out --transfer-from"
        case (let own?, let others?):
            guard !own.agrees(with: others) else { return nil }
            return "the journal's models start \(words(own)), these \(words(others)); give the --transfer-from and "
                + "--transfer-rate that it was begun with"
        }
    }
}

/// One key: a message got a label.
public struct LabelEvent: Sendable, Hashable {
    public var id: String
    /// Name of the label.
    public var label: String
    public var set: LabelledSetName
    /// Round of the queue it came from; 0 before the first.
    public var round: Int
    /// Strategy that chose the message.
    public var strategy: String
    public var score: Double?
    /// Milliseconds that the message was on the screen.
    public var ms: Int?
    /// The message had a label already and was shown once more, unmarked, to see whether it gets the same: the label that
    /// holds stays as it is.
    public var isRepeat: Bool
    /// One action gave several messages a label: sequence of the action's first line; nil on that line, and for an action
    /// of one line.
    public var with: Int?

    public init(
        id: String, label: String, set: LabelledSetName, round: Int, strategy: String, score: Double? = nil,
        ms: Int? = nil, isRepeat: Bool = false, with: Int? = nil
    ) {
        self.with = with
        self.isRepeat = isRepeat
        self.id = id
        self.label = label
        self.set = set
        self.round = round
        self.strategy = strategy
        self.score = score
        self.ms = ms
    }
}

/// A new round's queue came into use.
public struct RoundEvent: Sendable, Hashable {
    public var round: Int
    /// Sequence of the last line that the round's model has learnt from; −1 for none.
    public var through: Int
    /// Labels learnt from, given ones included.
    public var training: Int
    /// Labels that the figures rest on.
    public var evaluation: Int
    public var f1: Double?
    public var auc: Double?
    public var averagePrecision: Double?
    /// Low and high ends of the figures' 95 % intervals, by the figure's name.
    public var intervals: [String: ClosedRange<Double>]
    public var seconds: Double

    public init(
        round: Int, through: Int, training: Int, evaluation: Int, f1: Double?, auc: Double?,
        averagePrecision: Double? = nil, intervals: [String: ClosedRange<Double>] = [:], seconds: Double
    ) {
        self.averagePrecision = averagePrecision
        self.intervals = intervals
        self.round = round
        self.through = through
        self.training = training
        self.evaluation = evaluation
        self.f1 = f1
        self.auc = auc
        self.seconds = seconds
    }
}

/// Something the annotator did, or that changed what they are shown.
public enum JournalEvent: Sendable, Hashable {
    /// Kept apart, so that the many labels need not be as large as the few sessions.
    indirect case session(SessionEvent)
    case label(LabelEvent)
    /// Takes back what the line of that sequence did, the newest that is not taken back yet.
    case undo(of: Int)
    /// Takes back the label that a message holds, however old; `of` is the sequence of the line that gave it.
    case unlabel(id: String, of: Int)
    case skip(id: String, round: Int)
    /// The message comes back although it was skipped.
    case unskip(id: String)
    case note(id: String, text: String)
    /// The message is marked for a second look, or no more.
    case flag(id: String, isSet: Bool)
    /// Another recipe is wanted.
    ///
    /// `keepsQueue`: the queue in use goes on until a ``queue(recipe:candidates:)`` line. Without it, as programs before
    /// 0.2 wrote the line, the queue is chosen anew here, and an undo passes over the line.
    case strategy(recipe: String, keepsQueue: Bool = false)
    /// A queue that a recipe chose with the model in use came into use; `candidates` is the sequence of the last line
    /// that it minds: what was labelled or skipped by then was not chosen.
    case queue(recipe: String, candidates: Int)
    case round(RoundEvent)
    /// A repair put this in the place of a line that could not be read.
    case lost(reason: String)
}

extension JournalEvent {
    /// The fields of the event's line that hold sequences of other lines, by their names.
    var references: [String: Int] {
        switch self {
        case .undo(let sequence): ["of": sequence]
        case .unlabel(_, let sequence): ["of": sequence]
        case .label(let event): event.with.map { ["with": $0] } ?? [:]
        case .queue(_, let candidates): ["candidates": candidates]
        case .round(let event): ["through": event.through]
        case .session, .skip, .unskip, .note, .flag, .strategy, .lost: [:]
        }
    }
}

/// One line of a journal.
public struct JournalLine: Sendable, Hashable {
    /// Place in the journal, from 0 without gaps.
    public let sequence: Int
    public let at: Timestamp
    public let event: JournalEvent
    /// Whether the line carried a checksum.
    public let isChecked: Bool

    public init(sequence: Int, at: Timestamp, event: JournalEvent, isChecked: Bool = true) {
        self.sequence = sequence
        self.at = at
        self.event = event
        self.isChecked = isChecked
    }
}
