/// Query by committee: the models of the rotation vote, and the messages that they disagree on come first.
///
/// Vote entropy as a share of ln K (Dagan & Engelson 1995); equal votes, which are common among ten members, are told
/// apart by the mean Kullback–Leibler divergence to the consensus. With ``Measure/divergence`` that divergence is the
/// score itself, as a share of ln K (McCallum & Nigam 1998). Monarch 2020, note 3.
struct QueryByCommittee: ScoringStrategy {
    /// What ranks the messages.
    enum Measure: Sendable, Hashable {
        case voteEntropy, divergence
    }

    static let declaration = StrategyDeclaration(
        id: "committee", title: "query by committee", hotkey: "C", family: .uncertainty,
        sentence: "where ten models, each without a tenth of the labels, disagree; when single models waver",
        source: "Dagan & Engelson 1995; McCallum & Nigam 1998",
        cost: "ten more models over the labels, and a pass over the pool with each: seven times least confidence",
        tasks: TaskKind.all, reads: [.committee], comparison: .better,
        options: [
            StrategyOption(
                name: "divergence", sentence: "rank by how far members are from their mean, not by votes"),
            StrategyOption(name: "members", numbers: 2...20, sentence: "models in the committee; default 10"),
        ] + LabelAggregation.options,
        make: {
            Self(
                measure: $0.has("divergence") ? .divergence : .voteEntropy, members: $0.number("members") ?? 10,
                aggregation: LabelAggregation(of: $0), id: $0.description)
        })

    let id: String
    /// What ranks the messages.
    let measure: Measure
    /// Members; each learns from all labelled messages but one part.
    let members: Int
    /// What the labels of a message come to where it can have several.
    let aggregation: LabelAggregation

    init(
        measure: Measure = .voteEntropy, members: Int = 10, aggregation: LabelAggregation = .mean,
        id: String = Self.declaration.id
    ) {
        self.aggregation = aggregation
        self.measure = measure
        self.members = max(2, members)
        self.id = id
    }

    /// - Complexity: a training and a pass over the corpus for each member, once a round.
    func scores(in context: RoundContext) throws -> CandidateScores {
        let committee = try context.committee(members: members)
        let rows = context.candidates
        guard context.loss == .softmax else { return scores(ofSeveral: rows, committee) }
        let largest = Entropy.nats(labels: max(2, committee.labelCount))
        let divergences = rows.map { clampedToUnit(committee.divergences[$0] / largest) }
        switch measure {
        case .voteEntropy:
            let scores = rows.map(committee.voteEntropy(on:))
            return CandidateScores(scores: scores, tieBreakers: divergences) { position in
                .outvoted(
                    dissenters: committee.dissenters(on: rows[position]), members: committee.memberCount,
                    divergence: divergences[position])
            }
        case .divergence:
            return CandidateScores(scores: divergences) {
                .divided(divergence: divergences[$0], members: committee.memberCount)
            }
        }
    }

    /// Of several labels: the votes and divergences of each, aggregated.
    private func scores(ofSeveral rows: [Int], _ committee: Committee) -> CandidateScores {
        let opinions = rows.map { committee.opinions(on: $0) }
        let divergences = opinions.map { clampedToUnit($0?.divergence(aggregation) ?? 0) }
        guard measure == .voteEntropy else {
            return CandidateScores(scores: divergences) {
                .divided(divergence: divergences[$0], members: committee.memberCount)
            }
        }
        let scores = opinions.map { clampedToUnit($0?.entropy(aggregation) ?? 0) }
        return CandidateScores(scores: scores, tieBreakers: divergences) { position in
            .outvoted(
                dissenters: opinions[position]?.dissenters ?? 0, members: committee.memberCount,
                divergence: divergences[position])
        }
    }
}
