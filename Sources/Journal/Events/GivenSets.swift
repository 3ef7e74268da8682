import Notation

/// The labelled messages that a session was given beside its own labels: what it learns from and measures with.
public struct GivenSets: Sendable, Hashable {
    /// One set of texts with their labels.
    public struct Content: Sendable, Hashable {
        /// How many messages.
        public var count: Int
        /// Tells one set of texts and labels from another.
        public var digest: String

        public init(count: Int, digest: String) {
            self.count = count
            self.digest = digest
        }
    }

    /// What the session learns from beside its own labels; nil for nothing.
    public var training: Content?
    /// What it measures with; nil for nothing.
    public var evaluation: Content?

    public init(training: Content? = nil, evaluation: Content? = nil) {
        self.training = training
        self.evaluation = evaluation
    }

    /// In words, what is different in `other`; empty where nothing is.
    public func differences(to other: GivenSets) -> [String] {
        [("training", training, other.training), ("evaluation", evaluation, other.evaluation)].compactMap {
            name, before, now in
            guard before != now else { return nil }
            guard let before else {
                return now.map { "the \(name) set (\(CountText.text($0.count, "message"))) is new" }
            }
            guard let now else {
                return "the \(name) set (\(CountText.text(before.count, "message"))) is not there any more"
            }
            return before.count == now.count
                ? "the texts or labels of the \(name) set (\(CountText.text(now.count, "message"))) have changed"
                : "the \(name) set has changed: \(CountText.text(before.count, "message")) before, \(now.count) now"
        }
    }
}

extension GivenSets {
    /// What a session line says where it was given neither, so that it can be told from a line that says nothing.
    private static let none = "none"

    func add(to session: inout MemberList) {
        session.add("training", training?.members)
        session.add("evaluation", evaluation?.members)
        if self == GivenSets() { session.add("given", Self.none) }
    }

    /// Nil where the session's line says nothing of them.
    init?(ofSession members: JSONMembers) throws(LineDamage) {
        self.init()
        if let training = try members.object(ifPresent: "training") { self.training = try Content(training) }
        if let evaluation = try members.object(ifPresent: "evaluation") { self.evaluation = try Content(evaluation) }
        guard self != GivenSets() || members["given"] == Self.none else { return nil }
    }
}

extension GivenSets.Content {
    fileprivate var members: MemberList {
        var list = MemberList()
        list.add("count", count)
        list.add("digest", digest)
        return list
    }

    fileprivate init(_ members: JSONMembers) throws(LineDamage) {
        self.init(count: try members.required("count"), digest: try members.required("digest"))
    }
}
