import Answers
import Threads

/// A finished model: from a text to the probabilities of labels, without anything else.
public struct TextModel: Sendable, Hashable {
    /// What is known of how a model was learnt; nothing is computed from it.
    public struct Origin: Sendable, Hashable {
        /// The program that wrote it.
        public let tool: String
        /// Name of the task.
        public let task: String
        /// By label, how many labels it has learnt from.
        public let trainingCounts: [Int]
        /// Labels that the threshold rests on.
        public let evaluationCount: Int
        /// How it was trained.
        public let training: TrainingSettings
        /// What its random numbers began from.
        public let seed: UInt64

        public init(
            tool: String, task: String, trainingCounts: [Int], evaluationCount: Int, training: TrainingSettings,
            seed: UInt64
        ) {
            self.tool = tool
            self.task = task
            self.trainingCounts = trainingCounts
            self.evaluationCount = evaluationCount
            self.training = training
            self.seed = seed
        }
    }

    /// From a text to a row.
    public let vocabulary: Vocabulary
    /// From a row to probabilities.
    public let classifier: Classifier
    /// What it reads of texts beside their words; nil for words alone.
    public let meaning: Meaning?
    /// Names of the labels, by their indices.
    public let labels: [String]
    /// Index of the positive label.
    public let positive: Int
    /// From which probability on a text can count as positive; see ``decision``.
    public let threshold: Double
    /// Where a text can have several labels: from which probability on each is predicted; nil where it has one.
    public let thresholds: [Double]?
    /// Which labels are predicted wherever others are.
    public let implications: Implications
    /// How it came about.
    public let origin: Origin

    /// - Precondition: as of ``init(vocabulary:classifier:meaning:labels:decision:origin:)``.
    public init(
        vocabulary: Vocabulary, classifier: Classifier, meaning: Meaning? = nil, labels: [String], positive: Int,
        threshold: Double, origin: Origin
    ) {
        self.init(
            vocabulary: vocabulary, classifier: classifier, meaning: meaning, labels: labels,
            decision: Decision(positive: positive, threshold: threshold), origin: origin)
    }

    /// - Parameter decision: what the model is taken to predict; of several labels with a threshold of each.
    /// - Precondition: a name and a count for each label of the classifier, and the decision's positive one is one of them; a
    ///   threshold for each where the classifier has learnt several, and none else; the classifier has weights for as many
    ///   numbers of a dense row as `meaning` has, and none without.
    public init(
        vocabulary: Vocabulary, classifier: Classifier, meaning: Meaning? = nil, labels: [String], decision: Decision,
        origin: Origin
    ) {
        let positive = decision.positive
        precondition(
            decision.thresholds?.count == (classifier.loss == .oneAgainstRest ? labels.count : nil),
            "a threshold for each of several labels")
        precondition(
            labels.count == classifier.labelCount && origin.trainingCounts.count == labels.count
                && labels.indices.contains(positive), "\(labels.count) labels for \(classifier.labelCount)")
        precondition(
            classifier.denseWidth == meaning?.width ?? 0,
            "weights for \(classifier.denseWidth) numbers of \(meaning?.width ?? 0)")
        self.vocabulary = vocabulary
        self.meaning = meaning
        self.classifier = classifier.keepingUsedRows
        self.labels = labels
        self.positive = positive
        threshold = decision.threshold
        thresholds = decision.thresholds
        implications = decision.implications
        self.origin = origin
    }

    /// Whether a text can have several labels.
    public var isSeveral: Bool { thresholds != nil }

    /// Which label a text is predicted to have, or which labels.
    public var decision: Decision {
        thresholds.map { Decision(positive: positive, thresholds: $0, implications: implications) }
            ?? Decision(positive: positive, threshold: threshold)
    }

    /// One row of K probabilities for each text; the same bits on any number of threads, and those of the session that
    /// the model is from.
    ///
    /// - Parameter vectors: for a model with a ``meaning``, a vector of each text as its encoder makes it, n × D; passed over
    ///   by others.
    /// - Throws: ``VectorsExpected`` where they are needed and are not there; `CancellationError` when the monitor says so.
    /// - Complexity: O(characters + (features + D) × hidden units), shared among the threads.
    public func probabilities(
        for texts: [String], vectors: Matrix? = nil, threads: Int = 1, monitor: WorkMonitor = WorkMonitor()
    ) throws -> Matrix {
        let dense = try meaning.map { meaning in
            guard let vectors, vectors.rowCount == texts.count, vectors.columnCount == meaning.width else {
                throw VectorsExpected(
                    encoder: meaning.encoder, width: meaning.width, textCount: texts.count,
                    given: vectors.map { [$0.rowCount, $0.columnCount] })
            }
            return meaning.rows(of: vectors)
        }
        let sparse = try vocabulary.rows(
            ofTexts: texts.count, text: { texts[$0] }, threads: threads, monitor: monitor)
        return classifier.probabilities(for: FeatureRows(sparse, dense: dense), threads: threads)
    }
}

extension Classifier {
    /// The same without weights that no column has, in the order in which they stand.
    fileprivate var keepingUsedRows: Classifier {
        let used = Set(weightRows).subtracting([-1]).sorted()
        guard used.count * hiddenCount < inputWeights.count else { return self }
        var numbers: [Int32: Int32] = [:]
        var weights: [Float] = []
        weights.reserveCapacity(used.count * hiddenCount)
        for (number, row) in used.enumerated() {
            numbers[row] = Int32(number)
            let start = Int(row) * hiddenCount
            weights += inputWeights[start..<start + hiddenCount]
        }
        return Classifier(
            labelCount: labelCount, hiddenCount: hiddenCount, weightRows: weightRows.map { numbers[$0] ?? -1 },
            shares: shares, inputWeights: weights, denseWeights: denseWeights, hiddenBias: hiddenBias,
            outputWeights: outputWeights, outputBias: outputBias, loss: loss)
    }

    /// Columns that have weights, in the order of their rows, those of one row ascending.
    var weightedColumns: [Int] {
        weightRows.indices.filter { weightRows[$0] >= 0 }.sorted {
            (weightRows[$0], $0) < (weightRows[$1], $1)
        }
    }

    /// Features that it has weights for.
    public var knownFeatureCount: Int { weightRows.count { $0 >= 0 } }
}
