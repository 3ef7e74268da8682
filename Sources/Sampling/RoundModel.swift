import Learning
import Synchronization

/// How the model of a round is made.
public struct ModelSettings: Sendable, Hashable {
    public var features: FeatureSettings
    public var training: TrainingSettings

    /// The strongest settings found for short messages and few labels.
    public static let standard = ModelSettings(features: .standard, training: .standard)
    /// The settings of Monarch's reference, for comparison.
    public static let published = ModelSettings(features: .published, training: .published)

    public init(features: FeatureSettings, training: TrainingSettings) {
        self.features = features
        self.training = training
    }
}

/// The model of one round and all that follows from it, each computed at most once and only when asked for.
public final class RoundModel: Sendable {
    /// Feature rows of the whole corpus.
    public let rows: SparseRows
    /// What the round learns from (T), in the order of the rows.
    public let training: [Example]
    /// K.
    public let labelCount: Int
    private let settings: TrainingSettings
    private let seed: UInt64
    private let threads: Int
    private let computed = Mutex(Computed())

    private struct Computed {
        var outputs: ModelOutputs?
        var marks: [Int: HeldOutMarks] = [:]
    }

    /// - Parameter threads: at most so many; nothing depends on it but the time.
    public init(
        rows: SparseRows, training: [Example], labelCount: Int, settings: TrainingSettings = .standard, seed: UInt64,
        threads: Int = 1
    ) {
        self.rows = rows
        self.training = training
        self.labelCount = labelCount
        self.settings = settings
        self.seed = seed
        self.threads = threads
    }

    /// What the model that learnt from all of ``training`` says of every row of the corpus.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: one training and one pass over the corpus, at the first call.
    public func outputs(monitor: TrainingMonitor = TrainingMonitor()) throws -> ModelOutputs {
        try computed.withLock { computed in
            if let outputs = computed.outputs { return outputs }
            let model = try Trainer.train(
                rows, training, labelCount: labelCount, settings: settings, seed: seed, monitor: monitor,
                progress: { monitor.report(0.3 * $0) })
            let outputs = model.outputs(for: rows, threads: threads)
            computed.outputs = outputs
            return outputs
        }
    }

    /// The training messages marked right or wrong by models that were not trained on them.
    ///
    /// - Parameter rotation: number of folds; 1 for a single 90:10 split.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: `rotation` trainings, at the first call for each number.
    func heldOutMarks(rotation: Int, monitor: TrainingMonitor = TrainingMonitor()) throws -> HeldOutMarks {
        try computed.withLock { computed in
            if let marks = computed.marks[rotation] { return marks }
            let result = try Rotation.run(
                rows, training, labelCount: labelCount, folds: rotation, settings: settings, seed: seed,
                threads: threads, monitor: monitor, progress: { monitor.report(0.3 + 0.6 * $0) })
            let marks = HeldOutMarks(
                rows: result.heldOut.map { training[$0].row }, labels: result.heldOut.map { training[$0].label },
                probabilities: result.probabilities)
            computed.marks[rotation] = marks
            return marks
        }
    }
}
