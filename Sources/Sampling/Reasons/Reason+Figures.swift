import Notation

extension Reason {
    /// The numbers behind the words, named as the strategies' sources name them; nil where there are none.
    public var figures: String? {
        switch self {
        case .random, .ungrouped, .noLesson, .nextInLine, .far(nil), .contradiction(_, neighbours: 0),
            .unknownToModel(_, heldOut: 0):
            nil
        case .unsure(let best, _): "best guess \(ShareText.text(best))"
        case .torn(let apart, _): "\(ShareText.text(apart)) apart"
        case .rival(let ratio): "ratio \(ShareText.text(ratio))"
        case .spread(let entropy): "entropy \(ShareText.text(entropy))"
        case .labelsInDoubt(let doubt): "uncertainty \(ShareText.text(doubt.score))"
        case .relevant(let probability, _): "probability \(ShareText.text(probability))"
        case .wavering(let information, _): "information \(ShareText.text(information))"
        case .outvoted(_, _, let divergence), .divided(let divergence, _): "divergence \(ShareText.text(divergence))"
        case .likelyError(let probability, let news, let step):
            ["error \(ShareText.text(probability))", news.map { "new \(ShareText.text($0))" }, step?.figures]
                .compactMap { $0 }.joined(separator: ", ")
        case .contradiction(let difference, let neighbours):
            "divergence \(ShareText.text(difference)), neighbours \(neighbours)"
        case .unknownToModel(let share, let heldOut): "outlier \(ShareText.text(share)), held out \(heldOut)"
        case .member(let place): place.figures
        case .typical(let pool, let labelled):
            "pool \(ShareText.signed(pool)), labelled \(ShareText.signed(labelled))"
        case .typicalStill(let score, let step): "nearer by \(ShareText.signed(score)), step \(step)"
        case .far(let share?): "distance \(ShareText.text(share))"
        case .lesson(let length, let apart):
            "gradient \(ShareText.text(length))" + (apart.map { ", apart \(ShareText.ratio($0))" } ?? "")
        case .puzzlingGroup(let entropy, let place, let groups, _, _):
            "entropy \(ShareText.text(entropy)), group \(place) of \(groups)"
        case .thinGroup(let own, let labelled, let group, let groups):
            "own \(ShareText.signed(own)), labelled \(ShareText.signed(labelled)), group \(group) of \(groups)"
        case .toldApart(let probability, let step): "apart \(ShareText.text(probability)), \(step.figures)"
        case .uncertain(let score, let reason):
            ["uncertain \(ShareText.text(score))", reason.figures].compactMap { $0 }.joined(separator: ", ")
        case .instead(_, let reason): reason.figures
        }
    }
}

extension Reason.Step {
    fileprivate var figures: String { "step \(number) of \(of)" }
}

extension Reason.GroupPlace {
    fileprivate var figures: String {
        switch place {
        case .middle(let similarity), .edge(let similarity):
            "group \(group) of \(of), similarity \(ShareText.signed(similarity))"
        case .drawn: "group \(group) of \(of)"
        }
    }
}
