import Journal
import Learning
import Messages

/// All texts of a session in one numbering of rows: the pool first, then the training set, then the evaluation set.
public struct Corpus: Sendable {
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
    /// For each pool row, the lowest pool row with the same text.
    private let firstWithSameText: [Int32]

    /// - Complexity: O(*n*) in the bytes of all texts.
    public init(
        scheme: LabelScheme, pool: MessagePool, training: LabelledSet? = nil, evaluation: LabelledSet? = nil
    ) {
        self.scheme = scheme
        self.pool = pool
        self.training = training
        self.evaluation = evaluation
        let given = Set(
            [training, evaluation].compactMap { $0?.pool }.flatMap { pool in
                pool.indices.map { pool.textHash(at: $0) }
            })
        let measuring = Set(evaluation.map { set in set.pool.indices.map { set.pool.textHash(at: $0) } } ?? [])
        measuringOnly = Set(
            training.map { set in set.pool.indices.filter { measuring.contains(set.pool.textHash(at: $0)) } } ?? [])
        var first: [UInt64: Int32] = [:]
        var firsts: [Int32] = []
        var already: Set<Int> = []
        firsts.reserveCapacity(pool.count)
        for row in pool.indices {
            let hash = pool.textHash(at: row)
            if given.contains(hash) { already.insert(row) }
            let known = first[hash] ?? Int32(row)
            first[hash] = known
            firsts.append(known)
        }
        alreadyLabelled = already
        firstWithSameText = firsts
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
    func id(at row: Int) -> String {
        if row < pool.count { return pool.id(at: row) }
        let inTraining = row - pool.count
        if let training, inTraining < training.pool.count { return training.pool.id(at: inTraining) }
        let inEvaluation = inTraining - (training?.pool.count ?? 0)
        return evaluation?.pool.id(at: inEvaluation) ?? ""
    }

    /// Rows and label indices of the training set, without the texts that stand in the evaluation set.
    public var trainingRows: [(row: Int, label: Int)] {
        guard let training else { return [] }
        return training.labels.enumerated().compactMap { position, label in
            measuringOnly.contains(position) ? nil : (pool.count + position, label)
        }
    }

    /// How many messages of the training set are not learnt from, because their texts stand in the evaluation set.
    public var measuringOnlyCount: Int { measuringOnly.count }

    /// Rows and label indices of the evaluation set.
    public var evaluationRows: [(row: Int, label: Int)] {
        guard let evaluation else { return [] }
        let start = pool.count + (training?.pool.count ?? 0)
        return evaluation.labels.enumerated().map { (start + $0.offset, $0.element) }
    }

    /// A number that two pool rows share exactly when their texts are the same.
    func textGroup(of row: Int) -> Int32 { firstWithSameText[row] }

    /// What a model learns from: the training labels of a history in the order of their rows, whatever order they were
    /// given in, then the training set.
    public func trainingExamples(_ history: LabelHistory) -> [Example] {
        labelled(.training, in: history) + trainingRows.map { Example(row: $0.row, label: $0.label) }
    }

    /// What a model is measured on: the evaluation labels of a history, then the evaluation set.
    func evaluationExamples(_ history: LabelHistory) -> [Example] {
        labelled(.evaluation, in: history) + evaluationRows.map { Example(row: $0.row, label: $0.label) }
    }

    /// The training and the evaluation set, as the journal tells them from others.
    ///
    /// - Complexity: O(bytes of their texts).
    public var given: GivenSets {
        func content(_ set: LabelledSet?, from start: Int) -> GivenSets.Content? {
            set.map { set in
                let examples = set.labels.enumerated().map { Example(row: start + $0.offset, label: $0.element) }
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
            pool.append(id: "\(index) \(scheme.names[example.label])", text: text(at: example.row))
        }
        return pool.digest
    }

    private func labelled(_ set: LabelledSetName, in history: LabelHistory) -> [Example] {
        history.labels.values
            .filter { $0.event.set == set }
            .compactMap { record in
                guard let row = pool.index(ofID: record.event.id), let label = scheme.index(ofName: record.event.label)
                else { return nil }
                return Example(row: row, label: label)
            }
            .sorted { $0.row < $1.row }
    }
}
