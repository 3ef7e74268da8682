import Learning

/// ATLAS by a Gaussian process: the rate of errors among guesses as unsure, times how little is known where the message
/// lies. Each choice counts as labelled at once, so that the next one lies elsewhere.
///
/// The idea is Monarch's (2020): predict errors, assume that what is chosen will be labelled, choose again. The model in which
/// a chosen message changes what is like it is the process's variance (``PosteriorVariance``), which does not depend on the
/// answer: a batch is chosen as if it had been labelled message by message (Desautels et al. 2014; the fantasies of Ginsbourger
/// et al. 2010). What is asked of each message is ln P(error) + w·ln s with w = 2, that is P(error)·s².
struct ErrorProcess {
    /// So many of the most probable errors are looked at.
    static let considered = 800
    /// Of the labels at most so many are conditioned on, and of the batch at most so many are.
    static let (mostLabels, mostChosen) = (2_000, 1_000)
    /// Variance of an answer's noise, where that of a message before all answers is 1.
    static let noise = 0.3
    /// Held-out splits that mark so many labels: ten, and three where there are many labels.
    ///
    /// The marks teach two numbers (``ErrorRate``), and a model of many labels is hardly another without a third of them. On tweets,
    /// 100 labels a round, average precision with three was lower by .001 at 1,100 to 1,500 labels (4 seeds, paired, ±.006), with
    /// five from 500 on by .004 at 600 to 1,000 (±.005).
    static func rotation(labels: Int) -> Int { labels < 1_000 ? 10 : 3 }

    /// Of several labels a message what has to be right.
    var extent = ErrorExtent.wholeAnswer

    /// P(error) of the candidates in their order; where it cannot be learnt, least confidence.
    func rates(in context: RoundContext) throws -> CandidateScores {
        let marks = try context.heldOutMarks(rotation: Self.rotation(labels: context.training.count), extent: extent)
        guard let rate = ErrorRate(marks) else {
            let weakest = try LeastConfidence().scores(in: context)
            return CandidateScores(scores: weakest.scores) { .instead(of: marks.obstacle, weakest.reason($0)) }
        }
        let probabilities = try context.probabilities()
        let rates = context.candidates.map { rate.rate(probabilities.row($0)) }
        return CandidateScores(scores: rates) { .likelyError(probability: rates[$0]) }
    }

    /// - Complexity: that of ``PosteriorVariance`` with the labels and the candidates that are looked at, and a step of it for
    ///   each message chosen.
    func select(_ count: Int, from context: RoundContext, strategy: String) throws -> [Selection] {
        let rates = try rates(in: context)
        let features = try context.features()
        let wanted = min(count, context.candidates.count)
        let ranking = try ranking(rates.scores, in: context)
        let adaptive = min(wanted, Self.mostChosen)
        let looked = Array(ranking.prefix(max(Self.considered, adaptive)))
        let rows = looked.map { context.candidates[$0.position] }
        var variance = try PosteriorVariance(
            of: rows, given: known(in: context), features: features, lengths: context.featureLengths(),
            noise: Self.noise, threads: context.threads, monitor: context.monitor)
        var isChosen = [Bool](repeating: false, count: rows.count)
        var selections: [Selection] = []
        while selections.count < adaptive {
            try context.monitor.checkCancellation()
            var best: (index: Int, isRepeat: Bool, score: Double)?
            for (index, candidate) in looked.enumerated() where !isChosen[index] {
                let score = rates.scores[candidate.position] * variance.variances[index]
                if let best, candidate.isRepeat != best.isRepeat ? candidate.isRepeat : score <= best.score { continue }
                best = (index, candidate.isRepeat, score)
            }
            guard let index = best?.index else { break }
            isChosen[index] = true
            let position = looked[index].position
            selections.append(
                Selection(
                    row: rows[index], score: rates.scores[position], strategy: strategy,
                    reason: rates.reason(position).with(news: variance.variances[index].squareRoot())))
            if selections.count < adaptive { variance.condition(on: index) }
            context.monitor.report(Double(selections.count) / Double(wanted))
        }
        // A batch of thousands goes on by the rate alone.
        let rest = looked.indices.filter { !isChosen[$0] }.map { looked[$0] } + ranking.dropFirst(looked.count)
        return selections
            + rest.prefix(wanted - selections.count).map { candidate in
                Selection(
                    row: context.candidates[candidate.position], score: rates.scores[candidate.position],
                    strategy: strategy, reason: rates.reason(candidate.position))
            }
    }

    /// A candidate by its position; whether it says what a labelled, chosen or more probable one says.
    private struct Ranked {
        let position: Int
        let isRepeat: Bool
    }

    /// The candidates by falling rate, those that repeat another behind all that do not: equal texts are one question.
    private func ranking(_ rates: [Double], in context: RoundContext) throws -> [Ranked] {
        let features = try context.features()
        let places = Dictionary(
            uniqueKeysWithValues: context.candidates.enumerated().map { ($0.element, $0.offset) })
        let positions = context.candidatesByContent.compactMap { places[$0] }
        let order = HighestScores.positions(positions.count, of: positions.map { rates[$0] }).map { positions[$0] }
        // Texts without a known word are told apart by what an encoder makes of them.
        let keys = context.contentKeys
        func content(_ row: Int) -> UInt64? {
            features.dense != nil && features.sparse.isEmpty(row) ? nil : keys[row]
        }
        var known = Set(context.settledRows.compactMap(content))
        let ranked = order.map { position in
            let isNew = content(context.candidates[position]).map { known.insert($0).inserted } ?? true
            return Ranked(position: position, isRepeat: !isNew)
        }
        return ranked.filter { !$0.isRepeat } + ranked.filter(\.isRepeat)
    }

    /// What the variance is conditioned on: the rows that this round has chosen already and the labels, of which so many as
    /// can be, by content.
    private func known(in context: RoundContext) -> [Int] {
        let labels = Set(context.trainingRows)
        let chosen = context.byContent(context.settledRows.filter { !labels.contains($0) })
        return Array(chosen.prefix(Self.mostChosen)) + context.byContent(context.trainingRows).prefix(Self.mostLabels)
    }
}
