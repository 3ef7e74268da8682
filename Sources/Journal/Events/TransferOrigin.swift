/// A task whose hidden layer a session starts from.
public struct TransferOrigin: Sendable, Hashable {
    /// Name of the task.
    public var task: String
    /// Labels that the layer was learnt from.
    public var labels: Int
    /// Tells one set of texts and labels from another.
    public var digest: String
    /// How fast the layer goes on learning, as a share of the usual rate; 0 for a frozen one, nil for one that is kept as it
    /// is beside new units.
    public var rate: Double?
    /// Sequence of the last line of that task's journal that was learnt from; nil where it was no journal, and where
    /// nobody wrote it down.
    public var through: Int?

    public init(task: String, labels: Int, digest: String, rate: Double?, through: Int? = nil) {
        self.through = through
        self.task = task
        self.labels = labels
        self.digest = digest
        self.rate = rate
    }

    /// Whether this is the other, as far as this one says.
    func agrees(with other: TransferOrigin) -> Bool {
        var other = other
        if through == nil { other.through = nil }
        return self == other
    }
}

extension TransferOrigin {
    var members: MemberList {
        var list = MemberList()
        list.add("task", task)
        list.add("labels", labels)
        list.add("digest", digest)
        list.add("rate", rate)
        list.add("through", through)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(
            task: try members.required("task"), labels: try members.required("labels"),
            digest: try members.required("digest"), rate: members["rate"], through: members["through"])
    }
}
