import Analysis
import Annotation
import ArgumentParser
import Foundation
import Journal
import Learning
import Messages
import Notation
import Sampling
import Threads

/// `tocsin simulate`: which strategy, how many labels.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play the annotator from known labels, and compare strategies.",
        discussion: """
            Every strategy starts from the same random labels and is given the labels of what it chooses, round after \
            round; after each round the model is measured on messages that are held out. Intervals (95 %) are over \
            the seeds, each of which draws its own pool, held-out messages and start.

            Every round is a line of the results file, so that the same command goes on where it was stopped.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, csv
    }

    @Argument(
        help: ArgumentHelp("The messages, with their labels unless --gold gives them.", valueName: "messages"),
        completion: .file())
    var path: String

    @Option(help: ArgumentHelp("Labels by the ids of the messages.", valueName: "file"), completion: .file())
    var gold: String?

    @Option(
        help: ArgumentHelp(
            "Label scheme (YAML); default: task.yaml beside messages.*, else the disaster task.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var task: String?

    @OptionGroup var columns: ColumnOptions

    @Option(help: FileEncodings.help)
    var encoding: [String] = []

    @Option(
        help: ArgumentHelp(
            "Strategies, by commas; or all; or recipes, by semicolons, as in 'random;atlas=40,random=10'; default: random, least confidence and ATLAS, with --features published in its published form.",
            valueName: "list"),
        completion: .list(["all"] + StrategyCatalogue.standard.ids))
    var strategies: String?

    @Option(help: ArgumentHelp("How many seeds, from 1 up.", valueName: "n"))
    var seeds = 5

    @Option(
        help: ArgumentHelp(
            "Random labels before the first choice, up to twice as many while a label has fewer than two.",
            valueName: "n"))
    var start = SessionSettings.defaultSeedItems

    @Option(help: ArgumentHelp("Labels a round.", valueName: "n"))
    var round = SessionSettings.defaultRoundSize

    @Option(help: ArgumentHelp("Labels at the end.", valueName: "n"))
    var labels = 300

    @Option(
        help: ArgumentHelp(
            "Drop positive messages at random until they are this share; default: as the messages are.",
            valueName: "share"))
    var baseRate: Double?

    @Option(help: ArgumentHelp("Share of the messages that is held out, to measure on.", valueName: "share"))
    var heldOut = 0.25

    @Flag(help: "Let near copies of a message stand in one round.")
    var copies = false

    @Option(help: "Features and training: standard, or published, the settings of Monarch's reference.")
    var features = Preset.standard

    @OptionGroup var encoder: EncoderOptions

    @OptionGroup var transfer: TransferOptions

    @Option(help: "table (with a chart), or json or csv: a line for each strategy, seed and round.")
    var format = Format.table

    @Option(
        help: ArgumentHelp("The results; default: NAME.simulation.jsonl beside the messages.", valueName: "file"),
        completion: .file())
    var results: String?

    @Flag(help: "Start over instead of going on with the results that are there.")
    var fresh = false

    @Option(
        help: ArgumentHelp(
            "Also write a page with charts and all numbers, for a browser or a printer.", valueName: "file.html"),
        completion: .file(extensions: ["html"]))
    var report: String?

    @Flag(help: "Replace a file that is named for the page or the results, though this program did not write it.")
    var force = false

    @Option(help: ArgumentHelp("Games played side by side; the results do not depend on it.", valueName: "n"))
    var threads: Int?

    func validate() throws {
        _ = try FileEncodings(encoding)
        for (name, value) in [("--seeds", seeds), ("--round", round), ("--labels", labels)] where value < 1 {
            throw ValidationError("\(name) takes a number from 1 up, not \(value)")
        }
        if start < (transfer.transferFrom == nil ? 1 : 0) {
            throw ValidationError("--start takes a number from 1 up, with --transfer-from from 0 up, not \(start)")
        }
        if labels < start { throw ValidationError("--labels (\(labels)) is below --start (\(start))") }
        if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1 up, not \(threads)") }
        if let baseRate, !(baseRate > 0 && baseRate < 1) {
            throw ValidationError("--base-rate takes a number between 0 and 1, not \(baseRate)")
        }
        guard heldOut > 0, heldOut < 1 else {
            throw ValidationError("--held-out takes a number between 0 and 1, not \(heldOut)")
        }
        do {
            _ = try recipes()
        } catch {
            throw ValidationError("--strategies: \(error)")
        }
    }

    private func recipes() throws -> [Recipe] {
        let strategies = strategies ?? "random,least-confidence,\(features.recipe)"
        let separator: Character = strategies.contains(";") ? ";" : ","
        let names =
            strategies == "all"
            ? StrategyCatalogue.standard.ids : strategies.split(separator: separator).map(String.init)
        var recipes: [Recipe] = []
        for name in names {
            let recipe = try Recipe(parsing: name)
            if !recipes.contains(recipe) { recipes.append(recipe) }
        }
        guard !recipes.isEmpty else { throw RecipeError.empty(known: StrategyCatalogue.standard.ids) }
        return recipes
    }

    func run() throws {
        let plan = SimulationPlan(
            recipes: try recipes(), seeds: (1...seeds).map { UInt64($0) }, start: start, round: round, labels: labels,
            baseRate: baseRate, heldOut: heldOut, takesNearCopies: copies, settings: features.settings)
        let (results, page) = try outputFiles()
        let data = try data()
        let choice = try EncoderChoice(named: encoder.encoder, before: nil, usesStandard: features == .standard)
        if let notice = choice.notice { Output.complain(notice) }
        let known = try transferTask(data, choice)
        let vectors = vectors(choice, data, known)
        let sizes = Simulation(data: data, plan: plan)
        try check(sizes)
        let file = try SimulationFile(
            results, identity: identity(of: sizes, vectors: vectors?.identity, known?.source.origin), fresh: fresh)
        try vectors?.makeWithProgress()
        let simulation = Simulation(
            data: data, plan: plan, vectors: vectors?.rows(),
            transfer: vectors.map { vectors in
                known?.source.withMeaning(by: vectors.origin, vectors: vectors.firstTask)
            } ?? known?.source)
        let (records, wasStopped) = try play(simulation, file)
        let summary = SimulationSummary(Self.kept(records, plan), strategies: plan.recipes.map(\.description))
        switch format {
        case .table:
            Output.write(setting(simulation, summary) + "\n\n")
            Output.write(
                SimulationTable(summary: summary, baseline: baseline(plan), labels: data.severalNames).text)
        case .json:
            for record in Self.listed(records, plan) {
                Output.write(SimulationLines.json(record, labels: data.severalNames))
            }
        case .csv:
            Output.write(SimulationLines.header(labels: data.severalNames))
            for record in Self.listed(records, plan) {
                Output.write(SimulationLines.csv(record, labels: data.severalNames))
            }
        }
        if let page {
            let report = ReportPage(
                summary, setting: "\(URL(fileURLWithPath: path).lastPathComponent): \(setting(simulation, summary)).",
                command: (["tocsin"] + CommandLine.arguments.dropFirst()).joined(separator: " "),
                baseline: baseline(plan), labels: data.severalNames)
            try page.write(Array(report.html.utf8))
        }
        if wasStopped {
            Output.complain("stopped; the same command goes on from \(file.path)")
            throw ExitCode(130)
        }
    }

    /// Where results and page go, checked.
    private func outputFiles() throws -> (results: OutputFile, page: OutputFile?) {
        let read = [path, gold, task ?? companions.task].compactMap { $0 }
        let results = OutputFile(
            path: try resultsPath(), kind: .results, option: "--results", others: read, isForced: force)
        try results.check()
        let page = report.map {
            OutputFile(path: $0, kind: .page, option: "--report", others: read + [results.path], isForced: force)
        }
        try page?.check()
        return (results, page)
    }

    // MARK: Input

    private var companions: Companions {
        Companions(path: path, task: task == nil, training: false, evaluation: false)
    }

    private func data() throws -> SimulationData {
        let scheme = try (task ?? companions.task).map { try LabelScheme(contentsOf: $0) } ?? .disaster
        let encodings = try FileEncodings(encoding)
        let read = try encodings.applied(
            to: columns.reader(
                of: .messages, scheme: scheme, needsLabels: gold == nil, hasLabelsElsewhere: gold != nil),
            of: .messages, isAlone: gold == nil && transfer.file == nil
        ).read(path: path)
        let known = try gold.map {
            try encodings.applied(to: columns.reader(of: .gold, scheme: scheme, needsLabels: true), of: .gold)
                .read(path: $0)
        }
        var account = ReadingAccount()
        for read in [read, known] { (read?.tally).map { account.add($0) } }
        Output.complain(of: account, columns: [read, known].compactMap { $0?.takenColumns })
        let data = try SimulationData(scheme: scheme, messages: read, gold: known)
        if data.unlabelledCount > 0 {
            Output.complain(
                CountText.text(
                    data.unlabelledCount, "message", one: "has no known label and is left out",
                    several: "have no known label and are left out"))
        }
        return data
    }

    /// - Throws: when a seed's pool is smaller than what is to be labelled, or one class is missing.
    private func check(_ simulation: Simulation) throws {
        for seed in simulation.plan.seeds {
            guard let sizes = simulation.sizes(seed: seed) else { continue }
            guard sizes.pool >= labels else {
                throw SimulationError.tooFew(path: path, pool: sizes.pool, labels: labels)
            }
            guard sizes.canMeasure else {
                throw SimulationError.oneClass(path: path, positives: sizes.heldOutPositives, heldOut: sizes.heldOut)
            }
        }
    }

    private func resultsPath() throws -> String {
        if let results { return results }
        guard path != "-" else { throw ValidationError("messages from standard input need --results") }
        return MessageFileName.stem(of: path).path + ".simulation.jsonl"
    }

    /// The vectors of all messages, stored beside them.
    private func vectors(
        _ choice: EncoderChoice, _ data: SimulationData, _ known: (path: String?, source: TransferSource)?
    ) -> TextVectors? {
        choice.source.map { source in
            let pool = data.labelled.pool
            func vectors(of texts: Learner.Texts, besides path: String, firstTask: TextVectors?) -> TextVectors {
                TextVectors(
                    texts: texts, encoder: source, weight: features.settings.vectorWeight,
                    cache: path == "-" ? nil : VectorCache(besides: path, source), firstTask: firstTask,
                    threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
            }
            let firstTask = known.flatMap { known in
                known.source.texts.map { vectors(of: $0, besides: known.path ?? "-", firstTask: nil) }
            }
            return vectors(
                of: Learner.Texts(count: pool.count) { pool.text(at: $0) }, besides: path, firstTask: firstTask)
        }
    }

    /// The task that models start from.
    ///
    /// - Throws: where it cannot be read, or has none of the labels while there is no label to begin with.
    private func transferTask(
        _ data: SimulationData, _ choice: EncoderChoice
    ) throws -> (path: String?, source: TransferSource)? {
        guard let file = transfer.file else {
            guard transfer.transferFrom != nil else { return nil }
            let corpus = Corpus(scheme: data.scheme, pool: data.labelled.pool)
            return (nil, try BuiltInStart.named(for: corpus, encoder: choice.source?.digest))
        }
        let task = try TransferTask(
            contentsOf: file, messages: transfer.transferMessages, columns: columns,
            encodings: try FileEncodings(encoding))
        Output.complain(of: task.account, columns: task.takenColumns)
        let source = try task.source(through: nil, rate: transfer.transferRate)
        if let known = source.features, known != features.settings.features {
            throw TransferError.otherFeatures(path: file, preset: features)
        }
        if start == 0, !source.ranks(data.scheme) {
            throw TransferError.ranksNothing(path: file, labels: data.scheme.names)
        }
        return (file, source)
    }

    private func identity(
        of simulation: Simulation, vectors: String?, _ origin: TransferOrigin?
    ) -> SimulationFile.Identity {
        SimulationFile.Identity(
            tool: Tocsin.version, messages: simulation.data.digest, start: start, round: round, baseRate: baseRate,
            heldOut: heldOut, features: features.rawValue, copies: copies ? true : nil, vectors: vectors,
            transfer: origin.map { "\($0.digest) \($0.rate.map { "\($0)" } ?? "kept")" })
    }

    // MARK: Work

    private func play(
        _ simulation: Simulation, _ file: SimulationFile
    ) throws -> (records: [SimulationRecord], wasStopped: Bool) {
        let monitor = WorkMonitor()
        let interrupt = Interrupt { monitor.cancel() }
        defer { interrupt.end() }
        let collected = CollectedRecords(file.known)
        let expected = Set(
            simulation.plan.recipes.map(\.description) + [SimulationRecord.everything])
        let done = file.known.count {
            expected.contains($0.strategy) && simulation.plan.seeds.contains($0.seed)
                && ($0.labels <= labels || $0.strategy == SimulationRecord.everything)
        }
        let progress = ProgressLine(total: simulation.recordCount, done: done, unit: "rounds")
        do {
            try simulation.run(
                known: file.known, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, monitor: monitor
            ) { record in
                collected.add(record)
                do { try file.append(record) } catch { collected.fail(error) }
                if collected.failure != nil { monitor.cancel() }
                progress.advance()
            }
        } catch is CancellationError {
            progress.finish()
            if let failure = collected.failure {
                throw SimulationFileError.notWritable(path: file.path, reason: failure.localizedDescription)
            }
            return (collected.records, true)
        }
        progress.finish()
        return (collected.records, false)
    }

    // MARK: Output

    private func baseline(_ plan: SimulationPlan) -> String? {
        plan.recipes.count > 1 ? plan.recipes.map(\.description).first { $0 == "random" } : nil
    }

    private func setting(_ simulation: Simulation, _ summary: SimulationSummary) -> String {
        guard let first = simulation.plan.seeds.first, let sizes = simulation.sizes(seed: first) else { return "" }
        let positive = simulation.data.scheme.isSeveral ? "with \(simulation.data.rarestName)" : "positive"
        return
            "pool of \(CountText.text(sizes.pool, "message")) (\(sizes.poolPositives) \(positive)), measured on \(sizes.heldOut) held out "
            + "(\(sizes.heldOutPositives) \(positive)"
            + (sizes.heldOutPositives < Estimate.fewestForPrecision ? ", \(TooFew.words) what one seed reaches" : "")
            + "); mean and 95 % interval over \(Self.played(simulation.plan, summary))"
    }

    /// How many seeds there are, and whether all of them have been played to the end.
    private static func played(_ plan: SimulationPlan, _ summary: SimulationSummary) -> String {
        let words = CountText.text(plan.seeds.count, "seed")
        let counts = plan.recipes.map { recipe in
            plan.stops.last.map { summary.seedCount(of: recipe.description, at: $0) } ?? 0
        }
        guard let least = counts.min(), let most = counts.max(), least < plan.seeds.count else { return words }
        return (least == most ? "\(least)" : "\(least) to \(most)") + " of \(words), as far as it was played"
    }

    /// The records that the plan asks for: the file may hold more.
    private static func kept(_ records: [SimulationRecord], _ plan: SimulationPlan) -> [SimulationRecord] {
        let stops = Set(plan.stops)
        return records.filter { record in
            plan.seeds.contains(record.seed)
                && (stops.contains(record.labels) || record.strategy == SimulationRecord.everything)
        }
    }

    /// In the order of strategies, seeds and labels.
    private static func listed(_ records: [SimulationRecord], _ plan: SimulationPlan) -> [SimulationRecord] {
        let kept = kept(records, plan)
        return plan.recipes.flatMap { recipe in
            kept.filter { $0.strategy == recipe.description }
                .sorted { $0.seed != $1.seed ? $0.seed < $1.seed : $0.labels < $1.labels }
        }
    }
}

/// Why there is nothing to simulate.
enum SimulationError: Error, CustomStringConvertible {
    case tooFew(path: String, pool: Int, labels: Int)
    case oneClass(path: String, positives: Int, heldOut: Int)

    var description: String {
        switch self {
        case .tooFew(let path, let pool, let labels):
            "\(path): \(CountText.text(labels, "label", one: "is", several: "are")) asked for, but the pool has only "
                + "\(CountText.text(pool, "labelled message")) "
                + "after thinning and holding out; lower --labels and --start"
        case .oneClass(let path, let positives, let heldOut):
            "\(path): of the \(CountText.text(heldOut, "message")) held out \(positives) \(positives == 1 ? "is" : "are") positive; both kinds are needed, there and "
                + "in the pool"
        }
    }
}
