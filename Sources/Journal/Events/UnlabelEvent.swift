/// Takes back the label that a message holds, however old.
public struct UnlabelEvent: Sendable, Hashable {
    /// Id of the message.
    public var id: String
    /// Sequence of the line that gave the label.
    public var line: Int
    /// One action took back the labels of several messages: sequence of the action's first line; nil on that line, and for an
    /// action of one line.
    public var with: Int?

    public init(id: String, line: Int, with: Int? = nil) {
        self.with = with
        self.id = id
        self.line = line
    }
}

extension UnlabelEvent: EventPayload {
    static let kind = EventKind.unlabel

    var members: MemberList {
        var list = MemberList()
        list.add("id", id)
        list.add("of", reference: line)
        list.add("with", reference: with)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(id: try members.required("id"), line: try members.required("of"), with: members["with"])
    }
}
