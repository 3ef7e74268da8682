/// The messages that a journal was used with.
public struct PoolOrigin: Sendable, Hashable {
    /// Name of their file, without its folder; nil for standard input, and where nobody wrote it down.
    public var file: String?
    /// How many messages there are to label.
    public var count: Int
    /// Tells one set of messages from another, and from the same in another order.
    public var digest: String
    /// Tells one set of messages from another, whatever their order; nil where nobody wrote it down.
    public var rows: String?

    public init(file: String? = nil, count: Int, digest: String, rows: String? = nil) {
        self.file = file
        self.count = count
        self.digest = digest
        self.rows = rows
    }

    /// Whether both are the same messages in the same order, whatever their file is called.
    func isSame(as other: PoolOrigin) -> Bool { (count, digest) == (other.count, other.digest) }

    /// Its members in the order of the format, into those of an event or an object of their own.
    func add(to list: inout MemberList) {
        list.add("file", file)
        list.add("count", count)
        list.add("digest", digest)
        list.add("rows", rows)
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(
            file: members["file"], count: try members.required("count"), digest: try members.required("digest"),
            rows: members["rows"])
    }
}
