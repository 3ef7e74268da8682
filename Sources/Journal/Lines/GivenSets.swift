/// The labelled messages that a session was given beside its own labels: what it learns from and measures with.
public struct GivenSets: Sendable, Hashable {
    /// One set of texts with their labels.
    public struct Content: Sendable, Hashable {
        public var count: Int
        /// Tells one set of texts and labels from another.
        public var digest: String

        public init(count: Int, digest: String) {
            self.count = count
            self.digest = digest
        }
    }

    /// Nil for none; likewise below.
    public var training: Content?
    public var evaluation: Content?

    public init(training: Content? = nil, evaluation: Content? = nil) {
        self.training = training
        self.evaluation = evaluation
    }

    /// What a session line says where it was given neither, so that it can be told from a line that says nothing.
    static let none = "none"

    /// In words, what is different in `other`; empty where nothing is.
    public func differences(to other: GivenSets) -> [String] {
        [("training", training, other.training), ("evaluation", evaluation, other.evaluation)].compactMap {
            name, before, now in
            guard before != now else { return nil }
            guard let before else { return now.map { "the \(name) set (\($0.count) messages) is new" } }
            guard let now else { return "the \(name) set (\(before.count) messages) is not there any more" }
            return before.count == now.count
                ? "the texts or labels of the \(name) set (\(now.count) messages) have changed"
                : "the \(name) set has changed: \(before.count) messages before, \(now.count) now"
        }
    }
}
