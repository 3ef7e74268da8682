/// Who labels the messages of a folder together, and how they share them: as a whole, in the place of what was said before.
public struct TeamEvent: Sendable, Hashable {
    /// Rises with each change; of several, the highest holds.
    public var revision: Int
    /// Who leads the team.
    public var lead: String
    /// Names of all who label, as their journals are called.
    public var people: [String]
    /// How many people label each message.
    public var each: Int
    /// Share of the messages for which one more opinion is asked, in [0, 1].
    public var overlap: Double
    /// How many messages, drawn at random, measure; each is labelled by two people at least.
    public var evaluationItems: Int
    /// What the shares are drawn from.
    public var seed: UInt64

    public init(
        revision: Int, lead: String, people: [String], each: Int = 1, overlap: Double = 0.1, evaluationItems: Int = 50,
        seed: UInt64 = 42
    ) {
        self.revision = revision
        self.lead = lead
        self.people = people
        self.each = each
        self.overlap = overlap
        self.evaluationItems = evaluationItems
        self.seed = seed
    }
}

extension TeamEvent: EventPayload {
    static let kind = EventKind.team

    var members: MemberList {
        var list = MemberList()
        list.add("revision", revision)
        list.add("lead", lead)
        list.add("people", people)
        list.add("each", each)
        list.add("overlap", overlap)
        list.add("evaluation_items", evaluationItems)
        list.add("seed", seed)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(
            revision: try members.required("revision"), lead: try members.required("lead"),
            people: try members.required("people"), each: max(1, members["each"] ?? 1),
            overlap: min(1, max(0, members["overlap"] ?? 0)),
            evaluationItems: max(0, members["evaluation_items"] ?? 0), seed: members["seed"] ?? 42)
    }
}
