/// A sitting ended as it should.
public struct EndEvent: Sendable, Hashable {
    /// Lines that the journal has, this one included.
    public var lines: Int

    public init(lines: Int) {
        self.lines = lines
    }
}

extension JournalLine {
    /// Both formats mind what a line says of its own place: what is sound in one is sound in the other, too.
    func checkPlausibility() throws(LineDamage) {
        guard case .end(let event) = event, event.lines != sequence + 1 else { return }
        throw LineDamage("found an end with a count of lines that is not seq + 1")
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
