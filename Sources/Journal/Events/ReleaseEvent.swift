/// Claimed messages are given back.
public struct ReleaseEvent: Sendable, Hashable {
    /// Ids of the messages.
    public var ids: [String]

    public init(ids: [String]) {
        self.ids = ids
    }
}

extension ReleaseEvent: EventPayload {
    static let kind = EventKind.release

    var members: MemberList {
        var list = MemberList()
        list.add("ids", ids)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(ids: try members.required("ids"))
    }
}
