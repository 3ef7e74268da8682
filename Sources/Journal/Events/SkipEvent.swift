/// A message was left without a label.
public struct SkipEvent: Sendable, Hashable {
    /// Id of the message.
    public var id: String
    /// Round of the queue it came from; 0 before the first.
    public var round: Int

    public init(id: String, round: Int) {
        self.id = id
        self.round = round
    }
}

extension SkipEvent: EventPayload {
    static let kind = EventKind.skip

    var members: MemberList {
        var list = MemberList()
        list.add("id", id)
        list.add("round", round)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(id: try members.required("id"), round: members["round"] ?? 0)
    }
}

extension SkipEvent: CanonicalEvent {
    init?(_ line: inout CanonicalLine) {
        guard line.take(",\"id\":"), let id = line.text(), line.take(",\"round\":"), let round = line.integer() else {
            return nil
        }
        self.init(id: id, round: round)
    }
}
