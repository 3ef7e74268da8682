/// Somebody who has used up their own share takes messages of others' shares.
///
/// They are theirs behind the next ``SeenEvent``, by which others' claims to the same have been looked for.
public struct ClaimEvent: Sendable, Hashable {
    /// Ids of the messages.
    public var ids: [String]

    public init(ids: [String]) {
        self.ids = ids
    }
}

extension ClaimEvent: EventPayload {
    static let kind = EventKind.claim

    var members: MemberList {
        var list = MemberList()
        list.add("ids", ids)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(ids: try members.required("ids"))
    }
}
