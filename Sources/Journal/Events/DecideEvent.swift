/// Which label holds for a message that annotators label differently. Their own labels stay as they are.
public struct DecideEvent: Sendable, Hashable {
    /// Why they may have differed.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The message can be read in two ways.
        case ambiguous
        /// The guidelines do not say.
        case guidelineGap = "gap"
        /// Somebody pressed a wrong key.
        case slip
    }

    /// Id of the message.
    public var id: String
    /// What it is.
    public var answer: NamedAnswer
    /// The lines that gave the labels which were looked at.
    public var over: [OtherLine]
    /// Why they may have differed; nil where nobody said.
    public var reason: Reason?
    /// 64-bit hash of the text that was decided on.
    public var textHash: UInt64?

    /// A label of a task of one label a message.
    public init(id: String, label: String, over: [OtherLine], reason: Reason? = nil, textHash: UInt64? = nil) {
        self.init(id: id, answer: .one(label), over: over, reason: reason, textHash: textHash)
    }

    public init(
        id: String, answer: NamedAnswer, over: [OtherLine], reason: Reason? = nil, textHash: UInt64? = nil
    ) {
        self.id = id
        self.answer = answer
        self.over = over
        self.reason = reason
        self.textHash = textHash
    }

    /// The name of the label; of several those that hold, parted by `;`.
    public var label: String { answer.text }
}

extension DecideEvent: EventPayload {
    static let kind = EventKind.decide

    var members: MemberList {
        var list = MemberList()
        list.add("id", id)
        list.add(answer)
        list.add("over", lines: over)
        list.add("reason", reason?.rawValue)
        list.add("text", hash: textHash)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        let reason: String? = members["reason"]
        self.init(
            id: try members.required("id"), answer: try members.answer(), over: members.lines("over"),
            reason: reason.flatMap(Reason.init), textHash: members.hash("text"))
    }
}
