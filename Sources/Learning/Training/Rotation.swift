/// Every labelled message predicted by a model that was not trained on it.
///
/// The examples are dealt into folds, each label spread evenly; for each fold a model learns from the others and
/// predicts it. One fold stands for the single 90:10 split of Monarch's articles: only a tenth is predicted.
public enum Rotation {
    public struct Result: Sendable, Hashable {
        /// Positions in the list of examples that were held out, ascending; *n* of them.
        public let heldOut: [Int]
        /// Their predicted probabilities, *n* × K.
        public let probabilities: Matrix
    }

    /// Fold of each example, 0 ..< `folds`.
    ///
    /// Examples of each label are shuffled and dealt in turn, going on where the label before stopped, so that folds
    /// differ by one example at most and no fold lacks a label that could be spared.
    static func folds(_ examples: [Example], labelCount: Int, folds: Int, seed: UInt64) -> [Int] {
        var random = SeededRandom(seed: seed, stream: "rotation")
        var fold = [Int](repeating: 0, count: examples.count)
        var next = 0
        for label in 0..<labelCount {
            var positions = examples.indices.filter { examples[$0].label == label }
            random.shuffle(&positions)
            for position in positions {
                fold[position] = next % folds
                next += 1
            }
        }
        return fold
    }

    /// - Parameters:
    ///   - folds: 10 for the whole rotation; 1 for the single split.
    ///   - threads: models are trained side by side; the result does not depend on it.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: `folds` trainings on nine tenths of the examples.
    public static func run(
        _ rows: SparseRows, _ examples: [Example], labelCount: Int, folds: Int,
        settings: TrainingSettings = .standard, seed: UInt64, threads: Int,
        monitor: TrainingMonitor = TrainingMonitor(), progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws -> Result {
        let isSingle = folds <= 1
        let deal = min(isSingle ? 10 : folds, max(2, examples.count))
        let fold = Self.folds(examples, labelCount: labelCount, folds: deal, seed: seed)
        let used = isSingle ? 1 : deal
        let parts = Parallel.map(used, threads: threads) { part -> ([Int], Matrix)? in
            let held = examples.indices.filter { fold[$0] == part }
            let rest = examples.indices.filter { fold[$0] != part }.map { examples[$0] }
            guard
                let model = try? Trainer.train(
                    rows, rest, labelCount: labelCount, settings: settings, seed: seed &+ UInt64(part) &+ 1,
                    monitor: monitor)
            else { return nil }
            var heldRows = SparseRows(columnCount: rows.columnCount)
            for position in held {
                heldRows.append(
                    rows.entries(examples[position].row).lazy.map { (rows.columns[$0], rows.values[$0]) })
            }
            progress(Double(part + 1) / Double(used))
            return (held, model.outputs(for: heldRows).probabilities)
        }
        try monitor.checkCancellation()
        var found: [(position: Int, row: ArraySlice<Float>)] = []
        for case (let held, let probabilities)? in parts {
            for (index, position) in held.enumerated() { found.append((position, probabilities.row(index))) }
        }
        found.sort { $0.position < $1.position }
        return Result(
            heldOut: found.map(\.position),
            probabilities: Matrix(
                rowCount: found.count, columnCount: labelCount, elements: found.flatMap { Array($0.row) }))
    }
}
