/// A decision is taken back, however old: what annotators said counts again.
public struct ReopenEvent: Sendable, Hashable {
    /// Id of the message.
    public var id: String

    public init(id: String) {
        self.id = id
    }
}

extension ReopenEvent: EventPayload {
    static let kind = EventKind.reopen

    var members: MemberList {
        var list = MemberList()
        list.add("id", id)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(id: try members.required("id"))
    }
}
