/// Who labels together, and how they share: what all lines about a team come to.
public struct TeamPlan: Sendable, Hashable {
    /// Of the highest revision; where several people wrote one at the same time, with the people of all of them.
    public private(set) var event: TeamEvent

    /// - Parameter events: the last of each journal, in any order.
    /// - Returns: nil where there is none, or nobody is in it.
    public init?(_ events: some Sequence<TeamEvent>) {
        let events = Array(events)
        guard let revision = events.map(\.revision).max() else { return nil }
        // The same whatever the order: the settings of the first lead by name.
        let latest = events.filter { $0.revision == revision }.sorted {
            ($0.lead, $0.people.joined(separator: "\n")) < ($1.lead, $1.people.joined(separator: "\n"))
        }
        guard var first = latest.first else { return nil }
        first.people = Set(latest.flatMap(\.people)).sorted()
        guard !first.people.isEmpty else { return nil }
        event = first
    }

    /// Names of all who label, sorted.
    public var people: [String] { event.people }

    /// What a line says by which somebody joins.
    public func joining(_ name: String) -> TeamEvent { with(Set(people).union([name])) }

    /// What a line says by which somebody leaves; nil where nobody would be left.
    public func leaving(_ name: String) -> TeamEvent? {
        let left = Set(people).subtracting([name])
        return left.isEmpty ? nil : with(left)
    }

    private func with(_ people: Set<String>) -> TeamEvent {
        var next = event
        next.revision += 1
        next.people = people.sorted()
        if !people.contains(next.lead), let first = next.people.first { next.lead = first }
        return next
    }
}
