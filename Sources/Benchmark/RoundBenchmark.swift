import Answers
import ArgumentParser
import Encoders
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
            at random, so that it has their words and lengths. The labelled messages are learnt from as they are. With \
            an encoder each strategy takes turns without its vectors and with them.
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

    @Option(help: "A task of so many labels, any of which a message can have: those whose word it holds.")
    var several: Int?

    @Option(help: "The folder of an encoder whose vectors models learn from as well.")
    var encoder: String?

    func run() throws {
        let read = try MessageReader(scheme: .disaster).read(path: path)
        let known = try LabelledSet(read, option: "messages")
        var random = SeededRandom(seed: 1, stream: "benchmark")
        let drawn = random.sample(labels, from: Array(known.pool.indices))
        guard let others = DrawnTexts(known.pool) else { throw ValidationError("\(path) holds no labelled message") }
        let texts = drawn.map { known.pool.text(at: $0) } + (0..<pool).map { _ in others.next(&random) }
        let clock = ContinuousClock()
        var rows = SparseRows(columnCount: 0)
        let extraction = try clock.measure {
            rows = try FeatureExtractor().extract(fromTexts: texts.count, text: { texts[$0] }, threads: threads).rows
        }
        let examples =
            several.map { Self.examples(of: drawn.indices, in: rows, labelCount: $0) }
            ?? drawn.indices.map { Example(row: $0, answer: known.answers[drawn[$0]]) }
        let labelCount = several ?? LabelScheme.disaster.labels.count
        print("features of \(texts.count) messages, \(rows.entryCount) entries: \(extraction.seconds) s, once")
        var kinds = [FeatureRows(rows)]
        if let encoder {
            let loaded = try SentenceEncoder(folder: encoder)
            var dense: DenseRows?
            let encoding = try clock.measure { dense = try loaded.denseRows(of: texts, threads: threads) }
            print("vectors of \(texts.count) messages, \(loaded.width) numbers each: \(encoding.seconds) s, once")
            kinds.append(FeatureRows(rows, dense: dense))
        }
        print("a round of \(count) from \(pool), \(labels) labels, \(threads) threads, median of \(max(1, runs)):")
        let ids = strategies?.split(separator: ",").map(String.init) ?? StrategyCatalogue.standard.ids
        for id in ids {
            let recipe = try Recipe(parsing: id)
            var times = [[Duration]](repeating: [], count: kinds.count)
            var work = times
            for _ in 0..<max(1, runs) {
                for (kind, rows) in kinds.enumerated() {
                    // A model of its own each time: what strategies share is not there yet.
                    let model = RoundModels(
                        rows: rows, training: examples, labelCount: labelCount, loss: Loss(isSeveral: several != nil),
                        seed: 1, threads: threads)
                    let context = RoundContext(
                        model: model, candidates: drawn.count..<texts.count, seed: 1, round: 1)
                    let start = ProcessorTime.now
                    times[kind].append(
                        try clock.measure { _ = try recipe.select(size: count, shuffled: false, from: context) })
                    work[kind].append(ProcessorTime.now - start)
                }
            }
            let name = id + String(repeating: " ", count: max(1, 32 - id.count))
            let medians = times.map { "\($0.sorted()[$0.count / 2].seconds) s" }.joined(separator: "   with vectors ")
            print("  \(name)\(medians)\(Self.ratio(work))   peak so far \(PeakMemory.megabytes) MB")
        }
    }

    /// Messages labelled by the columns that they have: the labels stand for columns that one message in twenty has, or nearly.
    private static func examples(of drawn: Range<Int>, in rows: SparseRows, labelCount: Int) -> [Example] {
        var counts = [Int](repeating: 0, count: rows.columnCount)
        for row in drawn { for entry in rows.rowEntries(row) { counts[Int(entry.column)] += 1 } }
        let wanted = drawn.count / 20
        let columns = counts.indices.sorted { (abs(counts[$0] - wanted), $0) < (abs(counts[$1] - wanted), $1) }
            .prefix(min(labelCount, LabelIndices.limit))
        let labels = Dictionary(uniqueKeysWithValues: columns.enumerated().map { (UInt32($0.element), $0.offset) })
        return drawn.map { row in
            let held = rows.rowEntries(row).compactMap { labels[UInt32($0.column)] }
            return Example(row: row, answer: .several(LabelIndices(held)))
        }
    }

    /// Processor time with vectors as a multiple of that without; nothing where there are none.
    private static func ratio(_ work: [[Duration]]) -> String {
        let medians = work.map { $0.sorted()[$0.count / 2] / .milliseconds(1) }
        guard medians.count == 2, medians[0] > 0 else { return "" }
        let hundredths = Int((100 * medians[1] / medians[0]).rounded())
        return " (\(hundredths / 100).\(String(100 + hundredths % 100).dropFirst()) of the processor time)"
    }
}
