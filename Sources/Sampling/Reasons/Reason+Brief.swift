import Notation

/// Reasons for columns of a list, where a sentence has no room and many stand below each other: what differs from one to the
/// next comes first.
extension Reason {
    /// Why, in 24 columns at most; no more of the guess than ``words(labels:showsGuess:)`` tells to who has not asked for it.
    public var brief: String {
        switch self {
        case .random: "at random"
        case .unsure(let best, _): "best guess \(ShareText.percent(best))"
        case .torn(let apart, _): "guesses \(ShareText.percent(apart)) apart"
        case .rival(let ratio): "second guess \(ShareText.percent(ratio))"
        case .spread(let entropy): "\(ShareText.percent(entropy)) undecided"
        case .labelsInDoubt(let doubt):
            doubt.count == 0 ? "no label in doubt" : CountText.text(doubt.count, "label") + " in doubt"
        case .relevant: "like something seen"
        case .wavering(let information, _): information >= 0.02 ? "the guess changes" : "the guess holds"
        case .outvoted(let dissenters, let members, _): "\(dissenters) of \(members) models differ"
        case .divided(let divergence, _): "models \(ShareText.percent(divergence)) apart"
        case .likelyError(let probability, let news, _): Self.misjudgedInShort(probability, isNew: (news ?? 0) >= 0.5)
        case .contradiction(_, neighbours: 0): "nothing like it yet"
        case .contradiction(let difference, _): "neighbours \(ShareText.percent(difference)) apart"
        case .unknownToModel(_, heldOut: 0): "too few labels to tell"
        case .unknownToModel(let share, _): "newer than \(ShareText.percent(share))"
        case .member(let place): place.brief
        case .ungrouped: "no word is known"
        case .typical(let pool, let labelled): pool >= labelled ? "typical of the unseen" : "like what is labelled"
        case .typicalStill(let score, _): score >= 0 ? "typical of the unseen" : "like this round"
        case .far(nil): "the first"
        case .far(let share?): share > 0 ? "\(ShareText.percent(share)) new" : "like one labelled"
        case .lesson(_, nil): "teaches the most"
        case .lesson(_, let apart?): apart >= 0.1 ? "teaches something new" : "teaches little new"
        case .noLesson: "teaches as others do"
        case .puzzlingGroup(_, let place, let groups, let size, let isKnown):
            isKnown && size > 1 ? "puzzle \(place) of \(groups)" : isKnown ? "a puzzle of its own" : "no word is known"
        case .thinGroup(let own, let labelled, _, _):
            own >= labelled ? "group with few labels" : "group with many labels"
        case .toldApart(let probability, _): "\(ShareText.percent(probability)) told apart"
        case .uncertain(_, let reason): reason.brief
        case .instead(let obstacle, _): obstacle.brief
        case .nextInLine: "next in line"
        }
    }

    private static func misjudgedInShort(_ probability: Double, isNew: Bool) -> String {
        // What is no number is below.
        guard probability >= 0.01 else { return "hardly ever misjudged" }
        return (probability < 0.95 ? "\(share(probability)) misjudged" : "mostly misjudged") + (isNew ? ", new" : "")
    }
}

extension Reason.GroupPlace {
    fileprivate var brief: String {
        guard size > 1 else { return "like no other" }
        return switch place {
        case .middle: "middle of \(size) alike"
        case .edge: "edge of \(size) alike"
        case .drawn: "one of \(size) alike"
        }
    }
}

extension Reason.Obstacle {
    fileprivate var brief: String {
        switch self {
        case .noMistakes: "no mistake seen yet"
        case .onlyMistakes: "only mistakes so far"
        case .nothingLabelled: "nothing is labelled yet"
        }
    }
}
