import ArgumentParser
import Foundation
import Messages

/// Times the reading of a file of messages, on one thread and on several.
struct ReadBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Time the reading of a file of messages on one thread and on several, which take turns.",
        discussion: "From the path to the pool: opening, checking the characters, parsing, ids and digests.")

    @Argument(help: "Messages.")
    var path: String

    @Option(help: "Threads of the second way.")
    var threads = 2

    @Option(help: "Runs of each; the median is printed.")
    var runs = 5

    func run() throws {
        let ways = [1, threads]
        var times: [(wall: [Duration], processor: [Duration])] = ways.map { _ in ([], []) }
        var digests: Set<String> = []
        var count = 0
        for _ in 0..<max(1, runs) {
            for (way, threads) in ways.enumerated() {
                var reader = MessageReader(scheme: .disaster)
                reader.threads = threads
                let (wall, processor) = (ContinuousClock.now, ProcessorTime.now)
                let read = try reader.read(path: path)
                times[way].wall.append(ContinuousClock.now - wall)
                times[way].processor.append(ProcessorTime.now - processor)
                digests.insert(read.pool.digest)
                count = read.pool.count
            }
        }
        guard digests.count == 1 else { throw ValidationError("threads have read different messages") }
        print("\(count) messages, median of \(max(1, runs)):")
        let medians = times.map { way in
            [way.wall, way.processor].map { $0.sorted()[$0.count / 2] / .seconds(1) }
        }
        for (way, threads) in ways.enumerated() {
            print(
                "  threads \(threads): \(Decimals.text(medians[way][0], 3)) s, of processors "
                    + "\(Decimals.text(medians[way][1], 3)) s")
        }
        print(
            "  ratio \(Decimals.text(medians[0][0] / medians[1][0], 2)), of processors "
                + "\(Decimals.text(medians[0][1] / medians[1][1], 2)); peak \(PeakMemory.megabytes) MB")
    }
}
