import Learning

/// How near each candidate is to the centre of the pool (U) and how far from that of the training messages (T), kept up
/// to date while messages move from one to the other: the shared part of representative sampling.
///
/// Centres are sums of rows at unit length, so that long messages count no more than short ones. Moving a message
/// changes each candidate's products by its product with that message alone.
struct Representativeness {
    /// Candidate rows, and for each its products, at unit length, with the two sums.
    private let candidates: [Int]
    private var towardsPool: [Double]
    private var towardsTraining: [Double]
    /// Squared lengths of the two sums.
    private var poolSquare: Double
    private var trainingSquare: Double
    private let rows: FeatureRows
    private let lengths: [Double]
    private let threads: Int

    /// - Complexity: O(entries of candidates and training messages).
    init(_ context: RoundContext) throws {
        rows = try context.features()
        lengths = try context.featureLengths()
        threads = context.threads
        candidates = context.candidates
        let pool = Self.sum(context.candidatesByContent, rows, lengths)
        let training = Self.sum(context.byContent(context.settledRows), rows, lengths)
        poolSquare = pool.reduce(0) { $0 + $1 * $1 }
        trainingSquare = training.reduce(0) { $0 + $1 * $1 }
        towardsPool = Self.unit(rows.products(of: candidates, with: pool, threads: threads), candidates, lengths)
        towardsTraining = Self.unit(
            rows.products(of: candidates, with: training, threads: threads), candidates, lengths)
    }

    /// cos(x, centre of U) and cos(x, centre of T) of a candidate; 0 where either has no length.
    func similarities(at position: Int) -> (pool: Double, training: Double) {
        (
            poolSquare > 0 ? min(1, max(-1, towardsPool[position] / poolSquare.squareRoot())) : 0,
            trainingSquare > 0 ? min(1, max(-1, towardsTraining[position] / trainingSquare.squareRoot())) : 0
        )
    }

    /// cos(x, centre of U) − cos(x, centre of T), in [−1, 1].
    func score(at position: Int) -> Double {
        let (pool, training) = similarities(at: position)
        return pool - training
    }

    /// Moves the candidate at a position from the pool to the training messages.
    ///
    /// - Complexity: O(entries of all candidates).
    mutating func move(_ position: Int) {
        let row = candidates[position]
        guard lengths[row] > 0 else { return }
        // ‖S − x‖² = ‖S‖² − 2 S·x + 1 at unit length.
        poolSquare = max(0, poolSquare - 2 * towardsPool[position] + 1)
        trainingSquare += 2 * towardsTraining[position] + 1
        var vector = [Double](repeating: 0, count: rows.columnCount)
        rows.add(row, scaledBy: 1 / lengths[row], to: &vector)
        let products = Self.unit(
            rows.products(of: candidates, with: vector, threads: threads), candidates, lengths)
        for index in candidates.indices where products[index] != 0 {
            towardsPool[index] -= products[index]
            towardsTraining[index] += products[index]
        }
        if poolSquare < 1e-9 { poolSquare = 0 }
    }

    private static func sum(_ members: [Int], _ rows: FeatureRows, _ lengths: [Double]) -> [Double] {
        var sum = [Double](repeating: 0, count: rows.columnCount)
        for row in members where lengths[row] > 0 { rows.add(row, scaledBy: 1 / lengths[row], to: &sum) }
        return sum
    }

    private static func unit(_ products: [Double], _ candidates: [Int], _ lengths: [Double]) -> [Double] {
        zip(products, candidates).map { lengths[$1] > 0 ? $0 / lengths[$1] : 0 }
    }
}
