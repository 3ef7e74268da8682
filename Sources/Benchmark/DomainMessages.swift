import ArgumentParser
import Encoders
import Learning
import Messages
import Sampling
import Threads

/// Labelled messages with their kind and language, from which rounds with a known answer are made.
struct DomainMessages {
    /// Labels of one domain, a pool with another.
    struct Shift: Sendable {
        let name: String
        let known: @Sendable (_ kind: String, _ language: String) -> Bool
        let new: @Sendable (_ kind: String, _ language: String) -> Bool
    }

    /// A round, and the answer.
    struct Round {
        let context: RoundContext
        /// Candidates of the new domain.
        let isNew: Set<Int>
        /// For each row the message that it is a copy of.
        let text: [Int]
    }

    static let shifts = [
        Shift(name: "radio to tweets", known: { kind, _ in kind == "radio" }, new: { kind, _ in kind == "tweet" }),
        Shift(
            name: "headlines to English SMS", known: { kind, _ in kind == "headline" },
            new: { kind, language in kind == "sms" && language == "en" }),
        Shift(
            name: "tweets to headlines", known: { kind, _ in kind == "tweet" }, new: { kind, _ in kind == "headline" }),
        Shift(
            name: "English SMS to es, fr, pt", known: { kind, language in kind == "sms" && language == "en" },
            new: { _, language in ["es", "fr", "pt"].contains(language) }),
    ]

    private let known: LabelledSet
    private let origins: [(kind: String, language: String)]
    /// One for each message; nil for words alone.
    private let vectors: QuantizedVectors?
    private let threads: Int

    init(path: String, encoder: String?, threads: Int) throws {
        let read = try MessageReader(scheme: .disaster).read(path: path)
        let labelled = try LabelledSet(read, option: "messages")
        known = labelled
        origins = try read.answers.indices.filter { read.answers[$0] != nil }.map { index in
            let fields = read.pool.fields(at: index)
            guard let kind = fields.first(where: { $0.name == "kind" })?.value,
                let language = fields.first(where: { $0.name == "language" })?.value
            else { throw ValidationError("\(path): \(read.pool.id(at: index)) has no kind and language") }
            return (kind, language)
        }
        self.threads = threads
        vectors = try encoder.map { folder in
            let encoder = try SentenceEncoder(folder: folder)
            let pool = labelled.pool
            let numbers = try encoder.vectors(
                of: pool.indices.map { pool.text(at: $0) }, threads: threads, monitor: WorkMonitor())
            var vectors = QuantizedVectors(width: encoder.width)
            for message in pool.indices {
                vectors.append(numbers[message * encoder.width..<(message + 1) * encoder.width])
            }
            return vectors
        }
    }

    /// 200 labels of the known domain, and a pool of which a share, in per cent, is of the new one.
    ///
    /// The messages are the same for every seed of the models.
    func round(of shift: Shift, share: Int, seed: UInt64) throws -> Round {
        var random = SeededRandom(seed: 1, stream: shift.name)
        var messages = Array(origins.indices)
        random.shuffle(&messages)
        let own = messages.filter { shift.known(origins[$0].kind, origins[$0].language) }
        let other = messages.filter { shift.new(origins[$0].kind, origins[$0].language) }
        let old = min(300, max(0, own.count - 200))
        let new = min(other.count, old * share / (100 - share))
        var pool =
            own.dropFirst(200).prefix(min(old, new * (100 - share) / share)).map { ($0, false) }
            + other.prefix(new).map { ($0, true) }
        random.shuffle(&pool)
        return try round(training: Array(own.prefix(200)), pool: pool, seed: seed)
    }

    /// 200 labels, and a pool of copies.
    func copies(texts: Int, times: Int, seed: UInt64) throws -> Round {
        var random = SeededRandom(seed: 1, stream: "copies")
        var messages = Array(origins.indices)
        random.shuffle(&messages)
        var pool = messages.dropFirst(200).prefix(texts).flatMap { Array(repeating: ($0, false), count: times) }
        random.shuffle(&pool)
        return try round(training: Array(messages.prefix(200)), pool: pool, seed: seed)
    }

    private func round(training: [Int], pool: [(message: Int, isNew: Bool)], seed: UInt64) throws -> Round {
        let text = training + pool.map(\.message)
        let messages = known.pool
        let rows = try FeatureExtractor().extract(
            fromTexts: text.count, text: { messages.text(at: text[$0]) }, threads: threads
        ).rows
        let dense = vectors.map {
            DenseRows($0, places: text.map { Int32($0) }, weight: ModelSettings.standard.vectorWeight)
        }
        let examples = training.indices.map { Example(row: $0, answer: known.answers[training[$0]]) }
        let model = RoundModels(
            rows: FeatureRows(rows, dense: dense), training: examples, labelCount: LabelScheme.disaster.labels.count,
            seed: seed, threads: threads)
        return Round(
            context: RoundContext(model: model, candidates: training.count..<text.count, seed: seed, round: 1),
            isNew: Set(pool.indices.filter { pool[$0].isNew }.map { training.count + $0 }), text: text)
    }
}
