extension SessionState {
    /// How many labels the first round waits for.
    public enum FirstRound: Sendable, Hashable {
        /// It is due now.
        case isDue
        /// It is learnt after so many more; `isAtLeast` where more are drawn as long as a label is too rare.
        case comes(afterLabels: Int, isAtLeast: Bool)
        /// It is learnt as soon as the vectors are there.
        case comesWithVectors
    }

    /// What the first round waits for; nil where there has been one, and where there is nothing left to label.
    public var firstRound: FirstRound? {
        guard !hasQueue else { return nil }
        var measuring = 0
        switch stage {
        case .evaluation(let done, let of): measuring = max(0, of - done)
        case .finished: return nil
        case .seed, .active: break
        }
        if settings.start == .ranksWithVectors, vectors == nil {
            return measuring > 0 ? .comes(afterLabels: measuring, isAtLeast: true) : .comesWithVectors
        }
        let labelCounts = trainingCounts
        let needsTwoLabels = !canLearn
        let isRare = isSeeding && settings.mostSeedItems > counts.training && labelCounts.contains { $0 < 2 }
        var missing = isSeeding ? settings.seedItems - counts.training : 0
        if isRare {
            let rare = labelCounts.reduce(0) { $0 + max(0, 2 - $1) }
            missing = max(missing, min(rare, settings.mostSeedItems - counts.training))
        }
        if needsTwoLabels { missing = max(missing, max(0, 2 - labelCounts.count { $0 > 0 })) }
        let wanted = measuring + max(0, missing)
        return wanted == 0
            ? .isDue
            : .comes(
                afterLabels: wanted,
                isAtLeast: needsTwoLabels || isRare && settings.mostSeedItems > settings.seedItems)
    }
}
