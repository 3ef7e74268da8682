/// Figures of a journal: who did how much, and how fast.
public struct JournalStatistics: Sendable {
    /// One run of the program.
    public struct Sitting: Sendable {
        /// Who sat there; a question mark where no line says so.
        public var annotator: String
        /// Time of the first line.
        public var begin: Timestamp
        /// Time of the last line.
        public var end: Timestamp
        /// Labels given, checks included, copies that they went to not counted.
        public var labels = 0
        /// Messages skipped.
        public var skips = 0
        /// How often something was taken back.
        public var undos = 0
        /// Milliseconds that labelled messages were on the screen, sorted.
        fileprivate(set) public var times: [Int] = []

        /// Half of the labels took no longer; nil without any.
        public var medianMilliseconds: Int? { times.isEmpty ? nil : times[times.count / 2] }
    }

    /// All runs, in order.
    public private(set) var sittings: [Sitting] = []
    /// Labels that hold on copies of a labelled text; the other figures leave them out.
    public private(set) var spreadCount = 0
    /// Labels that hold, by set and name.
    public private(set) var holding: [LabelSet: [String: Int]] = [:]
    /// Messages whose answer is of several labels a message, by set, and those of them that have none.
    public private(set) var severals: [LabelSet: (messages: Int, without: Int)] = [:]
    /// Labels that hold, by the strategy that chose the message.
    public private(set) var byStrategy: [String: Int] = [:]
    /// All rounds, in order.
    public private(set) var rounds: [RoundEvent] = []
    /// Notes written.
    public private(set) var noteCount = 0
    /// Lines that a repair could not save.
    public private(set) var lostCount = 0
    /// How often a line is older than the one before it: a clock was set back.
    public private(set) var backwardSteps = 0

    /// - Complexity: O(lines).
    public init(_ contents: JournalContents) throws(ReplayError) {
        var history = LabelHistory()
        var last: Timestamp?
        for line in contents.lines {
            try history.apply(line)
            if let last, line.at.milliseconds < last.milliseconds { backwardSteps += 1 }
            last = line.at
            if case .session(let event) = line.event {
                sittings.append(Sitting(annotator: event.annotator, begin: line.at, end: line.at))
            } else if sittings.isEmpty {
                sittings.append(Sitting(annotator: "?", begin: line.at, end: line.at))
            }
            count(line)
        }
        for index in sittings.indices { sittings[index].times.sort() }
        rounds = history.rounds
        spreadCount = history.spreadCount
        for record in history.labels.values where !record.event.isSpread {
            if record.event.answer.isSeveral {
                var counts = severals[record.event.set] ?? (0, 0)
                counts.messages += 1
                if record.event.answer.names.isEmpty { counts.without += 1 }
                severals[record.event.set] = counts
            }
            for name in record.event.answer.names {
                holding[record.event.set, default: [:]][name, default: 0] += 1
            }
            byStrategy[record.event.strategy, default: 0] += 1
        }
    }

    private mutating func count(_ line: JournalLine) {
        let index = sittings.count - 1
        sittings[index].end = line.at
        switch line.event {
        case .label(let event):
            guard !event.isSpread else { break }
            sittings[index].labels += 1
            if let ms = event.ms { sittings[index].times.append(ms) }
        case .skip: sittings[index].skips += 1
        case .undo, .unlabel: sittings[index].undos += 1
        case .note: noteCount += 1
        case .lost: lostCount += 1
        case .session, .messages, .strategy, .queue, .round, .unskip, .flag, .scheme, .end, .team, .seen, .claim,
            .release, .decide, .reopen:
            break
        }
    }
}
