/// A note was put on a message.
public struct NoteEvent: Sendable, Hashable {
    /// Id of the message.
    public var id: String
    /// The note; empty where it is taken away.
    public var text: String
    /// The line of a note that this one answers; nil for none.
    public var answered: OtherLine?

    public init(id: String, text: String, answered: OtherLine? = nil) {
        self.answered = answered
        self.id = id
        self.text = text
    }
}

extension NoteEvent: EventPayload {
    static let kind = EventKind.note

    var members: MemberList {
        var list = MemberList()
        list.add("id", id)
        list.add("text", text)
        list.add("re", line: answered)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(id: try members.required("id"), text: try members.required("text"), answered: members.line("re"))
    }
}
