/// Who has joined or left those who label the messages of a folder together, and how they share them from here on.
///
/// Who joins or leaves is said by itself, so that two people who join at the same time, neither of whom knows of the other, both are in.
public struct TeamEvent: Sendable, Hashable {
    /// Rises with each change: of several, the highest says how they share, and whether somebody is in.
    public var revision: Int
    /// Who leads the team; they need not label.
    public var lead: String
    /// Names of all who label, as their journals are called, as far as who wrote the line knew.
    public var people: [String]
    /// Those of them who join by it.
    public var joined: [String]
    /// Who leaves by it.
    public var left: [String]
    /// How many people label each message.
    public var each: Int
    /// Share of the messages for which one more opinion is asked, in [0, 1].
    public var overlap: Double
    /// How many messages, drawn at random, measure; each is labelled by two people at least.
    public var evaluationItems: Int
    /// What the shares are drawn from.
    public var seed: UInt64

    public init(
        revision: Int, lead: String, people: [String], joined: [String], left: [String] = [], each: Int = 1,
        overlap: Double = 0.1, evaluationItems: Int = 50,
        seed: UInt64 = 42
    ) {
        self.revision = revision
        self.lead = lead
        self.people = people
        self.joined = joined
        self.left = left
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
        if !joined.isEmpty { list.add("joined", joined) }
        if !left.isEmpty { list.add("left", left) }
        list.add("each", each)
        list.add("overlap", overlap)
        list.add("evaluation_items", evaluationItems)
        list.add("seed", seed)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(
            revision: try members.required("revision"), lead: try members.required("lead"),
            people: try members.required("people"), joined: members["joined"] ?? [], left: members["left"] ?? [],
            each: max(1, members["each"] ?? 1),
            overlap: min(1, max(0, members["overlap"] ?? 0)),
            evaluationItems: max(0, members["evaluation_items"] ?? 0), seed: members["seed"] ?? 42)
    }
}
