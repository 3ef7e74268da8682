import Journal
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation
@testable import Learning

/// Texts whose words are drawn by chance, and whose label only their vectors tell.
///
/// A text is one of four kinds, told by the signs of two of its vector's directions. Kinds of the first sign + are the first task,
/// those of − the second; the other sign is the label, which the second task numbers the other way round.
private struct ToyTask: TextEncoder {
    let isFirst: Bool
    let count: Int
    let seed: UInt64
    let width = 16

    func label(_ row: Int) -> Int { isFirst ? row % 2 : 1 - row % 2 }

    func text(_ row: Int) -> String {
        var random = SeededRandom(seed: seed, stream: "words \(isFirst) \(row)")
        let words = (0..<6).map { _ in "word\(random.below(40))" }
        return "\(isFirst ? "one" : "two") \(row) " + words.joined(separator: " ")
    }

    var pool: MessagePool {
        var pool = MessagePool()
        for row in 0..<count { pool.append(id: "\(row)", text: text(row)) }
        return pool
    }

    func vectors(of texts: [String], threads: Int, monitor: WorkMonitor) -> [Float] {
        texts.flatMap { text in
            let parts = text.split(separator: " ")
            let isOdd = Int(parts[1]).map { $0 % 2 == 1 } ?? false
            var random = SeededRandom(seed: seed, stream: "vector " + text)
            return (0..<width).map { number in
                let sign: Double =
                    switch number {
                    case 0: parts[0] == "one" ? 1 : -1
                    case 1, 2: isOdd ? 1 : -1
                    default: 0
                    }
                return Float(sign + 0.4 * random.normal())
            }
        }
    }

    func made(firstTask: TextVectors? = nil) throws -> TextVectors {
        let texts = (0..<count).map(text)
        let vectors = TextVectors(
            texts: Learner.Texts(count: count) { texts[$0] },
            encoder: EncoderSource(name: "toy", digest: "toy", arithmetic: "plain") { self }, weight: 0.8, cache: nil,
            firstTask: firstTask, threads: 1)
        try vectors.make()
        return vectors
    }

    /// Every message labelled.
    var history: LabelHistory {
        var history = LabelHistory()
        for row in 0..<count {
            let event = LabelEvent(
                id: "\(row)", label: LabelScheme.disaster.names[label(row)], set: .training, round: 1,
                strategy: "random")
            _ = try? history.apply(
                JournalLine(sequence: row, at: Timestamp(milliseconds: 0), event: .label(event)))
        }
        return history
    }

    var corpus: Corpus { Corpus(scheme: .disaster, pool: pool) }

    /// The task as one to start from.
    func source(rate: Double) -> TransferSource {
        TransferSource(corpus: corpus, history: history, rate: rate)
    }

    /// Share of texts, but for the first ones, that a model of the first ones' labels labels rightly.
    func accuracy(labels: Int, transfer: TransferSource?, vectors: TextVectors?) throws -> Double {
        let learner = Learner(
            corpus: corpus, transfer: transfer, seed: seed, threads: 1)
        let model = try learner.models(
            of: (0..<labels).map { Example(row: $0, label: label($0)) }, vectors: vectors?.rows(),
            monitor: WorkMonitor())
        let predicted = try learner.predictions(of: model, count: count, monitor: WorkMonitor())
        let held = labels..<count
        return Double(held.count { predicted[$0] == label($0) }) / Double(held.count)
    }
}

@Test("a frozen layer that has learnt other labels from vectors needs a few of new ones, which words alone never tell")
func newHeadOnMeaning() throws {
    var sums = (words: 0.0, wordsTransferred: 0.0, frozen: 0.0)
    for seed in 1...3 as ClosedRange<UInt64> {
        let first = ToyTask(isFirst: true, count: 120, seed: seed)
        let second = ToyTask(isFirst: false, count: 204, seed: seed)
        let firstVectors = try first.made()
        let vectors = try second.made(firstTask: firstVectors)
        let source = first.source(rate: 0)
        sums.words += try second.accuracy(labels: 4, transfer: nil, vectors: nil)
        sums.wordsTransferred += try second.accuracy(labels: 4, transfer: source, vectors: nil)
        sums.frozen += try second.accuracy(
            labels: 4, transfer: source.withMeaning(by: vectors.origin, vectors: firstVectors), vectors: vectors)
    }
    #expect(sums.frozen / 3 > 0.9 && sums.words / 3 < 0.65 && sums.wordsTransferred / 3 < 0.65, "\(sums)")
}

@Test("a frozen layer keeps the first task's weights of vectors, of which a task of words alone has none")
func frozenMeaning() throws {
    let first = ToyTask(isFirst: true, count: 40, seed: 1)
    let second = ToyTask(isFirst: false, count: 40, seed: 1)
    let firstVectors = try first.made()
    let vectors = try second.made(firstTask: firstVectors)
    func learner(_ task: ToyTask, _ transfer: TransferSource?) -> Learner {
        Learner(corpus: task.corpus, transfer: transfer, seed: 5, threads: 1)
    }
    func weights(_ learner: Learner, _ examples: [Example], _ vectors: DenseRows?) throws -> [Float] {
        try learner.models(of: examples, vectors: vectors, monitor: WorkMonitor())
            .classifier(monitor: WorkMonitor()).denseWeights
    }
    let taught = try weights(
        learner(first, nil), first.corpus.trainingExamples(first.history), firstVectors.rows())
    let few = (0..<6).map { Example(row: $0, label: second.label($0)) }
    let source = first.source(rate: 0)
    let withMeaning = source.withMeaning(by: vectors.origin, vectors: firstVectors)
    #expect(try weights(learner(second, withMeaning), few, vectors.rows()) == taught)
    #expect(try weights(learner(second, withMeaning), few, nil).isEmpty)
    #expect(try weights(learner(second, source), few, vectors.rows()).allSatisfy { $0 == 0 })
    let moving = first.source(rate: 1).withMeaning(by: vectors.origin, vectors: firstVectors)
    let moved = try weights(learner(second, moving), few, vectors.rows())
    #expect(moved.count == taught.count && moved != taught)
}

@Test("a round of words alone starts from the same layer whichever vectors are there, and one of vectors waits for all")
func roundsOfASecondTask() throws {
    let fixture = try Fixture(evaluationItems: 0)
    try fixture.work(8)
    let state = fixture.session.state
    let source = TransferSource(corpus: fixture.corpus, history: state.history, rate: 0.5)
    func request(_ vectors: RankingRequest.Vectors) -> RankingRequest {
        let next = state.nextRound
        return RankingRequest(
            purpose: next.purpose, round: next.round, through: next.through, recipe: next.recipe, vectors: vectors,
            learntFrom: next.learntFrom, candidatesFrom: next.candidatesFrom)
    }
    func ranking(
        _ vectors: RankingRequest.Vectors, first: ToldVectors, second: ToldVectors, threads: Int = 1
    ) throws -> Ranking {
        try Ranker(
            corpus: fixture.corpus, settings: fixture.settings,
            transfer: source.withMeaning(by: second.origin, vectors: first), vectors: second, threads: threads
        ).rank(request(vectors), monitor: WorkMonitor())
    }
    func told(_ areThere: Bool) -> ToldVectors { ToldVectors(fixture.corpus, areThere: areThere) }
    let words = try Ranker(corpus: fixture.corpus, settings: fixture.settings, transfer: source, threads: 1)
        .rank(request(.none), monitor: WorkMonitor())
    let (none, all) = (told(false), told(true))
    for same in [
        try ranking(.none, first: all, second: all), try ranking(.none, first: none, second: all, threads: 3),
        try ranking(.whereComplete, first: all, second: none),
    ] {
        #expect(same.vectors == nil && same.model.parts?.classifier == words.model.parts?.classifier)
        #expect(same.selections.map(\.row) == words.selections.map(\.row))
    }
    let with = try ranking(.whereComplete, first: all, second: all)
    #expect(with.vectors == "told by tests" && with.model.parts?.classifier != words.model.parts?.classifier)
    let again = try ranking(.required("told by tests"), first: all, second: told(true), threads: 3)
    #expect(again.model.parts?.classifier == with.model.parts?.classifier)
    #expect(again.selections.map(\.row) == with.selections.map(\.row))
    // Nothing else is learnt in their place.
    #expect(throws: VectorsMissing.self) { try ranking(.required("told by tests"), first: none, second: all) }
}
