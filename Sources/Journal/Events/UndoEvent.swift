/// Takes back what a line did: the newest that is not taken back yet.
public struct UndoEvent: Sendable, Hashable {
    /// Sequence of the line that is taken back.
    public var line: Int

    public init(line: Int) {
        self.line = line
    }
}

extension UndoEvent: EventPayload {
    static let kind = EventKind.undo

    var members: MemberList {
        var list = MemberList()
        list.add("of", reference: line)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(line: try members.required("of"))
    }
}

extension UndoEvent: CanonicalEvent {
    init?(_ line: inout CanonicalLine) {
        guard line.take(",\"of\":"), let undone = line.integer() else { return nil }
        self.init(line: undone)
    }
}
