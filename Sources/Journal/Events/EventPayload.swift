/// What one kind of event says, and the way it is written and read: a file an event.
protocol EventPayload: Sendable, Hashable {
    static var kind: EventKind { get }
    /// What the line says of it, in the order of the format.
    var members: MemberList { get }
    /// Reads it from a line's members; those it does not know are passed over.
    init(_ members: JSONMembers) throws(LineDamage)
}

/// An event that is so frequent that its lines are read quickly where they are just as this program writes them.
protocol CanonicalEvent: EventPayload {
    /// Reads it behind the line's type; nil for what has to be read the general way.
    init?(_ line: inout CanonicalLine)
}
