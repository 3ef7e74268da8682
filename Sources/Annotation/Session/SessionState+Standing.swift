import Messages
import Sampling

/// Where the session stands: what is counted, and which stage it is in.
extension SessionState {
    /// Evaluation labels wanted: the setting, as far as the pool's texts go.
    var evaluationTarget: Int {
        team.map(\.ownEvaluationCount) ?? min(settings.evaluationItems, evaluationOrder.count)
    }

    var isEvaluating: Bool {
        (team != nil || counts.evaluation < evaluationTarget) && !evaluationOrder.open(1, where: isOpen).isEmpty
    }

    /// Training labels from every source, by label index; of a team those of the others as well, as far as they were read.
    public var trainingCounts: [Int] { trainingCounts(readingOthers: team) }

    private func trainingCounts(readingOthers team: TeamView?) -> [Int] {
        var result = corpus.scheme.labels.map {
            (counts.trainingByLabel[$0.name] ?? 0) + (team?.labelCounts[$0.name] ?? 0)
        }
        for (_, answer) in corpus.trainingRows {
            for label in answer.labels { result[label] += 1 }
        }
        return result
    }

    /// There can be a round: at least two labels have been used, or what models start from knows them.
    public var canLearn: Bool { startRanks || hasTwoLabels }

    /// Whether what is labelled tells labels apart: two have been given, or where a message can have several one to some messages and
    /// not to others.
    var hasTwoLabels: Bool {
        guard corpus.scheme.isSeveral else { return trainingCounts.count { $0 > 0 } >= 2 }
        let answers = counts.training + corpus.trainingRows.count + (team?.answerCount ?? 0)
        return trainingCounts.contains { $0 > 0 && $0 < answers }
    }

    /// Whether what models start from ranks messages now.
    var startRanks: Bool {
        switch settings.start {
        case .ignorant: false
        case .ranks: true
        case .ranksWithVectors: vectors != nil
        }
    }

    /// Training labels given since the model of the queue in use was learnt.
    public var labelsSinceRound: Int {
        history.trainingLabelCount(after: basis?.through ?? -1)
    }

    /// What the session is at.
    public var stage: Stage {
        if isEvaluating { return .evaluation(done: counts.evaluation, of: evaluationTarget) }
        if returned(ofSeveral: false).isEmpty, returned(ofSeveral: true).isEmpty,
            seedOrder.open(1, where: isOpenToTeach).isEmpty, secondOpinion == nil
        {
            return .finished(skipped: skippedCount)
        }
        if let basis {
            return .active(round: basis.round, done: labelsSinceRound, of: roundSize)
        }
        if isSeeding || !canLearn || counts.training > 0 {
            return .seed(
                done: counts.training, of: settings.seedItems, rarest: isSeeding || !canLearn ? rarestLabel : nil)
        }
        return .active(round: 1, done: 0, of: roundSize)
    }

    /// Labels a round: the sum of a mixed recipe's counts, else the setting.
    public var roundSize: Int { recipe.size ?? settings.roundSize }

    var isSeeding: Bool { isSeeding(readingOthers: team) }

    /// Whether the next item to learn from is a random one, were others read as far as a view has.
    func isSeeding(readingOthers team: TeamView?) -> Bool {
        if startRanks { return false }
        return SessionSettings.isSeeding(
            given: counts.training + (team?.answerCount ?? 0),
            counts: trainingCounts(readingOthers: team),
            items: settings.seedItems, most: settings.mostSeedItems)
    }

    /// The index of the label with the fewest training labels, the first of several, where it has fewer than two.
    private var rarestLabel: Int? {
        let counts = trainingCounts
        return counts.indices.min { counts[$0] < counts[$1] }.flatMap { counts[$0] < 2 ? $0 : nil }
    }

    /// Whether the next round should be learnt now.
    public var isRoundDue: Bool {
        guard !isEvaluating, canLearn, restoration == nil else { return false }
        guard let basis else { return !isSeeding }
        if hasLostQueue || basis.vectors == nil && vectors != nil { return true }
        if labelsSinceRound >= roundSize { return true }
        return upcoming(1).isEmpty && !seedOrder.open(1, where: isOpenToTeach).isEmpty
    }

    /// Whether there has been a round, so that its queue is in use.
    var hasQueue: Bool { basis != nil }
}
