import ArgumentParser
import Arithmetic
import Encoders
import Foundation
import Messages

/// Times an encoder on the messages of a file, for each kind of kernels that the CPU can run.
struct EncoderBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encoder",
        abstract: "Time an encoder on one thread: messages a second of processor time, by kind of kernels.",
        discussion: "The kinds of kernels take turns. Loading the encoder does not count; splitting into tokens does.")

    @Argument(help: "The encoder's folder.")
    var folder: String

    @Argument(help: "Messages.")
    var path: String

    @Option(help: "Runs of each kind; the median is printed.")
    var runs = 3

    @Option(help: "Kinds of kernels, by commas; default: all that the CPU can run.")
    var kernels: String?

    @Flag(help: "Print an object: the number of messages, and seconds of processor time by kind.")
    var json = false

    func run() throws {
        let pool = try MessageReader(scheme: .disaster).read(path: path).pool
        let texts = pool.indices.map { pool.text(at: $0) }
        let levels =
            try kernels.map { try $0.split(separator: ",").map { try KernelLevel.chosen(by: String($0)) } }
            ?? KernelLevel.allCases.filter { $0 <= .current }
        let encoders = try levels.map { try SentenceEncoder(folder: folder, level: $0) }
        var times = [[Duration]](repeating: [], count: levels.count)
        for _ in 0..<max(1, runs) {
            for (index, encoder) in encoders.enumerated() {
                let start = ProcessorTime.now
                _ = try encoder.vectors(of: texts, threads: 1)
                times[index].append(ProcessorTime.now - start)
            }
        }
        let medians = times.map { $0.sorted()[$0.count / 2] / .seconds(1) }
        if json {
            let seconds = Dictionary(zip(levels.map(\.rawValue), medians)) { first, _ in first }
            let object: [String: Any] = ["messages": texts.count, "seconds": seconds]
            let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
            print(String(decoding: data, as: UTF8.self))
            return
        }
        print("\(texts.count) messages, one thread, median of \(max(1, runs)):")
        for (level, seconds) in zip(levels, medians) {
            let speed = seconds > 0 ? Int((Double(texts.count) / seconds).rounded()) : 0
            print("  \(level.rawValue): \(speed) messages a second of processor time")
        }
    }
}
