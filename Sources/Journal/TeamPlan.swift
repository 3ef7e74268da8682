/// Who labels together, and how they share: what all lines about a team come to.
public struct TeamPlan: Sendable, Hashable {
    /// As a line of all of it would say; nobody joins or leaves by it.
    public private(set) var event: TeamEvent

    /// - Parameter events: all of all journals, in any order.
    /// - Returns: nil where there is none, or nobody is in the team.
    public init?(_ events: some Sequence<TeamEvent>) {
        var (joined, left) = ([String: Int](), [String: Int]())
        var latest: TeamEvent?
        for event in events {
            for name in event.joined { joined[name] = max(joined[name] ?? .min, event.revision) }
            for name in event.left { left[name] = max(left[name] ?? .min, event.revision) }
            // Of the same revision the same one whatever the order: the first lead by name.
            guard let known = latest else {
                latest = event
                continue
            }
            if (known.revision, event.lead) < (event.revision, known.lead) { latest = event }
        }
        guard var plan = latest else { return nil }
        plan.people = joined.filter { name, revision in revision >= left[name] ?? .min }.keys.sorted()
        (plan.joined, plan.left) = ([], [])
        guard let first = plan.people.first else { return nil }
        if !plan.people.contains(plan.lead) { plan.lead = first }
        event = plan
    }

    /// Names of all who label, sorted.
    public var people: [String] { event.people }

    /// What a line says by which somebody joins.
    public func joining(_ name: String) -> TeamEvent {
        var next = next(with: Set(people).union([name]))
        next.joined = [name]
        return next
    }

    /// What a line says by which somebody leaves; nil where nobody would be left.
    public func leaving(_ name: String) -> TeamEvent? {
        let rest = Set(people).subtracting([name])
        guard !rest.isEmpty else { return nil }
        var next = next(with: rest)
        next.left = [name]
        return next
    }

    private func next(with people: Set<String>) -> TeamEvent {
        var next = event
        next.revision += 1
        next.people = people.sorted()
        if !people.contains(next.lead), let first = next.people.first { next.lead = first }
        return next
    }
}
