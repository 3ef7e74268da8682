/// A message on its way out, with what is known of it.
public struct ExportRow: Sendable, Hashable {
    /// What a model says of a message.
    public struct Prediction: Sendable, Hashable {
        /// Indices of the labels that it predicts, ascending: one, or any number where a message can have several.
        public let labels: [Int]
        /// What it gives each label, in the order of their indices.
        public let probabilities: [Float]

        public init(labels: [Int], probabilities: [Float]) {
            self.labels = labels
            self.probabilities = probabilities
        }
    }

    /// See ``ExportField`` for the meaning of each; nil, or false, where a message has none.
    public let id: String
    public let text: String
    /// Indices of the labels that hold, ascending: one, or any number where a message can have several; nil where nothing is known.
    public var labels: [Int]?
    public var set: String?
    public var round: Int?
    public var strategy: String?
    public var score: Double?
    public var annotator: String?
    public var time: String?
    public var seconds: Double?
    public var note: String?
    public var isFlagged = false
    public var isSkipped = false
    public var isSpread = false
    public var change: String?
    /// How the label of several annotators came about.
    public var source: String?
    /// How many annotators have labelled it.
    public var votes: Int?
    /// Indices of the labels of each annotator; empty where nobody asks.
    public var byAnnotator: [[Int]?] = []
    public var prediction: Prediction?

    public init(id: String, text: String, labels: [Int]? = nil) {
        self.id = id
        self.text = text
        self.labels = labels
    }
}
