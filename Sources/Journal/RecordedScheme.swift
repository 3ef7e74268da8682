/// The labels of the task as a journal knows them.
public struct RecordedScheme: Sendable, Hashable {
    /// One label.
    public struct Label: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// The key that gives it; nil where no line says so.
        public var key: String?
        /// Its colour, empty for none; nil where no line says so.
        public var color: String?
    }

    /// A former name of a label that is minded already.
    public struct Claim: Sendable, Hashable {
        /// The name of before.
        public let old: String
        /// The label that had it.
        public let new: String

        public init(old: String, new: String) {
            self.old = old
            self.new = new
        }
    }

    /// Name of the task.
    public private(set) var task: String
    /// The labels.
    public private(set) var labels: [Label]
    /// What the task's file said of former names when the journal was used last, and what became of labels since: not to be
    /// minded again.
    public private(set) var claims: Set<Claim>

    /// As a session begins.
    public init(_ event: SessionEvent) {
        task = event.task
        func said<Value>(_ values: [Value], _ place: Int) -> Value? {
            values.count == event.labels.count ? values[place] : nil
        }
        labels = event.labels.enumerated().map { place, name in
            Label(name: name, key: said(event.keys, place), color: said(event.colors, place))
        }
        claims = Set(
            event.labels.enumerated().flatMap { place, name in
                (said(event.was, place) ?? []).map { Claim(old: $0, new: name) }
            })
    }

    /// Names of all labels.
    public var names: [String] { labels.map(\.name) }

    /// Notes a change of the labels.
    public mutating func apply(_ event: SchemeEvent) {
        let before = Dictionary(labels.map { ($0.name, $0) }) { first, _ in first }
        var origins: [String: String] = [:]
        for change in event.changes {
            switch change {
            case .rename(let label, let name):
                origins[name] = label
                claims.insert(Claim(old: label, new: name))
            case .merge(let labels, let name):
                origins[name] = before[name] == nil ? labels.first : name
                for label in labels { claims.insert(Claim(old: label, new: name)) }
            case .split(let label, let parts):
                for part in parts { claims.insert(Claim(old: label, new: part)) }
            case .add, .retire, .key, .color: break
            }
        }
        labels = event.names(after: names).map { name in
            var label = before[origins[name] ?? name] ?? Label(name: name)
            label.name = name
            return label
        }
        let places = Dictionary(labels.enumerated().map { ($1.name, $0) }) { first, _ in first }
        for change in event.changes {
            switch change {
            case .key(let name, let key): if let place = places[name] { labels[place].key = key }
            case .color(let name, let color): if let place = places[name] { labels[place].color = color }
            case .add, .rename, .merge, .split, .retire: break
            }
        }
    }
}

extension JournalContents {
    /// The labels at the end of the journal; nil where no line says so.
    ///
    /// - Complexity: O(lines).
    public var scheme: RecordedScheme? { lines.scheme }
}

extension [JournalLine] {
    /// The labels behind the last of the lines; nil where none says so.
    ///
    /// - Complexity: O(lines).
    public var scheme: RecordedScheme? {
        var scheme: RecordedScheme?
        for line in self {
            switch line.event {
            case .session(let event): scheme = RecordedScheme(event)
            case .scheme(let event): scheme?.apply(event)
            default: break
            }
        }
        return scheme
    }

    /// The same lines with the names that their labels have behind the last of them, for who looks at lines by themselves.
    ///
    /// The changes of the labels stand among them still, but change nothing any more.
    /// - Complexity: O(lines).
    public var withLatestLabelNames: [JournalLine] {
        guard contains(where: { if case .scheme = $0.event { true } else { false } }) else { return self }
        var latest: [String: String] = [:]
        var lines = self
        for place in lines.indices.reversed() {
            let line = lines[place]
            let event: JournalEvent
            switch line.event {
            case .scheme(let scheme):
                var before = latest
                for (old, new) in scheme.newNames { before[old] = latest[new] ?? new }
                latest = before
                event = .scheme(SchemeEvent(changes: []))
            case .label(var label):
                guard label.answer.names.contains(where: { latest[$0] != nil }) else { continue }
                label.answer = label.answer.renamed { latest[$0] ?? $0 }
                event = .label(label)
            default: continue
            }
            lines[place] = JournalLine(
                sequence: line.sequence, at: line.at, event: event, isChecked: line.isChecked)
        }
        return lines
    }
}
