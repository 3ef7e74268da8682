import Annotation
import Learning
import Sampling
import Threads

/// Plays the annotator from known labels: every strategy of a plan, from every seed, round after round.
///
/// Same data, plan and seeds, same records, on any number of threads.
public final class Simulation: Sendable {
    /// What is played with.
    public let data: SimulationData
    /// What is played.
    public let plan: SimulationPlan
    private let grounds: [UInt64: SimulationGround]

    /// - Parameters:
    ///   - vectors: a dense row for each message of the data; nil to learn from words alone.
    ///   - transfer: a task whose hidden layer the models start from; nil to start from nothing.
    public init(
        data: SimulationData, plan: SimulationPlan, vectors: DenseRows? = nil, transfer: TransferSource? = nil
    ) {
        self.data = data
        self.plan = plan
        grounds = Dictionary(
            plan.seeds.map {
                ($0, SimulationGround(data: data, plan: plan, vectors: vectors, transfer: transfer, seed: $0))
            },
            uniquingKeysWith: { $1 })
    }

    /// Records that a whole run has.
    public var recordCount: Int { plan.seeds.count * (plan.recipes.count * plan.stops.count + 1) }

    /// How many messages of a seed are to be labelled, and how many measure.
    public struct Sizes: Sendable, Hashable {
        /// Messages of the pool, and those of them that are positive: where a message can have several labels, that have the rarest.
        public let pool: Int
        public let poolPositives: Int
        /// The same of those held out.
        public let heldOut: Int
        public let heldOutPositives: Int
        /// Whether some label that the pool has stands on some of the messages that measure, and not on all.
        public let canMeasure: Bool
    }

    /// Messages of a seed.
    public func sizes(seed: UInt64) -> Sizes? {
        guard let split = grounds[seed]?.split else { return nil }
        let scheme = data.scheme
        let counted = scheme.isSeveral ? data.rarest : scheme.positiveIndex
        func count(_ messages: [Int], _ label: Int) -> Int { messages.count { data.labelled.answers[$0].has(label) } }
        let canMeasure = (scheme.isSeveral ? Array(scheme.labels.indices) : [counted]).contains { label in
            let measured = count(split.heldOut, label)
            return measured > 0 && measured < split.heldOut.count && count(split.pool, label) > 0
        }
        return Sizes(
            pool: split.pool.count, poolPositives: count(split.pool, counted), heldOut: split.heldOut.count,
            heldOutPositives: count(split.heldOut, counted), canMeasure: canMeasure)
    }

    /// Plays what is not played yet.
    ///
    /// - Parameters:
    ///   - known: records of an earlier run of the same data and plan; what they hold is not played again.
    ///   - threads: games played side by side.
    ///   - record: told of each new record, on the thread that made it; those of one strategy and seed come in order.
    /// - Throws: `CancellationError` when the monitor says so; what was recorded until then holds.
    /// - Complexity: for each strategy, seed and round one training, one pass over the messages, and the strategy's own.
    public func run(
        known: [SimulationRecord] = [], threads: Int, monitor: WorkMonitor = WorkMonitor(),
        record: @escaping @Sendable (SimulationRecord) -> Void
    ) throws {
        var byGame: [Game: [Int: SimulationRecord]] = [:]
        for known in known { byGame[Game(known.strategy, known.seed), default: [:]][known.labels] = known }
        let games = plan.seeds.flatMap { seed in
            plan.recipes.map { Game($0.description, seed, recipe: $0) } + [Game(SimulationRecord.everything, seed)]
        }
        let played = byGame
        let failure = Lock<(any Error)?>(nil)
        Parallel.forEach(games.count, threads: threads) { index in
            let game = games[index]
            do {
                try self.play(game, known: played[game] ?? [:], monitor: monitor, record: record)
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// One strategy from one seed; without a recipe, the model of all labels.
    private struct Game: Sendable, Hashable {
        let strategy: String
        let seed: UInt64
        let recipe: Recipe?

        init(_ strategy: String, _ seed: UInt64, recipe: Recipe? = nil) {
            self.strategy = strategy
            self.seed = seed
            self.recipe = recipe
        }

        static func == (left: Game, right: Game) -> Bool {
            left.strategy == right.strategy && left.seed == right.seed
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(strategy)
            hasher.combine(seed)
        }
    }

    private func play(
        _ game: Game, known: [Int: SimulationRecord], monitor: WorkMonitor,
        record: @Sendable (SimulationRecord) -> Void
    ) throws {
        guard let ground = grounds[game.seed] else { return }
        guard let recipe = game.recipe else {
            guard known.isEmpty else { return }
            let pool = ground.split.pool
            let model = try ground.model(pool, monitor: monitor)
            record(
                try ground.measure(model, game.strategy, labelled: pool, chosen: [], monitor: monitor))
            return
        }
        var labelled = ground.split.start
        var chosen = labelled
        // The model of the round: learnt when it is needed, to measure or to choose.
        var model: RoundModels?
        for (round, stop) in plan.stops.enumerated() {
            try monitor.checkCancellation()
            if round > 0 {
                let wanted = stop - plan.stops[round - 1]
                if let known = known[stop] {
                    chosen = known.chosen
                } else {
                    let current = try model ?? ground.model(labelled, monitor: monitor)
                    chosen = try ground.choose(
                        wanted, recipe, model: current, labelled: labelled, round: round, monitor: monitor)
                }
                guard !chosen.isEmpty else { return }
                labelled += chosen
                model = nil
            }
            guard known[stop] == nil else { continue }
            let current = try ground.model(labelled, monitor: monitor)
            model = current
            if round + 1 < plan.stops.count { try ground.prepare(current, for: recipe, monitor: monitor) }
            record(
                try ground.measure(current, game.strategy, labelled: labelled, chosen: chosen, monitor: monitor))
        }
    }
}
