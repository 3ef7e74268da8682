/// A message is marked for a second look, or no more.
public struct FlagEvent: Sendable, Hashable {
    /// Id of the message.
    public var id: String
    /// Whether it is marked from here on.
    public var isSet: Bool

    public init(id: String, isSet: Bool) {
        self.id = id
        self.isSet = isSet
    }
}

extension FlagEvent: EventPayload {
    static let kind = EventKind.flag

    var members: MemberList {
        var list = MemberList()
        list.add("id", id)
        list.add("set", isSet)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(id: try members.required("id"), isSet: try members.required("set"))
    }
}
