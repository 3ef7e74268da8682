/// A repair put this in the place of a line that could not be read.
public struct LostEvent: Sendable, Hashable {
    /// What was wrong with the line.
    public var reason: String

    public init(reason: String) {
        self.reason = reason
    }
}

extension LostEvent: EventPayload {
    static let kind = EventKind.lost

    var members: MemberList {
        var list = MemberList()
        list.add("reason", reason)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(reason: members["reason"] ?? "")
    }
}
