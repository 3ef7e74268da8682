/// Who labels together, and how they share: what all lines about a team come to.
public struct TeamPlan: Sendable, Hashable {
    /// As a line of all of it would say; nobody joins or leaves by it.
    public private(set) var event: TeamEvent

    /// - Parameter events: all of all journals, in any order: of several of one revision the same one says how all share.
    /// - Returns: nil where there is none, or nobody is in the team.
    public init?(_ events: some Sequence<TeamEvent>) {
        var (joined, left) = ([String: Int](), [String: Int]())
        var latest: TeamEvent?
        for event in events {
            for name in event.joined { joined[name] = max(joined[name] ?? .min, event.revision) }
            for name in event.left { left[name] = max(left[name] ?? .min, event.revision) }
            guard let known = latest else {
                latest = event
                continue
            }
            if event.comesAfter(known) { latest = event }
        }
        guard var plan = latest else { return nil }
        // A name that no journal can have is nobody's; it may have been put there to command a terminal.
        plan.people = joined.filter { name, revision in
            revision >= left[name] ?? .min && (try? AnnotatorName(name)) != nil
        }.keys.sorted()
        (plan.joined, plan.left) = ([], [])
        guard let first = plan.people.first else { return nil }
        // Who leads need not label; who has left leads no more.
        let hasLeft = left[plan.lead].map { $0 > joined[plan.lead] ?? .min } ?? false
        if hasLeft || (try? AnnotatorName(plan.lead)) == nil { plan.lead = first }
        event = plan
    }

    /// Names of all who label, sorted.
    public var people: [String] { event.people }
    /// Who leads, whether they label or not; the first by name where the one who was named has left, or can have no journal.
    public var lead: String { event.lead }

    /// What a line says by which somebody joins.
    public func joining(_ name: String) -> TeamEvent {
        var next = next(with: Set(people).union([name]))
        next.joined = [name]
        return next
    }

    /// What a line says by which somebody leaves, and where they lead the first of the others leads; nil where nobody would be left.
    public func leaving(_ name: String) -> TeamEvent? {
        let rest = Set(people).subtracting([name])
        guard let first = rest.min() else { return nil }
        var next = next(with: rest)
        next.left = [name]
        if next.lead == name { next.lead = first }
        return next
    }

    private func next(with people: Set<String>) -> TeamEvent {
        var next = event
        // The last number there is stays the last: who has written it by hand leads nobody's program to its end.
        if next.revision < .max { next.revision += 1 }
        next.people = people.sorted()
        return next
    }
}

extension TeamEvent {
    /// Whether it says how all share, and another one no more: the higher revision, else the first lead by name, else whatever tells
    /// them apart, so that everybody comes to the same.
    fileprivate func comesAfter(_ other: TeamEvent) -> Bool {
        if revision != other.revision { return revision > other.revision }
        if lead != other.lead { return lead < other.lead }
        if each != other.each { return each > other.each }
        return (overlap, evaluationItems, seed) > (other.overlap, other.evaluationItems, other.seed)
    }
}
