/// The messages have changed since the journal was used last, and the annotator goes on with them.
public struct MessagesEvent: Sendable, Hashable {
    /// The messages that there are from here on.
    public var pool: PoolOrigin
    /// How many stand behind those of before; nil where they are not known to be those of before with others behind them.
    public var added: Int?
    /// Ids that the journal knows and that are not among the messages any more, as far as no line before says so.
    public var gone: [String]
    /// Ids whose texts are not those that they were labelled for any more, as far as no line before says so.
    public var changed: [Changed]

    /// A message with another text than it was labelled for.
    public struct Changed: Sendable, Hashable {
        /// Id of the message.
        public var id: String
        /// 64-bit hash of the text that it has now.
        public var textHash: UInt64

        public init(id: String, textHash: UInt64) {
            self.id = id
            self.textHash = textHash
        }
    }

    public init(pool: PoolOrigin, added: Int? = nil, gone: [String] = [], changed: [Changed] = []) {
        self.pool = pool
        self.added = added
        self.gone = gone
        self.changed = changed
    }
}

extension MessagesEvent: EventPayload {
    static let kind = EventKind.messages

    var members: MemberList {
        var list = MemberList()
        pool.add(to: &list)
        list.add("added", added)
        if !gone.isEmpty { list.add("gone", gone) }
        if !changed.isEmpty {
            list.add("changed", changed.map(\.id))
            list.add("texts", changed.map { MemberList.digits($0.textHash) })
        }
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        let (ids, texts): ([String], [String]) = (members["changed"] ?? [], members["texts"] ?? [])
        self.init(
            pool: try PoolOrigin(members), added: members["added"], gone: members["gone"] ?? [],
            changed: zip(ids, texts).compactMap { id, text in
                JSONMembers.hash(text).map { Changed(id: id, textHash: $0) }
            })
    }
}
