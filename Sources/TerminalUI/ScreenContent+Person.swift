extension ScreenContent {
    /// How the work of one of a team stands.
    public struct Person: Sendable, Hashable {
        /// As the journal is called.
        public var name: String
        /// Whether they lead the team, and whether it is they who look.
        public var isLead = false
        public var isOneself = false
        /// Labels that hold: those given today, and all.
        public var today = 0
        public var labels = 0
        /// Seconds a label, the median; nil where nobody knows.
        public var medianSeconds: Double?
        public var skips = 0
        /// Pairs of this person's and another's label of one message that are equal, and all such pairs.
        public var agreeing = 0
        public var compared = 0
        /// Messages that this person and another have labelled.
        public var sharedCount = 0
        /// The share of equal pairs, with its interval; nil where it says nothing.
        public var agreement: Measure?
        /// Krippendorff's alpha of the shared messages; nil where it cannot be said.
        public var alpha: Measure?
        /// Of what is asked of this person, what is done and what is left; both 0 for who is not asked anything.
        public var done = 0
        public var left = 0
        /// When the journal got its last line, such as `11-24 10:05`; empty where it has none.
        public var lastSeen = ""

        public init(name: String) { self.name = name }
    }
}
