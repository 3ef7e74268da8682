import Learning

/// What the records of a simulation say of each strategy, over its seeds.
public struct SimulationSummary: Sendable {
    /// The measures, each in [0, 1].
    public enum Measure: String, Sendable, Hashable {
        case averagePrecision = "average precision"
        case f1 = "F1"
        case auc = "AUC"
        case positivesFound = "positives found"
        case macroF1 = "macro F1"
        case microF1 = "micro F1"
        case macroAveragePrecision = "macro average precision"
        case labelRanking = "label ranking"

        /// Those of a task of one label a message, and of one of several.
        public static func all(isSeveral: Bool) -> [Measure] {
            isSeveral
                ? [.macroF1, .microF1, .macroAveragePrecision, .labelRanking, .positivesFound]
                : [.averagePrecision, .f1, .auc, .positivesFound]
        }

        func value(_ record: SimulationRecord) -> Double? {
            switch self {
            case .averagePrecision: record.averagePrecision
            case .f1: record.f1
            case .auc: record.auc
            case .positivesFound: record.positivesFound
            case .macroF1: record.several?.macroF1
            case .microF1: record.several?.microF1
            case .macroAveragePrecision: record.several?.macroAveragePrecision
            case .labelRanking: record.several?.labelRanking
            }
        }
    }

    /// A place on a learning curve.
    public struct Point: Sendable, Hashable {
        /// Labels given.
        public let labels: Int
        /// Mean over the seeds that have come so far.
        public let estimate: Estimate
        /// How many seeds that is.
        public let seeds: Int
    }

    /// In the order of the plan; those without a record are left out.
    public let strategies: [String]
    /// Numbers of labels that have been reached.
    public let stops: [Int]
    private let records: [String: [UInt64: [Int: SimulationRecord]]]

    /// - Parameters:
    ///   - records: in any order; those of strategies that are not named do not count.
    ///   - strategies: as the plan names them.
    public init(_ records: [SimulationRecord], strategies: [String]) {
        var byGame: [String: [UInt64: [Int: SimulationRecord]]] = [:]
        for record in records {
            byGame[record.strategy, default: [:]][record.seed, default: [:]][record.labels] = record
        }
        self.records = byGame
        self.strategies = strategies.filter { byGame[$0] != nil }
        stops = Set(self.strategies.flatMap { byGame[$0]?.values.flatMap { Array($0.keys) } ?? [] }).sorted()
    }

    /// Whether a message can have several labels.
    public var isSeveral: Bool {
        records.values.contains { $0.values.contains { $0.values.contains { $0.several != nil } } }
    }

    /// F1 and average precision of one label of several after so many labels; nil where no seed has them.
    public func ofLabel(
        _ label: Int, of strategy: String, at labels: Int
    ) -> (f1: Estimate?, averagePrecision: Estimate?) {
        func estimate(_ figures: KeyPath<SimulationRecord.Several, [Double?]>) -> Estimate? {
            Estimate(
                runs: seeds(strategy).compactMap { seed in
                    let all = records[strategy]?[seed]?[labels]?.several?[keyPath: figures] ?? []
                    return all.indices.contains(label) ? all[label] : nil
                })
        }
        return (estimate(\.f1), estimate(\.averagePrecision))
    }

    /// Seeds of which a strategy has at least one record, ascending.
    public func seeds(_ strategy: String) -> [UInt64] { records[strategy].map { $0.keys.sorted() } ?? [] }

    /// How many seeds of a strategy have come to so many labels.
    public func seedCount(of strategy: String, at labels: Int) -> Int {
        records[strategy]?.values.count { $0[labels] != nil } ?? 0
    }

    /// The learning curve, by ascending labels.
    public func curve(_ measure: Measure, of strategy: String) -> [Point] {
        stops.compactMap { stop in
            let values = seeds(strategy).compactMap { records[strategy]?[$0]?[stop].flatMap(measure.value) }
            return Estimate(runs: values).map { Point(labels: stop, estimate: $0, seeds: values.count) }
        }
    }

    /// The measure after so many labels; nil where no seed has come so far.
    public func estimate(_ measure: Measure, of strategy: String, at labels: Int) -> Estimate? {
        curve(measure, of: strategy).first { $0.labels == labels }?.estimate
    }

    /// Mean height of the learning curve: its area by trapezoids, divided by its width, over seeds that are complete.
    public func area(_ measure: Measure, of strategy: String) -> Estimate? {
        Estimate(runs: areas(measure, of: strategy).sorted { $0.key < $1.key }.map(\.value))
    }

    private func areas(_ measure: Measure, of strategy: String) -> [UInt64: Double] {
        var result: [UInt64: Double] = [:]
        for seed in seeds(strategy) {
            let points = stops.compactMap { stop in
                records[strategy]?[seed]?[stop].flatMap(measure.value).map { (Double(stop), $0) }
            }
            guard points.count == stops.count, let first = points.first, let last = points.last else { continue }
            let sum = zip(points, points.dropFirst()).reduce(0) { $0 + ($1.1.0 - $1.0.0) * ($1.0.1 + $1.1.1) / 2 }
            result[seed] = last.0 > first.0 ? sum / (last.0 - first.0) : first.1
        }
        return result
    }

    /// How much higher a strategy's curve runs on average than another's, seed by seed: both start from the same
    /// messages and labels, so that what is left of chance is what the choices made.
    public func advantage(_ measure: Measure, of strategy: String, over other: String) -> Estimate? {
        let (own, others) = (areas(measure, of: strategy), areas(measure, of: other))
        return Estimate(runs: own.keys.sorted().compactMap { seed in others[seed].map { (own[seed] ?? 0) - $0 } })
    }

    /// The strategies that a picture has room for: all where they are few, else the baseline and those whose curves run
    /// highest, in the order of ``strategies``.
    public func leading(_ count: Int, in measure: Measure, baseline: String?) -> [String] {
        guard strategies.count > count else { return strategies }
        let others = strategies.filter { $0 != baseline }.map { ($0, area(measure, of: $0)?.value ?? 0) }
        let best = others.enumerated().sorted { left, right in
            left.element.1 != right.element.1 ? left.element.1 > right.element.1 : left.offset < right.offset
        }
        let isBaselineThere = strategies.contains { $0 == baseline }
        let chosen = Set(best.prefix(count - (isBaselineThere ? 1 : 0)).map(\.element.0))
        return strategies.filter { chosen.contains($0) || $0 == baseline }
    }

    /// What a model of all labels of the pool reaches.
    public func ceiling(_ measure: Measure) -> Estimate? {
        Estimate(
            runs: seeds(SimulationRecord.everything).compactMap { seed in
                records[SimulationRecord.everything]?[seed]?.values.first.flatMap(measure.value)
            })
    }

    /// How many labels a share of the ceiling takes, by interpolation between the points of the mean curve.
    public enum LabelsNeeded: Sendable, Hashable {
        /// Already at the start.
        case atMost(Int)
        case about(Int)
        case moreThan(Int)
    }

    /// - Parameter share: of what all labels of the pool give.
    /// - Returns: nil while the ceiling is not known.
    public func labelsNeeded(_ measure: Measure, of strategy: String, share: Double = 0.9) -> LabelsNeeded? {
        guard let ceiling = ceiling(measure)?.value else { return nil }
        let curve = curve(measure, of: strategy)
        guard let first = curve.first, let last = curve.last else { return nil }
        let goal = share * ceiling
        if first.estimate.value >= goal { return .atMost(first.labels) }
        for (left, right) in zip(curve, curve.dropFirst()) where right.estimate.value >= goal {
            let rise = right.estimate.value - left.estimate.value
            let part = (goal - left.estimate.value) / rise
            return .about(left.labels + Int((part * Double(right.labels - left.labels)).rounded()))
        }
        return .moreThan(last.labels)
    }
}
