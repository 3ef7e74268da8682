import Journal
import Messages

/// What became of the labels that a journal knows, as the task's file has them now.
///
/// A label's `was` names the labels that it was before: one of them is a new name, several are one label now, and one that several
/// labels name was split. A spelling that is the name of a label which is gone says the same. Without any of these a label that is
/// gone is retired, and another is new; where just one is gone and another has its key, they are taken for the same label.
public struct SchemeDifference: Sendable, Hashable {
    /// What became of each label; of one that nothing became of there is nothing.
    public private(set) var changes: [SchemeEvent.Change] = []
    /// Whether a new name was not said but guessed.
    public private(set) var isGuessed = false
    /// Whether no label of before is there any more, under any name.
    public private(set) var leavesNothing = false

    /// - Complexity: O(names, former names and spellings).
    public init(from before: RecordedScheme, to scheme: LabelScheme) {
        let (old, new) = (before.names, scheme.names)
        let claims = Self.claims(on: before, of: scheme)
        var claimants: [String: [String]] = [:]
        for label in new { for name in claims[label] ?? [] { claimants[name, default: []].append(label) } }
        /// For each label of before, what it is now.
        var become: [String: [String]] = [:]
        let remaining = Set(new)
        for label in old {
            let others = (claimants[label] ?? []).filter { $0 != label }
            // A label that is another one now, and whose name a third took over, is no longer itself.
            let isReplaced = claims[label]?.contains(label) == false && !others.isEmpty
            become[label] = (remaining.contains(label) && !isReplaced ? [label] : []) + others
        }
        var isTaken = Set(become.values.joined())
        let gone = old.filter { become[$0]?.isEmpty == true }
        let added = scheme.labels.filter { !isTaken.contains($0.name) }
        if gone.count == 1, let label = added.first(where: { Self.haveOneKey(gone[0], before, $0, scheme) }),
            label.was == nil
        {
            become[gone[0]] = [label.name]
            isTaken.insert(label.name)
            isGuessed = true
        }
        leavesNothing = !old.isEmpty && old.allSatisfy { become[$0]?.isEmpty == true }
        fill(old: old, new: new, become: become, isTaken: isTaken)
        fillLooks(before, scheme)
    }

    /// The names of before that each label claims, as far as that is not minded already.
    private static func claims(on before: RecordedScheme, of scheme: LabelScheme) -> [String: Set<String>] {
        let minded = Set(before.claims.map { RecordedScheme.Claim(old: LabelScheme.folded($0.old), new: $0.new) })
        let remaining = Set(scheme.names)
        let old = Dictionary(grouping: before.names, by: LabelScheme.folded)
        var claims: [String: Set<String>] = [:]
        for label in scheme.labels {
            for name in (label.was ?? []).map(LabelScheme.folded)
            where !minded.contains(RecordedScheme.Claim(old: name, new: label.name)) {
                for former in old[name] ?? [] { claims[label.name, default: []].insert(former) }
            }
            for spelling in [label.name] + label.also {
                for former in old[LabelScheme.folded(spelling)] ?? [] where !remaining.contains(former) {
                    claims[label.name, default: []].insert(former)
                }
            }
        }
        return claims
    }

    /// Where the journal says nothing of keys, the place among the labels stands for them.
    private static func haveOneKey(
        _ old: String, _ before: RecordedScheme, _ label: LabelScheme.Label, _ scheme: LabelScheme
    ) -> Bool {
        guard let place = before.names.firstIndex(of: old) else { return false }
        if let key = before.labels[place].key { return key == String(label.key) }
        return before.labels.count == scheme.labels.count && scheme.names.firstIndex(of: label.name) == place
    }

    private mutating func fill(old: [String], new: [String], become: [String: [String]], isTaken: Set<String>) {
        var sources: [String: [String]] = [:]
        for label in old {
            if let now = become[label], now.count == 1 { sources[now[0], default: []].append(label) }
        }
        for label in new {
            let sources = sources[label] ?? []
            // A label that is split as well keeps what comes to it.
            let stays = become[label].map { $0.count > 1 && $0.contains(label) } ?? false
            if sources.count == 1, sources[0] != label, !stays {
                changes.append(.rename(sources[0], to: label))
            } else if sources.count > 1 || sources.count == 1 && stays {
                changes.append(.merge(sources, to: label))
            }
        }
        for label in old {
            guard let parts = become[label], parts.count > 1 else { continue }
            changes.append(.split(label, into: parts))
        }
        for label in old where become[label]?.isEmpty != false { changes.append(.retire(label)) }
        for label in new where !isTaken.contains(label) { changes.append(.add(label)) }
    }

    /// Keys and colours, of labels under their names of now, as far as the journal says what they were.
    private mutating func fillLooks(_ before: RecordedScheme, _ scheme: LabelScheme) {
        var changed = before
        changed.apply(SchemeEvent(changes: changes))
        let known = Dictionary(changed.labels.map { ($0.name, $0) }) { first, _ in first }
        for label in scheme.labels {
            guard let known = known[label.name] else { continue }
            let color = label.color?.rawValue ?? ""
            if let key = known.key, key != String(label.key) {
                changes.append(.key(label.name, key: String(label.key)))
            }
            if let before = known.color, before != color { changes.append(.color(label.name, color: color)) }
        }
    }
}
