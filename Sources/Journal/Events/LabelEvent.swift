/// A message got its answer: a label, or of a task of several those that hold.
public struct LabelEvent: Sendable, Hashable {
    /// Id of the message.
    public var id: String
    /// What it was labelled as.
    public var answer: NamedAnswer
    /// The set that the label was given for.
    public var set: LabelSet
    /// Round of the queue it came from; 0 before the first.
    public var round: Int
    /// Strategy that chose the message.
    public var strategy: String
    /// Score that the strategy gave the message; nil where it gives none.
    public var score: Double?
    /// Milliseconds that the message was on the screen.
    public var ms: Int?
    /// The message had a label already and was shown once more, unmarked, to see whether it gets the same: the label that
    /// holds stays as it is.
    public var isRepeat: Bool
    /// One action gave several messages a label: sequence of the action's first line; nil on that line, and for an action
    /// of one line.
    public var with: Int?
    /// The text had the label already, by another message: it went to a copy, which is no judgement of its own.
    public var isSpread: Bool
    /// 64-bit hash of the text that the label was given for; nil where nobody wrote it down.
    public var textHash: UInt64?

    /// A label of a task of one label a message.
    public init(
        id: String, label: String, set: LabelSet, round: Int, strategy: String, score: Double? = nil,
        ms: Int? = nil, isRepeat: Bool = false, with: Int? = nil, isSpread: Bool = false,
        textHash: UInt64? = nil
    ) {
        self.init(
            id: id, answer: .one(label), set: set, round: round, strategy: strategy, score: score, ms: ms,
            isRepeat: isRepeat, with: with, isSpread: isSpread, textHash: textHash)
    }

    public init(
        id: String, answer: NamedAnswer, set: LabelSet, round: Int, strategy: String, score: Double? = nil,
        ms: Int? = nil, isRepeat: Bool = false, with: Int? = nil, isSpread: Bool = false,
        textHash: UInt64? = nil
    ) {
        self.textHash = textHash
        self.isSpread = isSpread
        self.with = with
        self.isRepeat = isRepeat
        self.id = id
        self.answer = answer
        self.set = set
        self.round = round
        self.strategy = strategy
        self.score = score
        self.ms = ms
    }

    /// The name of the label; of several those that hold, parted by `;`.
    public var label: String { answer.text }
}

extension LabelEvent: EventPayload {
    static let kind = EventKind.label

    var members: MemberList {
        var list = MemberList()
        list.add("id", id)
        list.add(answer)
        list.add("set", self.set.rawValue)
        list.add("round", round)
        list.add("strategy", strategy)
        list.add("score", score)
        list.add("ms", ms)
        list.add("repeat", isRepeat ? true : nil)
        list.add("with", reference: with)
        list.add("spread", isSpread ? true : nil)
        list.add("text", hash: textHash)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(
            id: try members.required("id"), answer: try members.answer(), set: try members.required("set"),
            round: members["round"] ?? 0, strategy: members["strategy"] ?? "", score: members["score"],
            ms: members["ms"], isRepeat: members["repeat"] ?? false, with: members["with"],
            isSpread: members["spread"] ?? false, textHash: members.hash("text"))
    }
}

extension LabelEvent: CanonicalEvent {
    init?(_ line: inout CanonicalLine) {
        guard line.take(",\"id\":"), let id = line.text(), line.take(",\"label\":"), let label = line.text(),
            line.take(",\"set\":\"")
        else { return nil }
        let set: LabelSet
        if line.take("training\"") {
            set = .training
        } else if line.take("evaluation\"") {
            set = .evaluation
        } else {
            return nil
        }
        guard line.take(",\"round\":"), let round = line.integer(), line.take(",\"strategy\":"),
            let strategy = line.text()
        else { return nil }
        self.init(id: id, label: label, set: set, round: round, strategy: strategy)
        if line.take(",\"score\":") {
            guard let score = line.number() else { return nil }
            self.score = score
        }
        if line.take(",\"ms\":") {
            guard let ms = line.integer() else { return nil }
            self.ms = ms
        }
        if line.take(",\"text\":\"") {
            guard let textHash = line.hash(), line.take("\"") else { return nil }
            self.textHash = textHash
        }
    }
}
