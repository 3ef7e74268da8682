import Testing

@testable import Learning
@testable import Sampling

// MARK: The rate

/// Marks of guesses with these probabilities of the best of two labels.
private func marks(_ best: [Double], wrong: [Bool]) -> HeldOutMarks {
    HeldOutMarks(
        rows: Array(best.indices), labels: wrong.map { $0 ? 1 : 0 },
        probabilities: FixedRound.matrix(best.map { [Float($0), Float(1 - $0)] }),
        decision: Decision(mostProbableOf: 2, positive: 0))
}

@Test("the rates of the marked messages sum to their mistakes, and rise where the guess is less sure")
func ratesSumToMistakes() throws {
    var random = SeededRandom(seed: 2, stream: "marks")
    let best = (0..<80).map { _ in 0.5 + 0.49 * random.unit() }
    for share in [0.1, 0.5, 2] {
        let wrong = best.map { random.unit() < share * (1 - $0) }
        let marks = marks(best, wrong: wrong)
        let rate = try #require(ErrorRate(marks))
        let rates = best.indices.map { rate.rate(marks.probabilities.row($0)) }
        #expect(abs(rates.reduce(0, +) - Double(marks.incorrectCount)) < 1e-3)
        let order = best.indices.sorted { best[$0] < best[$1] }
        #expect(zip(order, order.dropFirst()).allSatisfy { rates[$0] >= rates[$1] })
    }
}

@Test("with mistakes as frequent as the confidence says, the rate is what the confidence says")
func rateOfAnHonestModel() throws {
    // Of ten at .9 one is wrong, of ten at .8 two, of ten at .6 four: the likelihood is greatest at w = 0, b = 0.
    let best = [0.9, 0.8, 0.6].flatMap { Array(repeating: $0, count: 10) }
    let wrong = [1, 2, 4].flatMap { count in (0..<10).map { $0 < count } }
    let rate = try #require(ErrorRate(marks(best, wrong: wrong)))
    for probability in [0.55, 0.6, 0.75, 0.95] {
        #expect(abs(rate.rate([Float(probability), Float(1 - probability)]) - (1 - probability)) < 1e-4)
    }
}

@Test("where the surer guesses are the wrong ones, the rates still sum to the mistakes and keep the order of doubt")
func rateAgainstConfidence() throws {
    let best = Array(repeating: 0.99, count: 300) + Array(repeating: 0.6, count: 300)
    let marks = marks(best, wrong: best.indices.map { $0 < 200 })
    let rate = try #require(ErrorRate(marks))
    let rates = best.indices.map { rate.rate(marks.probabilities.row($0)) }
    #expect(abs(rates.reduce(0, +) - 200) < 1e-3)
    // The log-odds of .6 and .99 stay as far apart as they are: ln(.4 / .6) − ln(.01 / .99) = 4.1897.
    let odds = rates.map { LeadingProbabilities.logOdds($0) }
    #expect(abs(odds[300] - odds[0] - 4.1897) < 1e-3)
}

@Test("without a wrong mark, or without a right one, there is no rate", arguments: [true, false])
func noRate(isWrong: Bool) {
    #expect(ErrorRate(marks([0.6, 0.9], wrong: [isWrong, isWrong])) == nil)
    #expect(ErrorRate(marks([], wrong: [])) == nil)
}

// MARK: Rounds

/// Messages of sixteen groups, each with ten words of its own. An annotator answers by the group, but in some groups tosses
/// a coin for some of the messages: the model cannot do better than the share of the others.
private struct Grouped {
    let context: RoundContext
    /// The annotator's answer to each message.
    let answers: [Int]
    let features: FeatureRows

    init(trained: Int = 320, candidates: Int = 640, copies: Int = 1, threads: Int = 2) {
        var random = SeededRandom(seed: 12, stream: "groups")
        var sparse = SparseRows(columnCount: 160)
        var answers: [Int] = []
        func append(_ group: Int, times: Int) {
            let columns = Set((0..<4).map { _ in group * 10 + random.below(10) }).sorted()
            for _ in 0..<times {
                let value = Float(1 / Double(columns.count).squareRoot())
                sparse.append(columns.map { (column: UInt32($0), value: value) })
                let tossed = random.unit() < [0, 0, 0.2, 0.9][group % 4]
                answers.append(tossed ? random.below(2) : group / 4 % 2)
            }
        }
        for row in 0..<trained { append(row % 16, times: 1) }
        for row in 0..<candidates / copies { append(row % 16, times: copies) }
        features = FeatureRows(sparse)
        self.answers = answers
        context = RoundContext(
            model: RoundModels(
                rows: features, training: (0..<trained).map { Example(row: $0, label: answers[$0]) }, labelCount: 2,
                seed: 1, threads: threads),
            candidates: trained..<trained + candidates, seed: 1, round: 1)
    }

    /// Mean cosine of two different messages of a batch.
    func likeness(_ rows: [Int]) -> Double {
        let numbers = rows.map { features.sparse.dense($0).map { Double($0) } }
        var (sum, pairs) = (0.0, 0.0)
        for i in rows.indices {
            for j in 0..<i {
                sum += zip(numbers[i], numbers[j]).reduce(0) { $0 + $1.0 * $1.1 }
                pairs += 1
            }
        }
        return sum / pairs
    }
}

@Test("the score is an error rate: of the messages with the highest, about as many are wrong as their scores say")
func scoresAreRates() throws {
    let round = Grouped()
    let probabilities = try round.context.probabilities()
    let chosen = try strategy("atlas").select(200, from: round.context).sorted { ($0.score ?? 0) > ($1.score ?? 0) }
    for count in [50, 100, 200] {
        let top = chosen.prefix(count)
        let said = top.reduce(0) { $0 + ($1.score ?? 0) } / Double(count)
        let wrong = top.count { probabilities.largestColumn(inRow: $0.row) != round.answers[$0.row] }
        #expect(abs(said - Double(wrong) / Double(count)) < 0.1)
    }
}

@Test("of a hundred texts in ten copies each, a batch of twenty asks twenty, and no text twice before all are asked")
func copiesAreOneQuestion() throws {
    let round = Grouped(trained: 80, candidates: 1_000, copies: 10)
    func texts(_ count: Int) throws -> Set<[Float]> {
        Set(try strategy("atlas").select(count, from: round.context).map { round.features.sparse.dense($0.row) })
    }
    #expect(try texts(20).count == 20)
    let labelled = Set((0..<80).map { round.features.sparse.dense($0) })
    let open = Set(round.context.candidates.map { round.features.sparse.dense($0) }).subtracting(labelled)
    #expect(try texts(open.count) == open)
}

@Test("a batch is less alike than least confidence's, and still where the errors are")
func batchesAreUnlike() throws {
    let round = Grouped()
    let batch = try strategy("atlas").select(30, from: round.context)
    let weakest = try LeastConfidence().select(30, from: round.context)
    #expect(round.likeness(batch.map(\.row)) < round.likeness(weakest.map(\.row)))
    let rates = try ErrorProcess().rates(in: round.context).scores
    let mean = rates.reduce(0, +) / Double(rates.count)
    #expect(batch.reduce(0) { $0 + ($1.score ?? 0) } / 30 > 1.5 * mean)
}

/// A round whose held-out marks are known: the hidden layer gives nothing and training takes no step, so that every held-out guess is even between two labels
/// and goes to label 0. The first rows are labelled; each row has one direction in two columns, by its cosine with (1, 0).
private func evenRound(labels: [Int], best: [Float], cosines: [Float]) -> RoundContext {
    var settings = TrainingSettings.standard
    (settings.epochs, settings.leastSteps, settings.stepsPerRoot) = (0, 0, 0)
    var rows = SparseRows(columnCount: 2)
    for cosine in cosines {
        let entries: [(column: UInt32, value: Float)] = [(0, cosine), (1, (1 - cosine * cosine).squareRoot())]
        rows.append(entries.filter { $0.value != 0 })
    }
    let silent = HiddenLayer(weightRows: [0, 1], weights: Array(repeating: 0, count: 8), bias: [0, 0, 0, 0])
    let outputs = ModelOutputs(
        probabilities: FixedRound.matrix(best.map { [$0, 1 - $0] }), hidden: Matrix(zeros: best.count, 1),
        logits: Matrix(zeros: best.count, 2),
        output: OutputLayer(weights: Matrix(zeros: 2, 1), bias: [0, 0]))
    return RoundContext(
        model: RoundModels(
            rows: FeatureRows(rows), training: labels.enumerated().map { Example(row: $0.offset, label: $0.element) },
            labelCount: 2, settings: settings, start: ModelStart(silent), seed: 1, outputs: outputs),
        candidates: labels.count..<best.count, seed: 1, round: 1)
}

@Test("P(error) · s² chooses: by hand, with labels in the way and after what was chosen")
func choicesByHand() throws {
    // One mark in four is wrong and all are even: w = 0, b = ln(1/3), and P = (1 − p) / (1 − p + 3p). The four labels lie at
    // (1, 0), and s² = 1 − c² · 4 / 4.3 at cosine c. Row 4: .2353 · .1427 = .0336; 5: .1 · 1; 6: .1818 · .9271 = .1686.
    let context = evenRound(
        labels: [0, 0, 0, 1], best: [0.5, 0.5, 0.5, 0.5, 0.52, 0.75, 0.6], cosines: [1, 1, 1, 1, 0.96, 0, 0.28])
    let chosen = try strategy("atlas").select(3, from: context)
    // With 6 known as well the covariance of 5 and 6 is .96: s² of 5 is 1 − .9216 / 1.2271 = .2490. That of 4 and 6 is
    // 2 · .96 · .28 − .96 · .28 · 4 / 4.3 = .2876: s² of 4 is .1427 − .0827 / 1.2271 = .0753. Row 5: .0249; 4: .0177.
    #expect(chosen.map(\.row) == [6, 5, 4])
    #expect(close(chosen.map(\.score), [0.4 / 2.2, 0.25 / 2.5, 0.48 / 2.04], within: 1e-4))
    #expect(
        chosen.map(\.reason.figures) == ["error .18, new .96", "error .10, new .50", "error .24, new .26"])
}

@Test("without held-out mistakes least confidence takes the place of the rate, says so, and the batch still adapts")
func fallsBackAndAdapts() throws {
    // Rows 2 and 3 are near copies of one another, row 4 lies across; the labels lie between.
    let context = evenRound(
        labels: [0, 0], best: [0.5, 0.5, 0.5, 0.52, 0.6], cosines: [0.7, 0.7, 0.999, 0.998, 0])
    let chosen = try strategy("atlas").select(3, from: context)
    #expect(try LeastConfidence().select(3, from: context).map(\.row) == [2, 3, 4])
    #expect(chosen.map(\.row) == [2, 4, 3])
    #expect(close(chosen.map(\.score), [1, 0.8, 0.96], within: 1e-6))
    #expect(chosen.allSatisfy { $0.reason.words().hasPrefix("no mistake seen yet: the model is ") })
}

@Test("what another part of the recipe has chosen counts as labelled")
func settledRowsCount() throws {
    let context = evenRound(
        labels: [0, 1], best: [0.5, 0.5, 0.5, 0.52, 0.6], cosines: [0.7, 0.7, 0.999, 0.998, 0])
    #expect(try strategy("atlas").select(1, from: context.with(candidates: [3, 4])).map(\.row) == [3])
    #expect(try strategy("atlas").select(1, from: context.excluding([2])).map(\.row) == [4])
}

@Test("the order behind a round is that of the rate")
func remainderByRate() throws {
    let round = Grouped(trained: 80, candidates: 120)
    let rest = try strategy("atlas") as? ATLAS
    let remainder = try #require(try rest?.remainder(of: round.context))
    let rates = try ErrorProcess().rates(in: round.context).scores
    let scores = (0..<120).map { rates[remainder.row(at: $0) - 80] }
    #expect(scores == scores.sorted(by: >))
}

@Test("a batch of more than a thousand goes on by the rate, each message once")
func largeBatch() throws {
    let round = Grouped(trained: 40, candidates: 1_300)
    let chosen = try strategy("atlas").select(1_200, from: round.context)
    #expect(Set(chosen.map(\.row)).count == 1_200)
    #expect(chosen.prefix(1_000).allSatisfy { $0.reason.figures?.contains("new ") ?? false })
    let last = chosen.suffix(200)
    #expect(last.allSatisfy { !($0.reason.figures?.contains("new ") ?? true) })
}
