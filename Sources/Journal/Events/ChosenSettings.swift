/// What the annotator has chosen of a session's settings; nil for what was left to the program.
///
/// Kept in the journal, because the same journal with other settings gives another queue: who goes on need not remember
/// what was named at the beginning. So are the goal of a day and the rest, which change no queue.
public struct ChosenSettings: Sendable, Hashable {
    /// Messages drawn to measure with.
    public var evaluationItems: Int?
    /// Messages drawn to learn the first round from.
    public var seedItems: Int?
    /// Labels a round.
    public var round: Int?
    /// Whether a round comes in the order of its scores.
    public var ranked: Bool?
    /// Share of labels after which a labelled message comes back.
    public var repeatShare: Double?
    /// Whether near copies may stand in one round.
    public var copies: Bool?
    /// Whether a label goes to all messages with an equal text at once.
    public var spreadCopies: Bool?
    /// Name of the model's settings.
    public var preset: String?
    /// Name of the encoder, or `none`.
    public var encoder: String?
    /// Labels that a day is to have; 0 for no goal any more.
    public var goal: Int?
    /// Minutes of work after which a rest is advised; 0 for never.
    public var rest: Int?

    public init(
        evaluationItems: Int? = nil, seedItems: Int? = nil, round: Int? = nil, ranked: Bool? = nil,
        repeatShare: Double? = nil, copies: Bool? = nil, spreadCopies: Bool? = nil, preset: String? = nil,
        encoder: String? = nil, goal: Int? = nil, rest: Int? = nil
    ) {
        self.copies = copies
        self.spreadCopies = spreadCopies
        self.encoder = encoder
        self.goal = goal
        self.rest = rest
        self.evaluationItems = evaluationItems
        self.seedItems = seedItems
        self.round = round
        self.ranked = ranked
        self.repeatShare = repeatShare
        self.preset = preset
    }

    /// Whether everything was left to the program.
    public var isEmpty: Bool { self == ChosenSettings() }

    /// These, and where they are silent those of before.
    public func over(_ before: ChosenSettings) -> ChosenSettings {
        ChosenSettings(
            evaluationItems: evaluationItems ?? before.evaluationItems, seedItems: seedItems ?? before.seedItems,
            round: round ?? before.round, ranked: ranked ?? before.ranked,
            repeatShare: repeatShare ?? before.repeatShare, copies: copies ?? before.copies,
            spreadCopies: spreadCopies ?? before.spreadCopies, preset: preset ?? before.preset,
            encoder: encoder ?? before.encoder, goal: goal ?? before.goal, rest: rest ?? before.rest)
    }

    /// What both say alike.
    public func inCommon(with other: ChosenSettings) -> ChosenSettings {
        func same<Value: Equatable>(_ one: Value?, _ two: Value?) -> Value? { one == two ? one : nil }
        return ChosenSettings(
            evaluationItems: same(evaluationItems, other.evaluationItems), seedItems: same(seedItems, other.seedItems),
            round: same(round, other.round), ranked: same(ranked, other.ranked),
            repeatShare: same(repeatShare, other.repeatShare), copies: same(copies, other.copies),
            spreadCopies: same(spreadCopies, other.spreadCopies), preset: same(preset, other.preset),
            encoder: same(encoder, other.encoder), goal: same(goal, other.goal), rest: same(rest, other.rest))
    }
}

extension ChosenSettings {
    var members: MemberList {
        var list = MemberList()
        list.add("evaluation_items", evaluationItems)
        list.add("seed_items", seedItems)
        list.add("round", round)
        list.add("ranked", ranked)
        list.add("repeat", repeatShare)
        list.add("copies", copies)
        list.add("spread_copies", spreadCopies)
        list.add("preset", preset)
        list.add("encoder", encoder)
        list.add("goal", goal)
        list.add("rest", rest)
        return list
    }

    init(_ members: JSONMembers) {
        self.init(
            evaluationItems: members["evaluation_items"], seedItems: members["seed_items"], round: members["round"],
            ranked: members["ranked"], repeatShare: members["repeat"], copies: members["copies"],
            spreadCopies: members["spread_copies"], preset: members["preset"], encoder: members["encoder"],
            goal: members["goal"], rest: members["rest"])
    }
}
