/// How far the labelling has come, in plain values; filled in by whoever knows the session and its models.
///
/// What is not known yet is nil or empty, never 0 or NaN.
public struct Metrics: Sendable, Hashable {
    /// The figures of one model of the session.
    public struct CurvePoint: Sendable, Hashable {
        /// Training labels that the model was learnt from.
        public var labels: Int
        /// F1 of the positive label.
        public var f1: ScreenContent.Measure?
        /// Area under the ROC curve.
        public var auc: ScreenContent.Measure?
        /// Average precision.
        public var averagePrecision: ScreenContent.Measure?

        public init(
            labels: Int, f1: ScreenContent.Measure? = nil, auc: ScreenContent.Measure? = nil,
            averagePrecision: ScreenContent.Measure? = nil
        ) {
            self.labels = labels
            self.f1 = f1
            self.auc = auc
            self.averagePrecision = averagePrecision
        }
    }

    /// Evaluation messages by the annotator's label and the model's.
    public struct ConfusionMatrix: Sendable, Hashable {
        /// K titles, in the order of the counts.
        public var labels: [String]
        /// K × K, `counts[actual][predicted]`; what is missing or negative counts as 0.
        public var counts: [[Int]]

        public init(labels: [String], counts: [[Int]]) {
            self.labels = labels
            self.counts = counts
        }
    }

    /// Evaluation messages with a similar predicted probability of the positive label.
    public struct ReliabilityBin: Sendable, Hashable {
        /// Mean predicted probability, in [0, 1].
        public var predicted: Double
        /// Share of the messages that are positive, in [0, 1].
        public var observed: Double
        /// Messages in the bin.
        public var count: Int

        public init(predicted: Double, observed: Double, count: Int) {
            self.predicted = predicted
            self.observed = observed
            self.count = count
        }
    }

    /// So many of so many.
    public struct Share: Sendable, Hashable {
        /// How many agree.
        public var agreeing: Int
        /// Out of how many.
        public var of: Int

        public init(agreeing: Int, of: Int) {
            self.agreeing = agreeing
            self.of = of
        }
    }

    /// When there is a model.
    public enum FirstModel: Sendable, Hashable {
        /// After so many labels more, or more than those where a label turns out to be rare.
        case after(labels: Int, isAtLeast: Bool)
        /// When all messages have been read for meaning.
        case withMeaning
        /// Soon: it is being learnt.
        case learning
    }

    /// How often the model finds a label, where messages can have several.
    public struct LabelCounts: Sendable, Hashable {
        /// Title of the label.
        public var label: String
        /// Messages that have it and are said to; that are said to and have it not; that have it and are not said to.
        public var hits, falseAlarms, misses: Int

        public init(label: String, hits: Int, falseAlarms: Int, misses: Int) {
            self.label = label
            self.hits = hits
            self.falseAlarms = falseAlarms
            self.misses = misses
        }
    }

    /// Title of the label that the figures are about; empty where that is not known.
    public var label = ""
    /// Whether messages can have several labels: F1 and average precision are means over them then.
    public var isSeveral = false
    /// Each label by itself, where messages can have several; empty before there is a model.
    public var byLabel: [LabelCounts] = []
    /// In the order in which the models were learnt; the last one is the one in use.
    public var curve: [CurvePoint]
    /// When the first model comes; nil where there has been one, and where nobody can say.
    public var firstModel: FirstModel?
    /// Messages that the figures rest on, or will, and how many of them have the positive label.
    public var evaluationCount: Int
    public var evaluationPositives: Int
    /// Right and wrong, label by label; nil before there is a model.
    public var confusion: ConfusionMatrix?
    /// From the lowest probability to the highest; empty before there is a model.
    public var reliability: [ReliabilityBin]
    /// Over this sitting, and the labels that this rests on; 0 where the count is not known.
    public var labelsAMinute: Double?
    public var labelCount: Int
    /// Over the labels just given, and how many those are; 0 where the count is not known.
    public var recentLabelsAMinute: Double?
    public var recentLabelCount: Int
    /// Over the sittings before, and the labels that this rests on.
    public var earlierLabelsAMinute: Double?
    public var earlierLabelCount = 0
    /// How often the annotator's last labels were what the model had guessed.
    public var agreement: Share?
    /// How often the annotator gave a message that came a second time the same label again.
    public var repeatAgreement: Share?
    /// Sentences on when to stop, each with what it rests on.
    public var remarks: [String]

    public init(
        curve: [CurvePoint] = [], firstModel: FirstModel? = nil, evaluationCount: Int = 0, evaluationPositives: Int = 0,
        confusion: ConfusionMatrix? = nil, reliability: [ReliabilityBin] = [], labelsAMinute: Double? = nil,
        labelCount: Int = 0, recentLabelsAMinute: Double? = nil, recentLabelCount: Int = 0, agreement: Share? = nil,
        repeatAgreement: Share? = nil, remarks: [String] = []
    ) {
        self.curve = curve
        self.firstModel = firstModel
        self.evaluationCount = evaluationCount
        self.evaluationPositives = evaluationPositives
        self.confusion = confusion
        self.reliability = reliability
        self.labelsAMinute = labelsAMinute
        self.labelCount = labelCount
        self.recentLabelsAMinute = recentLabelsAMinute
        self.recentLabelCount = recentLabelCount
        self.agreement = agreement
        self.repeatAgreement = repeatAgreement
        self.remarks = remarks
    }
}
