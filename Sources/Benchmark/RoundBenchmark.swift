import ArgumentParser
import Learning
import Messages
import Sampling

/// Times one round of every strategy on a pool as large as wanted.
struct RoundBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rounds",
        abstract: "Time one round of every strategy: training, scoring of the whole pool, choosing.",
        discussion: """
            The pool is made from the file's messages: the first half of one and the second half of another, drawn \
            at random, so that it has their words and lengths. The labelled messages are learnt from as they are.
            """)

    @Argument(help: "Messages with a label column.")
    var path: String

    @Option(help: "Messages in the pool.")
    var pool = 100_000

    @Option(help: "Labelled messages to learn from.")
    var labels = 1_000

    @Option(help: "Messages to choose.")
    var count = 100

    @Option(help: "Runs a strategy; the median is printed.")
    var runs = 3

    @Option(help: "Threads.")
    var threads = 2

    @Option(help: "Strategies, by commas; default: all.")
    var strategies: String?

    func run() throws {
        let read = try MessageReader(scheme: .disaster).read(path: path)
        let known = try LabelledSet(read, option: "messages")
        var random = SeededRandom(seed: 1, stream: "benchmark")
        let drawn = random.sample(labels, from: Array(known.pool.indices))
        let words = known.pool.indices.map { known.pool.text(at: $0).split(separator: " ") }
        guard !words.isEmpty else { throw ValidationError("\(path) holds no labelled message") }
        let texts =
            drawn.map { known.pool.text(at: $0) }
            + (0..<pool).map { _ in
                let first = words[random.below(words.count)]
                let second = words[random.below(words.count)]
                return (first.prefix((first.count + 1) / 2) + second.suffix(second.count / 2)).joined(separator: " ")
            }
        let clock = ContinuousClock()
        var rows = SparseRows(columnCount: 0)
        let extraction = try clock.measure {
            rows = try FeatureExtractor().extract(fromTexts: texts.count, text: { texts[$0] }, threads: threads).rows
        }
        let examples = drawn.indices.map { Example(row: $0, label: known.labels[drawn[$0]]) }
        print("features of \(texts.count) messages, \(rows.columns.count) entries: \(extraction.seconds) s, once")
        print("a round of \(count) from \(pool), \(labels) labels, \(threads) threads, median of \(runs):")
        let ids = strategies?.split(separator: ",").map(String.init) ?? StrategyCatalogue.standard.ids
        for id in ids {
            let recipe = try Recipe(parsing: id)
            var times: [Duration] = []
            for _ in 0..<max(1, runs) {
                // A model of its own each time: what strategies share is not there yet.
                let model = RoundModels(
                    rows: FeatureRows(rows), training: examples, labelCount: LabelScheme.disaster.labels.count, seed: 1,
                    threads: threads)
                let context = RoundContext(
                    model: model, candidates: drawn.count..<texts.count, seed: 1, round: 1)
                times.append(
                    try clock.measure { _ = try recipe.select(size: count, shuffled: false, from: context) })
            }
            let name = id + String(repeating: " ", count: max(1, 32 - id.count))
            print("  \(name)\(times.sorted()[times.count / 2].seconds) s   peak so far \(PeakMemory.megabytes) MB")
        }
    }
}
