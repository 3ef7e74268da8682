/// The encoder whose vectors a session learns from beside the words of its messages.
public struct EncoderOrigin: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// Tells it from other encoders.
    public var digest: String
    /// The arithmetic that its vectors come from: their last bits differ between kinds of processors.
    public var kernel: String
    /// How much a vector counts beside the words, which count 1.
    public var weight: Double

    public init(name: String, digest: String, kernel: String, weight: Double) {
        self.name = name
        self.digest = digest
        self.kernel = kernel
        self.weight = weight
    }
}

extension EncoderOrigin {
    var members: MemberList {
        var list = MemberList()
        list.add("name", name)
        list.add("digest", digest)
        list.add("kernel", kernel)
        list.add("weight", weight)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        self.init(
            name: try members.required("name"), digest: try members.required("digest"),
            kernel: members["kernel"] ?? "", weight: members["weight"] ?? 1)
    }
}
