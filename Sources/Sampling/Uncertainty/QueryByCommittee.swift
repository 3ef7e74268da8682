import Notation

/// Query by committee: the models of the rotation vote, and the messages that they disagree on come first.
///
/// Vote entropy as a share of ln K (Dagan & Engelson 1995); equal votes, which are common among ten members, are told
/// apart by the mean Kullback–Leibler divergence to the consensus. With ``Measure/divergence`` that divergence is the
/// score itself, as a share of ln K (McCallum & Nigam 1998). Monarch 2020, note 3.
public struct QueryByCommittee: ScoringStrategy {
    public enum Measure: Sendable, Hashable {
        case voteEntropy, divergence
    }

    public let id: String
    public let measure: Measure
    /// Members; each learns from all labelled messages but one part.
    public let members: Int

    public init(measure: Measure = .voteEntropy, members: Int = 10, id: String = "committee") {
        self.measure = measure
        self.members = max(2, members)
        self.id = id
    }

    /// - Complexity: a training and a pass over the corpus for each member, once a round.
    func scores(in context: RoundContext) throws -> CandidateScores {
        let committee = try context.model.committee(rotation: members, monitor: context.monitor)
        let rows = context.candidates
        let largest = Entropy.nats(labels: max(2, committee.labelCount))
        let divergences = rows.map { clampedToUnit(committee.divergences[$0] / largest) }
        switch measure {
        case .voteEntropy:
            let scores = rows.map(committee.voteEntropy(on:))
            return CandidateScores(scores: scores, tieBreakers: divergences) { position in
                let dissenters = committee.dissenters(on: rows[position])
                return dissenters == 0
                    ? "the \(committee.memberCount) committee members agree"
                    : "\(dissenters) of \(committee.memberCount) committee members disagree"
            }
        case .divergence:
            return CandidateScores(scores: divergences) { position in
                "the committee's \(committee.memberCount) members differ by \(ShareText.text(divergences[position])) of 1"
            }
        }
    }
}
