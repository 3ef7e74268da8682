import Answers

/// What a file of messages held.
public struct ReadMessages: Sendable {
    /// The file, as errors name it.
    public let path: String
    /// The format that it was read as.
    public let format: MessageFormat
    /// The messages, in the order of the file.
    public let pool: MessagePool
    /// For each message its answer; nil where there is none. In a pool these are gold: for simulation only.
    public let answers: OptionalAnswers
    /// The first hundred problems in the order of the file.
    public let problems: [ReadingProblem]
    /// All problems by kind, also those that ``problems`` has no room for.
    public let tally: ReadingTally
    /// Problems of the other files of a folder.
    public internal(set) var otherTallies: [ReadingTally] = []
    /// Which columns or fields were taken for what.
    public let taken: TakenColumns
    /// All columns that there are; none where there is no header.
    let columnNames: [String]

    /// All problems, also those that ``problems`` has no room for.
    public var problemCount: Int { ([tally] + otherTallies).reduce(0) { $0 + $1.lossCount + $1.remarkCount } }

    /// In words, which columns were taken; nil where their names say it.
    public var takenColumns: String? { taken.description.map { "\(path): \($0)" } }

    /// What there is instead of labels of the scheme.
    var labelsFound: LabelsFound {
        LabelsFound(
            column: taken[.label].first, columns: columnNames,
            values: tally.strangeLabels.map { LabelsFound.Value(text: $0.label, count: $0.count) },
            several: tally.severalLabels.map { LabelsFound.Value(text: $0.label, count: $0.count) })
    }
}

extension ReadMessages {
    /// The same messages with the labels that another file gives to their ids; without a label where it gives none.
    ///
    /// - Complexity: O(messages).
    public func labelled(by gold: ReadMessages) -> ReadMessages {
        ReadMessages(
            path: path, format: format, pool: pool,
            answers: OptionalAnswers(
                pool.indices.lazy.map { index in
                    gold.pool.index(ofID: pool.id(at: index)).flatMap { gold.answers[$0] }
                }),
            problems: problems, tally: gold.tally, taken: gold.taken, columnNames: gold.columnNames)
    }
}

/// Messages with labels that existed already.
public struct LabelledSet: Sendable {
    /// The messages that have a label.
    public let pool: MessagePool
    /// What each message of the pool is labelled as.
    public let answers: [Answer]

    /// - Parameter option: names the option that brought the file, for the error.
    /// - Throws: `ReadingError.noLabels` when no message has a label.
    public init(_ read: ReadMessages, option: String) throws(ReadingError) {
        var pool = MessagePool()
        var answers: [Answer] = []
        for (index, answer) in read.answers.enumerated() {
            guard let answer else { continue }
            pool.append(id: read.pool.id(at: index), text: read.pool.text(at: index))
            answers.append(answer)
        }
        guard !answers.isEmpty else { throw .noLabels(path: read.path, option: option, read.labelsFound) }
        self.pool = pool
        self.answers = answers
    }
}
