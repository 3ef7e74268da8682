/// What others have written was minded between two rounds: from here on the session stands on so many lines of each of them.
public struct SeenEvent: Sendable, Hashable {
    /// Lines of each other journal.
    public var seen: SeenLines

    public init(seen: SeenLines) {
        self.seen = seen
    }
}

extension SeenEvent: EventPayload {
    static let kind = EventKind.seen

    var members: MemberList {
        var list = MemberList()
        list.add("seen", seen: seen, ifEmpty: true)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(seen: members.seen("seen"))
    }
}
