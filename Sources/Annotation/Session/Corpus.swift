import Answers
import Journal
import Learning
import Messages

/// All texts of a session in one numbering of rows: the pool first, then the training set, then the evaluation set.
public struct Corpus: Sendable {
    /// What messages can be labelled as.
    public let scheme: LabelScheme
    /// The messages to label; row *i* of the corpus is message *i* of the pool.
    public let pool: MessagePool
    /// Labels that existed already and are trained on, but for those in ``measuringOnly``.
    public let training: LabelledSet?
    /// Labels that existed already and only measure.
    public let evaluation: LabelledSet?
    /// Pool rows whose text stands, letter for letter, in the training or the evaluation set: never asked for.
    public let alreadyLabelled: Set<Int>
    /// Positions in the training set whose text stands in the evaluation set as well: they only measure.
    private let measuringOnly: Set<Int>
    /// Positions in the training set whose text stands before them with the same label.
    private let repeatedInTraining: Set<Int>
    /// Pool rows whose text stands in the evaluation set: whatever label they get measures, and is never learnt from.
    private let inEvaluationSet: Set<Int>
    /// For each pool row, the lowest pool row with the same text.
    private let firstWithSameText: [Int32]
    /// The texts that more than one pool row has, by their lowest rows.
    private let repeatedTexts: Set<Int32>

    /// - Complexity: O(*n*) in the bytes of all texts.
    public init(
        scheme: LabelScheme, pool: MessagePool, training: LabelledSet? = nil, evaluation: LabelledSet? = nil
    ) {
        self.scheme = scheme
        self.pool = pool
        self.training = training
        self.evaluation = evaluation
        func texts(_ set: LabelledSet?) -> Set<UInt64> {
            Set(set.map { set in set.pool.indices.map { set.pool.textHash(at: $0) } } ?? [])
        }
        let measured = texts(evaluation)
        let given = texts(training).union(measured)
        measuringOnly = Set(
            training.map { set in set.pool.indices.filter { measured.contains(set.pool.textHash(at: $0)) } } ?? [])
        var taught: Set<TaughtText> = []
        repeatedInTraining = Set(
            training.map { set in
                set.pool.indices.filter {
                    !taught.insert(TaughtText(text: set.pool.textHash(at: $0), answer: set.answers[$0])).inserted
                }
            } ?? [])
        var first: [UInt64: Int32] = [:]
        var firsts: [Int32] = []
        var already: Set<Int> = []
        var evaluated: Set<Int> = []
        var repeated: Set<Int32> = []
        firsts.reserveCapacity(pool.count)
        // Very short texts are seldom different.
        first.reserveCapacity(min(pool.count, pool.byteCount / 32))
        for row in pool.indices {
            let hash = pool.textHash(at: row)
            if !given.isEmpty, given.contains(hash) { already.insert(row) }
            if !measured.isEmpty, measured.contains(hash) { evaluated.insert(row) }
            let known = first[hash]
            if let known { repeated.insert(known) } else { first[hash] = Int32(row) }
            firsts.append(known ?? Int32(row))
        }
        alreadyLabelled = already
        inEvaluationSet = evaluated
        firstWithSameText = firsts
        repeatedTexts = repeated
    }

    /// What is learnt from once, however many messages say it.
    private struct TaughtText: Hashable {
        let text: UInt64
        let answer: Answer
    }

    /// Number of rows: pool, training set, evaluation set.
    public var rowCount: Int {
        pool.count + (training?.pool.count ?? 0) + (evaluation?.pool.count ?? 0)
    }

    /// The text of a row, entities decoded.
    public func text(at row: Int) -> String {
        if row < pool.count { return pool.text(at: row) }
        let inTraining = row - pool.count
        if let training, inTraining < training.pool.count { return training.pool.text(at: inTraining) }
        let inEvaluation = inTraining - (training?.pool.count ?? 0)
        return evaluation?.pool.text(at: inEvaluation) ?? ""
    }

    /// The id of a row.
    public func id(at row: Int) -> String {
        if row < pool.count { return pool.id(at: row) }
        let inTraining = row - pool.count
        if let training, inTraining < training.pool.count { return training.pool.id(at: inTraining) }
        let inEvaluation = inTraining - (training?.pool.count ?? 0)
        return evaluation?.pool.id(at: inEvaluation) ?? ""
    }

    /// Rows and answers of the training set, without the texts that stand in the evaluation set; a text that has the
    /// same answer several times once.
    public var trainingRows: [(row: Int, answer: Answer)] {
        guard let training else { return [] }
        return training.answers.enumerated().compactMap { position, answer in
            measuringOnly.contains(position) || repeatedInTraining.contains(position)
                ? nil : (pool.count + position, answer)
        }
    }

    /// How many messages of the training set are not learnt from, because their texts stand in the evaluation set.
    public var measuringOnlyCount: Int { measuringOnly.count }

    /// Rows and answers of the evaluation set.
    public var evaluationRows: [(row: Int, answer: Answer)] {
        guard let evaluation else { return [] }
        let start = pool.count + (training?.pool.count ?? 0)
        return evaluation.answers.enumerated().map { (start + $0.offset, $0.element) }
    }

    /// Hashes of the texts of the evaluation set.
    public var evaluationTexts: Set<UInt64> {
        guard let pool = evaluation?.pool else { return [] }
        return Set(pool.indices.map { pool.textHash(at: $0) })
    }

    /// Hashes of all texts, those of the sets included.
    public var textHashes: some Sequence<UInt64> {
        [pool, training?.pool, evaluation?.pool].lazy.compactMap { $0 }.flatMap { pool in
            pool.indices.lazy.map { pool.textHash(at: $0) }
        }
    }

    /// A number that two pool rows share exactly when their texts are the same: the lowest of their rows.
    public func textGroup(of row: Int) -> Int32 { firstWithSameText[row] }

    /// Whether a pool row is asked for on behalf of all that have its text: the lowest of them. Equal texts are one question.
    public func standsForItsText(_ row: Int) -> Bool { firstWithSameText[row] == Int32(row) }

    /// All other pool rows that have the text of one, ascending.
    ///
    /// - Complexity: O(pool); nothing where the text stands there once.
    public func copies(of row: Int) -> [Int] {
        guard hasCopies(row) else { return [] }
        let group = firstWithSameText[row]
        return pool.indices.filter { firstWithSameText[$0] == group && $0 != row }
    }

    /// Whether the text of a pool row stands in the evaluation set.
    func isInEvaluationSet(_ row: Int) -> Bool { inEvaluationSet.contains(row) }

    /// Whether another pool row has the same text.
    func hasCopies(_ row: Int) -> Bool { repeatedTexts.contains(firstWithSameText[row]) }

    /// What a model learns from: the training labels of a history and the training set, without any text that an
    /// evaluation label holds on. In an order that depends on what the messages say: neither on the order in which their
    /// labels were given nor on their places.
    ///
    /// Equal texts with equal labels are one example: a text teaches no more because it was sent ten times, or because its
    /// label was spread, and no copy of it tells the answer where its own is held out. Where copies have different labels each
    /// of them is an example.
    public func trainingExamples(_ history: LabelHistory) -> [Example] {
        var given = trainingRows.map { Example(row: $0.row, answer: $0.answer) }
        let measured = Set(
            history.labels.values.lazy.filter { $0.event.set == .evaluation }
                .compactMap { pool.index(ofID: $0.event.id) }.filter(alreadyLabelled.contains)
                .map { pool.textHash(at: $0) })
        if !measured.isEmpty, let training {
            given.removeAll { measured.contains(training.pool.textHash(at: $0.row - pool.count)) }
        }
        let examples = (labelled(.training, in: history) + given).map { (key: textHash(at: $0.row), example: $0) }
            .sorted { left, right in
                (left.key, left.example.answer, left.example.row) < (right.key, right.example.answer, right.example.row)
            }
        return examples.indices.compactMap { index in
            let (key, example) = examples[index]
            guard index > 0 else { return example }
            let before = examples[index - 1]
            return before.key == key && before.example.answer == example.answer ? nil : example
        }
    }

    func textHash(at row: Int) -> UInt64 {
        if row < pool.count { return pool.textHash(at: row) }
        return training?.pool.textHash(at: row - pool.count) ?? 0
    }

    /// What a model is measured on: the evaluation labels of a history, then the evaluation set.
    public func evaluationExamples(_ history: LabelHistory) -> [Example] {
        labelled(.evaluation, in: history) + evaluationRows.map { Example(row: $0.row, answer: $0.answer) }
    }

    /// All rows whose text measures: those of the evaluation set, those with an evaluation label, and their copies.
    ///
    /// - Complexity: O(rows).
    public func measuringRows(_ history: LabelHistory) -> Set<Int> {
        var groups: Set<Int32> = []
        var texts: Set<UInt64> = []
        for record in history.labels.values where record.event.set == .evaluation {
            guard let row = pool.index(ofID: record.event.id) else { continue }
            groups.insert(textGroup(of: row))
            texts.insert(pool.textHash(at: row))
        }
        var rows = Set(pool.indices.filter { inEvaluationSet.contains($0) || groups.contains(textGroup(of: $0)) })
        if let training {
            rows.formUnion(
                training.pool.indices.filter {
                    measuringOnly.contains($0) || texts.contains(training.pool.textHash(at: $0))
                }.map { pool.count + $0 })
        }
        return rows.union(evaluationRows.map(\.row))
    }

    /// A pool row for each text that is still a question: no message of the pool that says it is labelled or skipped, and no
    /// given set holds it.
    ///
    /// - Complexity: O(pool + labels).
    func openRows(in history: LabelHistory) -> [Int] {
        var closed = [Bool](repeating: false, count: pool.count)
        func close(_ row: Int) { closed[Int(textGroup(of: row))] = true }
        for row in alreadyLabelled { close(row) }
        for id in history.skipped { pool.index(ofID: id).map(close) }
        for id in history.labels.keys { pool.index(ofID: id).map(close) }
        return closed.indices.filter { standsForItsText($0) && !closed[$0] }
    }

    /// The training and the evaluation set, as the journal tells them from others.
    ///
    /// - Complexity: O(bytes of their texts).
    public var given: GivenSets {
        func content(_ set: LabelledSet?, from start: Int) -> GivenSets.Content? {
            set.map { set in
                let examples = set.answers.enumerated().map { Example(row: start + $0.offset, answer: $0.element) }
                return GivenSets.Content(count: examples.count, digest: digest(of: examples))
            }
        }
        return GivenSets(
            training: content(training, from: pool.count),
            evaluation: content(evaluation, from: pool.count + (training?.pool.count ?? 0)))
    }

    /// Tells texts with their labels from others, and from the same in another order.
    func digest(of examples: [Example]) -> String {
        var pool = MessagePool()
        for (index, example) in examples.enumerated() {
            pool.append(id: "\(index) \(scheme.names(of: example.answer).text)", text: text(at: example.row))
        }
        return pool.digest
    }

    /// The labels that hold on one side, in the order of their rows.
    ///
    /// A text that measures, because it stands in the evaluation set or because one of its copies has an evaluation label,
    /// is on that side whatever its label's line says, and counts once: the evaluation set's own label, else the latest.
    private func labelled(_ set: LabelSet, in history: LabelHistory) -> [Example] {
        var measured: [Int32: (row: Int, record: LabelRecord)] = [:]
        var others: [(row: Int, record: LabelRecord)] = []
        var evaluated: Set<Int32> = []
        let found = history.labels.values.compactMap { record in
            pool.index(ofID: record.event.id).map { (row: $0, record: record) }
        }
        for (row, record) in found where record.event.set == .evaluation { evaluated.insert(textGroup(of: row)) }
        for item in found {
            let group = textGroup(of: item.row)
            if inEvaluationSet.contains(item.row) { continue }
            if !evaluated.contains(group) {
                others.append(item)
            } else if measured[group].map({ $0.record.sequence < item.record.sequence }) ?? true {
                measured[group] = item
            }
        }
        return (set == .training ? others : Array(measured.values)).sorted { $0.row < $1.row }.compactMap { item in
            scheme.answer(of: item.record).map { Example(row: item.row, answer: $0) }
        }
    }
}
