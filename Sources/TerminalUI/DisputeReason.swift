/// Why annotators may label a message differently.
public enum DisputeReason: Sendable, Hashable, CaseIterable {
    /// It can be read in two ways.
    case ambiguous
    /// The guidelines do not say.
    case guidelineGap
    /// Somebody pressed a wrong key.
    case slip

    /// What it is called on the screen.
    public var words: String {
        switch self {
        case .ambiguous: "ambiguous"
        case .guidelineGap: "guideline gap"
        case .slip: "slip"
        }
    }
}
