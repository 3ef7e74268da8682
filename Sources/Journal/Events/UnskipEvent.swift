/// A message comes back although it was skipped.
public struct UnskipEvent: Sendable, Hashable {
    /// Id of the message.
    public var id: String

    public init(id: String) {
        self.id = id
    }
}

extension UnskipEvent: EventPayload {
    static let kind = EventKind.unskip

    var members: MemberList {
        var list = MemberList()
        list.add("id", id)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(id: try members.required("id"))
    }
}
