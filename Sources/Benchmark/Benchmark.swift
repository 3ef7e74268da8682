import ArgumentParser

/// Times what people wait for, and counts what strategies find.
///
/// Prints; checks nothing. Machines are noisy: compare the medians within one run, and quote their ratios.
@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Time what people wait for, count what strategies find, and make what the program starts from.",
        subcommands: [
            RoundBenchmark.self, GrowthBenchmark.self, ResumeBenchmark.self, KeyBenchmark.self, EncoderBenchmark.self,
            EffectiveRankBenchmark.self, BehaviourBenchmark.self, ErrorBenchmark.self, ReheadingBenchmark.self,
            ScoreBenchmark.self, ReadBenchmark.self, StepsBenchmark.self, StartCommand.self,
        ],
        defaultSubcommand: RoundBenchmark.self)
}

extension Duration {
    /// In seconds, to the millisecond.
    var seconds: String {
        let milliseconds = Int((self / .milliseconds(1)).rounded())
        return "\(milliseconds / 1_000)." + String(1_000 + milliseconds % 1_000).dropFirst()
    }
}
