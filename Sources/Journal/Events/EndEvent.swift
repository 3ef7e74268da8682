/// A sitting ended as it should.
public struct EndEvent: Sendable, Hashable {
    /// Lines that the journal has, this one included.
    public var lines: Int

    public init(lines: Int) {
        self.lines = lines
    }
}

extension JournalLine {
    /// Whether what it says of its place is so.
    var isPlausible: Bool {
        if case .end(let event) = event { event.lines == sequence + 1 } else { true }
    }
}

extension EndEvent: EventPayload {
    static let kind = EventKind.end

    var members: MemberList {
        var list = MemberList()
        // It moves as numbers of lines do.
        list.add("lines", reference: lines)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(lines: try members.required("lines"))
    }
}
