import Annotation
import ArgumentParser
import Foundation
import Journal
import Sampling

/// Stages, rounds and chance; the same for `label` and `rank`.
struct SessionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("What is recorded; default: NAME.journal.jsonl beside the messages.", valueName: "file"),
        completion: .file())
    var journal: String?

    @Option(
        help: ArgumentHelp(
            "Strategy or recipe, such as atlas or atlas=15,random=5; default: the journal's, else atlas, with --preset published \(Recipe.published).",
            valueName: "recipe"),
        completion: .list(StrategyCatalogue.standard.ids))
    var strategy: String?

    @Option(help: ArgumentHelp("Labels a round, after which the model learns again; default 10.", valueName: "n"))
    var round: Int?

    @Option(
        help: ArgumentHelp(
            "Evaluation items to label first, drawn at random; default 50 (a fifth of a small pool), 0 with an evaluation file.",
            valueName: "n"))
    var evaluationItems: Int?

    @Option(
        help: ArgumentHelp(
            "Random items to learn the first model from; default 30, up to 60 while a label has fewer than two, 0 with a training file and where the start knows the labels.",
            valueName: "n"))
    var seedItems: Int?

    @Flag(inversion: .prefixedNo, help: "Show a round in the order of its scores instead of shuffled.")
    var ranked: Bool?

    @Option(
        help: ArgumentHelp(
            "Share of labels after which a labelled message comes back, unmarked, to see whether it gets the same; default 0, try 0.05.",
            valueName: "share"))
    var `repeat`: Double?

    @Flag(
        inversion: .prefixedNo,
        help: "Let near copies of a message stand in one round; else one of them waits for a later round.")
    var copies: Bool?

    @Flag(inversion: .prefixedNo, help: "Give each label at once to all messages with an equal text.")
    var spreadCopies: Bool?

    @Option(help: ArgumentHelp("Fixes everything random; default: the journal's, else 42.", valueName: "n"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Features and training: standard, or published, the settings of Monarch's reference, for comparison.",
            valueName: "name"))
    var preset: Preset?

    @OptionGroup var encoder: EncoderOptions

    @OptionGroup var transfer: TransferOptions

    @Option(help: ArgumentHelp("Threads that learn; the result does not depend on it.", valueName: "n"))
    var threads: Int?

    /// What of it goes to the journal, and holds when it is opened again.
    var chosen: ChosenSettings {
        ChosenSettings(
            evaluationItems: evaluationItems, seedItems: seedItems, round: round, ranked: ranked,
            repeatShare: `repeat`, copies: copies, spreadCopies: spreadCopies, preset: preset?.rawValue,
            encoder: encoder.encoder.map(Self.lasting))
    }

    /// A name as it can be kept: a folder by its whole path.
    private static func lasting(_ encoder: String) -> String {
        let isInstalled = encoder == InstalledEncoders.none || InstalledEncoders.ofUser.names.contains(encoder)
        return isInstalled ? encoder : URL(fileURLWithPath: encoder).standardizedFileURL.path
    }

    func validate() throws {
        if let round, !(1...1_000_000).contains(round) {
            throw ValidationError("--round takes a number from 1 to 1000000, not \(round)")
        }
        if let evaluationItems, evaluationItems < 0 {
            throw ValidationError("--evaluation-items takes a number from 0 up, not \(evaluationItems)")
        }
        if let seedItems, seedItems < 0 {
            throw ValidationError("--seed-items takes a number from 0 up, not \(seedItems)")
        }
        if let share = `repeat`, !(0...1).contains(share) {
            throw ValidationError("--repeat takes a share from 0 to 1, not \(share)")
        }
        if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1 up, not \(threads)") }
        if let strategy {
            do {
                _ = try Recipe(parsing: strategy)
            } catch {
                throw ValidationError("--strategy: \(error)")
            }
        }
    }
}

extension SessionOptions {
    /// Those of a command that names its journal as an argument and takes only some of the options itself.
    ///
    /// - Throws: `ValidationError` for a value out of its range.
    init(
        journal: String?, preset: Preset? = nil, encoder: EncoderOptions? = nil, transfer: TransferOptions? = nil,
        threads: Int? = nil
    ) throws {
        self = try Self.parse([])
        self.journal = journal
        self.preset = preset
        if let encoder { self.encoder = encoder }
        if let transfer { self.transfer = transfer }
        self.threads = threads
        try validate()
    }
}

/// Named settings of the model.
enum Preset: String, ExpressibleByArgument, CaseIterable {
    case standard, published

    var settings: ModelSettings {
        switch self {
        case .standard: .standard
        case .published: .published
        }
    }

    /// The recipe of a session that names none.
    var recipe: Recipe {
        switch self {
        case .standard: .standard
        case .published: .published
        }
    }
}
