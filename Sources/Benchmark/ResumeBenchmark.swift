import Annotation
import ArgumentParser
import Foundation
import Journal
import Learning
import Messages
import Threads

/// Times how long the screen takes to come up on a long journal.
struct ResumeBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Time the way from the files to a screen: reading messages and journal, checking, replaying.",
        discussion: """
            Messages and journal are made up, in a folder that is removed afterwards: evaluation labels first, then \
            rounds of twenty. With --queue also how long it is from there to the queue: from the first frame on where it is \
            learnt anew, before it where it was kept.
            """)

    @Option(help: "Lines in the journal.")
    var lines = 1_000_000

    @Option(help: "Messages in the pool.")
    var pool = 1_000_000

    @Option(
        name: .customLong("repeat"), help: "Share of labels after which a labelled message comes back, as for label.")
    var repeatShare = 0.0

    @Flag(help: "Time the queue as well: learnt anew, and read from where it was kept.")
    var queue = false

    @Option(help: "Threads that learn.")
    var threads = 2

    @Option(help: "Runs; the median is printed.")
    var runs = 3

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let messages = folder.appendingPathComponent("messages.csv").path
        let journal = folder.appendingPathComponent("messages.journal.jsonl").path
        try writeMessages(to: messages)
        try writeJournal(to: journal, for: messages)

        var steps: [[Duration]] = [[], [], []]
        var last: SessionState?
        let clock = ContinuousClock()
        for _ in 0..<max(1, runs) {
            let start = clock.now
            let read = try MessageReader(scheme: .disaster).read(path: messages)
            let corpus = Corpus(scheme: .disaster, pool: read.pool)
            let digest = corpus.pool.digest
            let withMessages = clock.now
            let (file, contents) = try JournalFile.open(at: journal)
            guard contents.session?.poolDigest == digest else { throw ValidationError("the messages were changed") }
            let withJournal = clock.now
            let state = try SessionState(
                corpus: corpus, settings: SessionSettings(repeatShare: repeatShare), lines: contents.lines)
            _ = (state.stage, state.upcoming(41))
            let end = clock.now
            last = state
            _ = file.close()
            steps[0].append(withMessages - start)
            steps[1].append(withJournal - withMessages)
            steps[2].append(end - withJournal)
        }
        let medians = steps.map { $0.sorted()[$0.count / 2] }
        print("\(pool) messages, \(lines) lines, median of \(runs):")
        for (name, time) in zip(["messages", "journal", "replay"], medians) {
            print("  \(name)\(String(repeating: " ", count: 12 - name.count))\(time.seconds) s")
        }
        print("  all         \(medians.reduce(.zero, +).seconds) s   peak \(PeakMemory.megabytes) MB")
        if queue, let last { try timeQueue(of: last, at: folder.appendingPathComponent("messages.queue").path) }
    }

    /// Prints how long the queue in use takes, with and without a kept one.
    private func timeQueue(of state: SessionState, at path: String) throws {
        guard let request = state.restoration else {
            throw ValidationError("the journal has too few lines for a round")
        }
        let ranker = Ranker(corpus: state.corpus, settings: state.settings, threads: threads)
        let cache = QueueCache(corpus: state.corpus, settings: state.settings, path: { path })
        let clock = ContinuousClock()
        let (processor, start) = (ProcessorTime.now, clock.now)
        let learnt = try ranker.rank(request, monitor: WorkMonitor())
        let anew = clock.now - start
        print(
            "  queue learnt anew, after the first frame       \(anew.seconds) s, "
                + "\((ProcessorTime.now - processor).seconds) s of processor, \(learnt.trainingCount) labels")
        let keeping = clock.measure { cache.keep(learnt) }
        var kept: Ranking?
        let times = (0..<max(1, runs)).map { _ in clock.measure { kept = cache.ranking(for: request) } }.sorted()
        let bytes = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        let isSame = kept?.selections == learnt.selections && kept?.remainder == learnt.remainder
        print(
            "  queue that was kept, before the first frame    \(times[times.count / 2].seconds) s, then 0 s; "
                + "\(isSame ? "the same" : "ANOTHER"), \(bytes) bytes, written in \(keeping.seconds) s")
    }

    private static let words = [
        "water", "bridge", "flood", "school", "clinic", "the", "no", "power", "we", "are", "eleven", "people", "need",
        "road", "closed", "lunch", "music", "train", "late", "again",
    ]

    private func writeMessages(to path: String) throws {
        var random = SeededRandom(seed: 1, stream: "resume")
        try write(pool, to: path, header: "id,text\n") { number in
            let text = (0..<4 + random.below(16)).map { _ in Self.words[random.below(Self.words.count)] }
            return Array("\(number),\"\(text.joined(separator: " ")) \(number)\"\n".utf8)
        }
    }

    private func writeJournal(to path: String, for messages: String) throws {
        let read = try MessageReader(scheme: .disaster).read(path: messages)
        let order = random(permutationOf: Int32(pool))
        let evaluationItems = SessionSettings.defaultEvaluationItems(poolCount: pool)
        var labelled = 0
        var (round, through) = (0, -1)
        var identity = SeededRandom(seed: 1, stream: "identity")
        var chain = LineChain(identity: JournalIdentity(using: &identity))
        try write(lines, to: path) { sequence in
            let event: JournalEvent
            if sequence == 0 {
                event = .session(
                    SessionEvent(
                        tool: "benchmark", task: "disaster", labels: LabelScheme.disaster.names, poolCount: pool,
                        poolDigest: read.pool.digest, seed: 42, annotator: "nobody"))
            } else if labelled >= evaluationItems + 20, sequence - through > 20 {
                (round, through) = (round + 1, sequence - 1)
                event = .round(
                    RoundEvent(
                        round: round, through: through, training: labelled - evaluationItems,
                        evaluation: evaluationItems, f1: 0.4615, auc: 0.6095, averagePrecision: 0.3516,
                        intervals: ["f1": 0.2143...0.6667, "auc": 0.4821...0.7369, "ap": 0.1923...0.5555],
                        seconds: 0.537))
            } else {
                let isEvaluation = labelled < evaluationItems
                event = .label(
                    LabelEvent(
                        id: "\(order[labelled % pool])", label: LabelScheme.disaster.names[labelled % 7 == 0 ? 1 : 0],
                        set: isEvaluation ? .evaluation : .training, round: round,
                        strategy: round == 0 ? "random" : "atlas", score: round == 0 ? nil : 0.5052996147345478,
                        ms: 1_830))
                labelled += 1
            }
            let time = Timestamp(milliseconds: 1_800_000_000_000 + Int64(sequence) * 1_900)
            return chain.encoded(JournalLine(sequence: sequence, at: time, event: event))
        }
    }

    private func random(permutationOf count: Int32) -> [Int32] {
        var random = SeededRandom(seed: 1, stream: "order")
        return random.permutation(of: count)
    }

    /// Writes so many lines without holding them all in memory, which is measured afterwards.
    private func write(_ count: Int, to path: String, header: String = "", line: (Int) -> [UInt8]) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data(header.utf8)),
            let file = FileHandle(forWritingAtPath: path)
        else { throw ValidationError("\(path) cannot be written") }
        defer { try? file.close() }
        try file.seekToEnd()
        for start in stride(from: 0, to: count, by: 10_000) {
            let bytes = (start..<min(count, start + 10_000)).flatMap { line($0) }
            try file.write(contentsOf: Data(bytes))
        }
    }
}
