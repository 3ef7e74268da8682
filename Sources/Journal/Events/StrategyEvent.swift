/// Another recipe is wanted.
public struct StrategyEvent: Sendable, Hashable {
    /// The recipe as it is written.
    public var recipe: String
    /// The queue in use goes on until a ``QueueEvent``. Without it, as programs before 0.2 wrote the line, the queue is chosen
    /// anew here, and an undo passes over the line.
    public var keepsQueue: Bool

    public init(recipe: String, keepsQueue: Bool = false) {
        self.recipe = recipe
        self.keepsQueue = keepsQueue
    }
}

extension StrategyEvent: EventPayload {
    static let kind = EventKind.strategy

    var members: MemberList {
        var list = MemberList()
        list.add("recipe", recipe)
        list.add("keeps", keepsQueue ? true : nil)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(recipe: try members.required("recipe"), keepsQueue: members["keeps"] ?? false)
    }
}
