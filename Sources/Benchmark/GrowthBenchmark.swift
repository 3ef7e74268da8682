import Annotation
import ArgumentParser
import Arithmetic
import Foundation
import Learning
import Messages
import Sampling

/// Times each step of a round alone, on pools of several sizes, and says how it grows.
struct GrowthBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Time each step of a round alone on pools of several sizes, and print how time and memory grow.",
        discussion: """
            Processor seconds of all threads together. The exponent is the slope of the logarithms, by least squares: 1 where \
            twice the messages take twice the time. The pool is made from the file's messages as in rounds. The machine's own \
            rates are measured in the same run.
            """)

    @Argument(help: "Messages with a label column.")
    var path: String

    @Option(help: "Messages in the pools, by commas.")
    var sizes = "1000,10000,100000"

    @Option(help: "Labelled messages to learn from.")
    var labels = 1_000

    @Option(help: "Messages to choose.")
    var count = 100

    @Option(help: "Threads.")
    var threads = 2

    @Option(help: "Strategies, by commas; each with a model of its own that has scored already.")
    var strategies = "least-confidence,atlas"

    func run() throws {
        let read = try MessageReader(scheme: .disaster).read(path: path)
        let known = try LabelledSet(read, option: "messages")
        guard let texts = DrawnTexts(known.pool) else { throw ValidationError("\(path) holds no labelled message") }
        let sizes = self.sizes.split(separator: ",").compactMap { Int($0) }.filter { $0 > 0 }.sorted()
        guard !sizes.isEmpty else { throw ValidationError("no sizes in \(self.sizes)") }
        let machine = MachineRates.measured()
        print(
            "this machine, one thread: \(Self.billions(machine.multiplyAdds)) multiply-adds a second in the nearest cache, "
                + "\(Self.billions(machine.bytes)) bytes read a second from memory")
        var all: [Run] = []
        for size in sizes {
            all.append(try run(size, known, texts))
            print(all[all.count - 1].account(of: machine))
        }
        print(Growth(runs: all))
    }

    private static func billions(_ rate: Double) -> String { Decimals.text(rate / 1e9, 1) + "·10⁹" }

    /// What the steps have taken for a pool of one size.
    struct Run {
        let size: Int
        var steps: [(name: String, seconds: Double)] = []
        var entries = 0
        var scoring: (entries: Int, hidden: Int) = (0, 0)
        var peak = 0

        mutating func time<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
            let start = ProcessorTime.now
            defer { steps.append((name, (ProcessorTime.now - start) / .seconds(1))) }
            return try body()
        }

        /// What scoring did, against what the machine can do.
        func account(of machine: MachineRates) -> String {
            let operations = Double(scoring.entries) * Double(scoring.hidden)
            let seconds = steps.first { $0.name == "score" }?.seconds ?? 0
            return "\(size): \(entries) entries; score: \(scoring.entries) of them have weights, entry by entry "
                + "\(Decimals.text(operations / 1e9, 2))·10⁹ multiply-adds, on one thread of this machine at least "
                + "\(Decimals.text(operations / machine.multiplyAdds, 2)) s from the nearest cache and "
                + "\(Decimals.text(operations * 4 / machine.bytes, 2)) s from memory; by words it took "
                + "\(Decimals.text(seconds, 2)) s; peak \(peak) MB"
        }
    }

    private func run(_ size: Int, _ labelled: LabelledSet, _ texts: DrawnTexts) throws -> Run {
        var random = SeededRandom(seed: 1, stream: "benchmark")
        let drawn = random.sample(min(labels, labelled.pool.count), from: Array(labelled.pool.indices))
        var file = "id,text\n"
        for number in 0..<size {
            file += "\(number),\"\(texts.next(&random).split(separator: "\"").joined(separator: "\"\""))\"\n"
        }
        let bytes = Array(file.utf8)
        file = ""
        var training = MessagePool()
        for row in drawn { training.append(id: labelled.pool.id(at: row), text: labelled.pool.text(at: row)) }
        PeakMemory.forget()
        var run = Run(size: size)
        let pool = try run.time("read CSV") {
            try MessageReader(scheme: .disaster).read(bytes: bytes, path: "pool.csv").pool
        }
        let corpus = run.time("equal texts") { Corpus(scheme: .disaster, pool: pool) }
        let (count, given) = (corpus.pool.count, training)
        let rows = try run.time("features") {
            try FeatureExtractor().extract(
                fromTexts: count + given.count,
                text: { $0 < count ? corpus.text(at: $0) : given.text(at: $0 - count) }, threads: threads
            ).rows
        }
        run.entries = rows.entryCount
        let examples = drawn.indices.map { Example(row: count + $0, answer: labelled.answers[drawn[$0]]) }
        func model() -> RoundModels {
            RoundModels(
                rows: FeatureRows(rows), training: examples, labelCount: LabelScheme.disaster.labels.count, seed: 1,
                threads: threads)
        }
        let first = model()
        let classifier = try run.time("train") { try first.classifier() }
        _ = try run.time("score") { try first.probabilities() }
        let learnt = Set(examples.flatMap { rows.rowEntries($0.row).map(\.column) })
        let known = (0..<rows.count).reduce(0) { $0 + rows.rowEntries($1).count { learnt.contains($0.column) } }
        run.scoring = (known, classifier.hiddenCount)
        for id in strategies.split(separator: ",").map(String.init) {
            let recipe = try Recipe(parsing: id)
            let own = model()
            _ = try own.probabilities()
            let context = RoundContext(model: own, candidates: 0..<count, seed: 1, round: 1)
            _ = try run.time(id) { try recipe.select(size: self.count, shuffled: false, from: context) }
        }
        run.peak = PeakMemory.megabytes
        return run
    }

    /// Table, exponents and plot.
    private struct Growth: CustomStringConvertible {
        let runs: [Run]

        private func seconds(_ step: Int) -> [Double] { runs.map { $0.steps[step].seconds } }

        private func exponent(_ values: [Double]) -> String {
            let points = zip(runs, values).filter { $1 > 0.002 }.map {
                (Foundation.log(Double($0.size)), Foundation.log($1))
            }
            guard points.count > 1 else { return "-" }
            let (x, y) = (
                points.map(\.0).reduce(0, +) / Double(points.count), points.map(\.1).reduce(0, +) / Double(points.count)
            )
            let slope =
                points.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) } / points.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
            return Decimals.text(slope, 2)
        }

        private func line(_ name: String, _ cells: [String]) -> String {
            name.padding(toLength: 22, withPad: " ", startingAt: 0)
                + cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
        }

        private var table: [String] {
            guard let names = runs.first?.steps.map(\.name) else { return [] }
            let steps = names.indices.map { step in
                line(names[step], seconds(step).map { Decimals.text($0, 3) } + [exponent(seconds(step))])
            }
            let sums = runs.map { $0.steps.reduce(0) { $0 + $1.seconds } }
            let memory = runs.map { Double($0.peak) }
            return [line("messages", runs.map { "\($0.size)" } + ["exponent"])] + steps + [
                line("all", sums.map { Decimals.text($0, 3) } + [exponent(sums)]),
                line("peak memory, MB", runs.map { "\($0.peak)" } + [exponent(memory)]),
            ]
        }

        /// Microseconds a message, a row for each step and size: level where a step grows as the pool does.
        private var plot: [String] {
            guard let names = runs.first?.steps.map(\.name) else { return [] }
            return ["", "microseconds a message"]
                + names.indices.flatMap { step in
                    zip(runs, seconds(step)).map { run, seconds in
                        let each = seconds * 1e6 / Double(run.size)
                        return line(names[step], ["\(run.size)", Decimals.text(each, 1)]) + "  "
                            + String(repeating: "█", count: min(60, Int((each * 2).rounded())))
                    }
                }
        }

        var description: String { (table + plot).joined(separator: "\n") }
    }
}

/// Numbers with so many digits behind the point.
enum Decimals {
    static func text(_ number: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", number) }
}

/// What one thread of this machine can do, measured here and now.
struct MachineRates {
    /// A second, of `Float`, as the kernels do them on what is in the nearest cache.
    let multiplyAdds: Double
    /// Read a second from memory.
    let bytes: Double

    static func measured() -> MachineRates {
        let (width, rowCount, repeats) = (128, 48, 40_000)
        let table = [Float](repeating: 1e-3, count: width * rowCount)
        let rows = (0..<Int32(rowCount)).map { $0 }
        let (values, zeros) = ([Float](repeating: 0.5, count: rowCount), [Float](repeating: 0, count: width))
        var sum = zeros
        let start = ProcessorTime.now
        for _ in 0..<repeats {
            rows.withUnsafeBufferPointer { rows in
                values.withUnsafeBufferPointer { values in
                    table.withUnsafeBufferPointer { table in
                        zeros.withUnsafeBufferPointer { zeros in
                            sum.withUnsafeMutableBufferPointer {
                                LinearMath.weightedSum(
                                    rows: rows, values: values, weights: table, start: zeros, to: $0, at: 0,
                                    width: width)
                            }
                        }
                    }
                }
            }
        }
        let multiplying = (ProcessorTime.now - start) / .seconds(1)
        let large = [UInt64](repeating: 1, count: 1 << 25)
        let before = ProcessorTime.now
        var total: UInt64 = 0
        large.withUnsafeBufferPointer { for number in $0 { total &+= number } }
        let reading = (ProcessorTime.now - before) / .seconds(1)
        precondition(total == UInt64(large.count) && sum[0] > 0, "sums that nobody reads are left out")
        return MachineRates(
            multiplyAdds: Double(width * rowCount * repeats) / max(1e-9, multiplying),
            bytes: Double(8 * large.count) / max(1e-9, reading))
    }
}
