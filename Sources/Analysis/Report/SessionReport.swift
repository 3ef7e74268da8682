import Annotation
import Answers
import Journal
import Learning
import Messages
import Notation
import Sampling
import Threads

/// What a session has come to: computed anew from messages, journal and seed, each figure with what it rests on.
public struct SessionReport: Sendable {
    /// A round's model, measured on the evaluation labels that there are now.
    public struct Round: Sendable {
        /// Training labels that the model learnt from.
        public let labels: Int
        /// How well it does; nil without evaluation labels.
        public let evaluation: Evaluation?
    }

    /// What labelling by one strategy has brought.
    public struct Yield: Sendable {
        /// The strategy.
        public let strategy: String
        /// Labels of messages that it chose.
        public let labels: Int
        /// Those of them that are positive; where a message can have several labels, that have the positive one.
        public let positives: Int
        /// Share of positives among the labels.
        public let share: Estimate
        /// Where a message can have several labels: those that have any, and their share; nil where it has one.
        public let withAny: (count: Int, share: Estimate)?
        /// Median of the seconds that a message was on the screen; nil where the journal has no times.
        public let medianSeconds: Double?
    }

    /// A label that the model would not have given.
    public struct SuspectedMislabel: Sendable, Hashable {
        /// Id of the message.
        public let id: String
        /// What it says.
        public let text: String
        /// The label that it has.
        public let given: String
        /// The label that the model would have given.
        public let suggested: String
        /// Probability of the given label minus that of the suggested one.
        public let margin: Double
    }

    /// Messages that came back, unmarked, to see whether they get the same label again (`--repeat`). A label that was corrected
    /// is none of them: who mends a slip does not contradict themselves.
    public struct Repeats: Sendable, Hashable {
        /// Messages that came back and were labelled again.
        public let pairs: Int
        /// Those of them that got the same label again.
        public let agreeing: Int
        /// Share of those with twice the same label; nil where there is none.
        public var agreement: Estimate? { Estimate(share: agreeing, of: pairs) }
    }

    /// The rounds, in order.
    public let rounds: [Round]
    /// Labels that there are to learn from.
    public let trainingLabels: Int
    /// Labels that there are to measure with.
    public let evaluationLabels: Int
    /// Rounds that learnt from vectors that are not there now: their figures are from words alone.
    public let roundsWithoutVectors: Int
    /// Labels of messages that are not there any more: they teach and measure nothing, and are in yields and pace alone.
    public let goneLabels: Int
    /// Labels of messages whose texts have changed since.
    public let changedLabels: Int
    /// What each strategy has brought.
    public let yields: [Yield]
    /// Labels a minute while a message was on the screen, messages that stood there over two minutes left out.
    public let labelsAMinute: Double?
    /// Labels that ``labelsAMinute`` rests on.
    public let timedLabels: Int
    /// Labels to look at again.
    public let suspects: [SuspectedMislabel]
    /// How often a message that came back got the same label.
    public let repeats: Repeats
    /// Whether predictions have settled.
    public let stability: StabilizingPredictions
    /// What more labels would add; nil where it cannot be said.
    public let gain: GainForecast?
    /// How many positive messages nobody has labelled; nil where it cannot be said.
    public let remaining: RemainingPositives?
    /// What the positive messages are.
    public let positiveLabel: String
    /// Whether a message can have several labels.
    public let isSeveral: Bool
    /// Titles of the labels.
    public let labelTitles: [String]
    /// Where a message can have several labels: of each how many messages that have it nobody has labelled, nil where that cannot be
    /// said; empty where it has one.
    public let remainingOfEach: [RemainingPositives?]

    /// Over this many milliseconds nobody was at the screen.
    private static let longestMilliseconds = 120_000

    /// - Parameters:
    ///   - settings: those of the session; the seed matters.
    ///   - transfer: the task that the session's models start from.
    ///   - vectors: what its rounds have learnt from beside the words, as far as the journal says so of each.
    ///   - features: where those of the corpus are kept; nil for nowhere.
    /// - Throws: errors of the replay; `CancellationError` when the monitor says so.
    /// - Complexity: one training and one pass over the messages for each round that is shown, at most 40, and ten
    ///   trainings for the suspected labels.
    public init(
        corpus: Corpus, lines: [JournalLine], settings: SessionSettings, modelSettings: ModelSettings = .standard,
        transfer: TransferSource? = nil, vectors: (any RowVectors)? = nil, features: FeatureCache? = nil, threads: Int,
        monitor: WorkMonitor = WorkMonitor()
    ) throws {
        let state = try SessionState(corpus: corpus, settings: settings, lines: lines)
        let lines = lines.withLatestLabelNames
        let history = state.history
        let positive = corpus.scheme.positiveIndex
        positiveLabel = corpus.scheme.labels[positive].title
        isSeveral = corpus.scheme.isSeveral
        labelTitles = corpus.scheme.labels.map(\.title)
        let evaluationExamples = corpus.evaluationExamples(history)
        let trainingExamples = corpus.trainingExamples(history)
        trainingLabels = trainingExamples.count
        evaluationLabels = evaluationExamples.count
        goneLabels = state.goneLabelCount
        changedLabels = state.changedLabelCount

        let learner = Learner(
            corpus: corpus, measured: corpus.measuringRows(history), settings: modelSettings, transfer: transfer,
            cache: features, seed: settings.seed, threads: threads)
        var rounds: [Round] = []
        var suspects: [SuspectedMislabel] = []
        var changes: [PredictionChange] = []
        var before: [Int]?
        var hasRound = false
        let moments = try Self.moments(corpus, lines: lines, last: trainingExamples)
        roundsWithoutVectors = moments.count { $0.vectors.map { $0 != vectors?.identity } ?? false }
        for (index, moment) in moments.enumerated() where moment.examples.hasTwoLabels {
            let rows = moment.vectors.map { $0 == vectors?.identity } ?? !moment.isRound ? vectors?.rows() : nil
            let model = try learner.models(of: moment.examples, vectors: rows, monitor: monitor)
            let evaluation = try learner.evaluation(of: model, on: evaluationExamples, monitor: monitor)
            rounds.append(Round(labels: moment.examples.count, evaluation: evaluation))
            // As the session says it: from each round to the next, without those that are left out here, and without
            // labels that no round has learnt from yet.
            if moment.isRound {
                hasRound = true
                let predictions = try learner.predictions(of: model, count: corpus.pool.count, monitor: monitor)
                if let before { changes.append(PredictionChange(from: before, to: predictions)) }
                before = moment.isFollowedByNext ? predictions : nil
            }
            guard index == moments.count - 1 else { continue }
            let held = try learner.heldOutPredictions(of: model.training, vectors: rows, monitor: monitor)
            let measured = try learner.probabilities(
                of: model, for: evaluationExamples.map(\.row), monitor: monitor)
            suspects = Self.suspects(
                corpus, held.positions.map { model.training[$0] } + evaluationExamples,
                Matrix(
                    rowCount: held.positions.count + measured.rowCount, columnCount: measured.columnCount,
                    elements: held.probabilities.elements + measured.elements))
        }
        self.rounds = rounds
        self.suspects = suspects
        stability = StabilizingPredictions(
            agreements: changes.compactMap(\.agreement), hasRound: hasRound, messageCount: corpus.pool.count)
        gain = GainForecast(curve: Self.curve(rounds, isSeveral: isSeveral))
        (yields, labelsAMinute, timedLabels) = Self.work(corpus, history)
        let checks = history.repeatChecks
        repeats = Repeats(
            pairs: checks.count, agreeing: checks.count { corpus.scheme.isSame($0.first, $0.again) })
        remaining = Self.remaining(corpus, history)
        remainingOfEach = Self.remainingOfEach(corpus, history)
    }

    /// In words, which figures are not those of their rounds; nil where all are.
    public var vectorRemark: String? {
        guard roundsWithoutVectors > 0 else { return nil }
        return
            "\(CountText.text(roundsWithoutVectors, "round")) of those shown learnt from vectors of an encoder that is not "
            + "in use here; their figures are computed from words alone"
    }

    /// In words, which labels are of messages that are not as they were; nil for none.
    public var touchedRemark: String? { Self.text(ofGone: goneLabels, changed: changedLabels) }

    /// In words, how many labels are of messages that are not there any more, and how many of changed texts; nil for none.
    public static func text(ofGone gone: Int, changed: Int) -> String? {
        let sentences = [
            gone > 0
                ? "\(CountText.text(gone, "label")) of messages that are not there any more: kept, and nothing is learnt from "
                    + "\(gone == 1 ? "it" : "them")." : nil,
            changed > 0
                ? "\(CountText.text(changed, "label")) of messages whose texts have changed since they were labelled."
                : nil,
        ].compactMap { $0 }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    // MARK: Rounds

    /// Labels and average precision of each round that is measured; where a message can have several labels, macro F1.
    var curve: [(labels: Int, value: Double)] { Self.curve(rounds, isSeveral: isSeveral) }

    private static func curve(_ rounds: [Round], isSeveral: Bool) -> [(labels: Int, value: Double)] {
        rounds.compactMap { round in
            let figure = isSeveral ? round.evaluation?.several?.macroF1 : round.evaluation?.averagePrecision
            return figure.map { (round.labels, $0.value) }
        }
    }

    private struct Moment {
        /// What was labelled then.
        let examples: [Example]
        /// Whether a round's model was learnt from it.
        let isRound: Bool
        /// The vectors that the round has learnt from; nil for words alone.
        let vectors: String?
        /// Whether the next moment is the next round.
        let isFollowedByNext: Bool
    }

    /// What each round's model learnt from, and at the end all that is labelled now: at most 40 rounds, the last
    /// twelve of them in full.
    private static func moments(_ corpus: Corpus, lines: [JournalLine], last: [Example]) throws -> [Moment] {
        var vectors: [Int: String] = [:]
        let throughs = lines.compactMap { line -> Int? in
            guard case .round(let event) = line.event else { return nil }
            vectors[event.through] = event.vectors
            return event.through
        }
        let early = throughs.dropLast(12)
        let step = max(1, (early.count + 27) / 28)
        let wanted = Set(early.enumerated().filter { $0.offset % step == 0 }.map(\.element) + throughs.suffix(12))
        let inFull = Set(throughs.suffix(12))
        var history = LabelHistory()
        func moment(_ through: Int) -> Moment {
            Moment(
                examples: corpus.trainingExamples(history), isRound: true, vectors: vectors[through],
                isFollowedByNext: inFull.contains(through))
        }
        var moments: [Moment] = wanted.contains(-1) ? [moment(-1)] : []
        for line in lines {
            try history.apply(line)
            if wanted.contains(line.sequence) { moments.append(moment(line.sequence)) }
        }
        if moments.last?.examples != last {
            moments.append(Moment(examples: last, isRound: false, vectors: nil, isFollowedByNext: false))
        }
        return moments
    }

    // MARK: Labels

    private static func suspects(
        _ corpus: Corpus, _ items: [Example], _ probabilities: Matrix
    ) -> [SuspectedMislabel] {
        let scheme = corpus.scheme
        let found = SuspectedAnswers(
            probabilities: probabilities, answers: items.map(\.answer), implications: scheme.implications)
        func words(_ answer: Answer) -> String {
            scheme.isSeveral ? scheme.title(of: answer) : scheme.names(of: answer).text
        }
        return found.suspects.map { suspect in
            let row = items[suspect.position].row
            return SuspectedMislabel(
                id: corpus.id(at: row), text: corpus.text(at: row), given: words(suspect.given),
                suggested: words(suspect.suggested), margin: suspect.margin)
        }
    }

    private static func work(
        _ corpus: Corpus, _ history: LabelHistory
    ) -> (yields: [Yield], aMinute: Double?, timed: Int) {
        let positive = corpus.scheme.names[corpus.scheme.positiveIndex]
        var byStrategy: [String: [LabelEvent]] = [:]
        for record in history.labels.values where !record.event.isSpread {
            let event = record.event
            let name = event.isDrawnForEvaluation ? "evaluation items, at random" : event.strategy
            byStrategy[name, default: []].append(event)
        }
        let yields = byStrategy.compactMap { name, events -> Yield? in
            let positives = events.count { $0.answer.names.contains(positive) }
            guard let share = Estimate(share: positives, of: events.count) else { return nil }
            let times = events.compactMap(\.ms).sorted()
            let any = events.count { !$0.answer.names.isEmpty }
            return Yield(
                strategy: name, labels: events.count, positives: positives, share: share,
                withAny: corpus.scheme.isSeveral ? Estimate(share: any, of: events.count).map { (any, $0) } : nil,
                medianSeconds: times.isEmpty ? nil : Double(times[times.count / 2]) / 1_000)
        }.sorted { $0.labels != $1.labels ? $0.labels > $1.labels : $0.strategy < $1.strategy }
        let times = history.labels.values.compactMap(\.event.ms).filter { $0 <= longestMilliseconds }
        let total = times.reduce(0, +)
        return (yields, total > 0 ? Double(times.count) * 60_000 / Double(total) : nil, times.count)
    }

    // MARK: What remains

    /// In texts, each counted once: equal ones are one question. From the evaluation items that the session drew from the pool; where it drew none, from the evaluation set,
    /// which then has to come from the same stream of messages.
    public static func remaining(_ corpus: Corpus, _ history: LabelHistory) -> RemainingPositives? {
        remaining(corpus.scheme.positiveIndex, corpus, latestLabels(corpus, history))
    }

    /// The same of each label of a task of several, nil for one that no item has; empty where a message has one.
    ///
    /// - Complexity: O(labelled messages × labels).
    public static func remainingOfEach(_ corpus: Corpus, _ history: LabelHistory) -> [RemainingPositives?] {
        guard corpus.scheme.isSeveral else { return [] }
        let records = latestLabels(corpus, history)
        return corpus.scheme.labels.indices.map { remaining($0, corpus, records) }
    }

    private static func remaining(_ label: Int, _ corpus: Corpus, _ records: [LabelEvent]) -> RemainingPositives? {
        func has(_ record: LabelEvent) -> Bool { corpus.scheme.answer(named: record.answer)?.has(label) == true }
        let drawn = records.filter(\.isDrawnForEvaluation)
        let given = corpus.evaluationRows
        let positives = drawn.isEmpty ? given.count { $0.answer.has(label) } : drawn.count(where: has)
        // A label that no item of many has may have come later than they: nobody has looked for it then.
        if corpus.scheme.isSeveral, positives == 0 { return nil }
        return RemainingPositives(
            pool: corpus.pool.indices.count(where: corpus.standsForItsText), labelled: records.count,
            found: records.count(where: has), sampled: drawn.isEmpty ? given.count : drawn.count,
            sampledPositives: positives)
    }

    /// The label that each labelled text of the pool got last; copies that it went to say nothing more, unless the message that was
    /// judged is gone.
    private static func latestLabels(_ corpus: Corpus, _ history: LabelHistory) -> [LabelEvent] {
        func weight(_ record: LabelRecord) -> (Int, Int) { (record.event.isSpread ? 0 : 1, record.sequence) }
        var latest: [Int32: LabelRecord] = [:]
        for record in history.labels.values {
            guard let row = corpus.pool.index(ofID: record.event.id) else { continue }
            let text = corpus.textGroup(of: row)
            if let known = latest[text], weight(known) > weight(record) { continue }
            latest[text] = record
        }
        return latest.values.map(\.event)
    }
}

extension LabelEvent {
    /// Drawn at random to measure: neither picked out by hand nor found to be a copy of what measures.
    fileprivate var isDrawnForEvaluation: Bool { self.set == .evaluation && strategy == "random" }
}
