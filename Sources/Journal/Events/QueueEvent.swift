/// A queue that a recipe chose with the model in use came into use.
public struct QueueEvent: Sendable, Hashable {
    /// The recipe as it is written.
    public var recipe: String
    /// Sequence of the last line that it minds: what was labelled or skipped by then was not chosen.
    public var candidates: Int

    public init(recipe: String, candidates: Int) {
        self.recipe = recipe
        self.candidates = candidates
    }
}

extension QueueEvent: EventPayload {
    static let kind = EventKind.queue

    var members: MemberList {
        var list = MemberList()
        list.add("recipe", recipe)
        list.add("candidates", reference: candidates)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(recipe: try members.required("recipe"), candidates: try members.required("candidates"))
    }
}
