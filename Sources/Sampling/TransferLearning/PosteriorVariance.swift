import Learning
import Threads

/// How little is known of messages: the variance of a Gaussian process at each, given noisy answers at others, which need
/// not be known. It falls where something like the message is conditioned on.
///
/// Rasmussen & Williams 2006, eq. 2.26: s²(x) = k(x, x) − kᵀ (K + noise·I)⁻¹ k. The kernel is the classifier's own: the scalar
/// product of the feature rows, sparse and dense together, each scaled to length 1; messages in which no feature is known
/// are one and the same direction. By the rows of a Cholesky factor, which grows by one row with each message conditioned
/// on, so that a step is exact and costs no solution of the whole.
struct PosteriorVariance {
    private let kernel: UnitKernel
    /// Of the rows in the kernel, behind those known from the beginning.
    private let places: Range<Int>
    private let noise: Double
    /// For each row what the factor makes of its covariances; s² is 1 minus the sum of their squares.
    private var factors: [[Double]]

    /// Of each row, in (0, 1].
    private(set) var variances: [Double]

    /// - Parameters:
    ///   - rows: what the variance is asked of.
    ///   - known: what is conditioned on from the beginning, in an order that does not depend on places.
    ///   - noise: variance of an answer's noise, above 0.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(*n*³ / 3 + *m* *n*² + (*n* + *m*) *n* d) with *n* known rows, *m* others and d entries of a row, all
    ///   but *n*³ / 3 shared among the threads; O(*n*² / 2 + *m* *n*) numbers.
    init(
        of rows: [Int], given known: [Int], features: FeatureRows, lengths: [Double], noise: Double, threads: Int,
        monitor: WorkMonitor
    ) throws {
        self.noise = noise
        let kernel = UnitKernel(known + rows, features: features, lengths: lengths)
        self.kernel = kernel
        places = known.count..<known.count + rows.count
        var lower = Parallel.flatMap(rangesOf: known.count, chunk: Self.chunk, threads: threads) { range in
            kernel.products(range) { 0..<$0 + 1 }.flatMap { $0 }
        }
        for row in known.indices {
            if row % Self.chunk == 0 { try monitor.checkCancellation() }
            let start = Self.start(row)
            Self.substitute(at: start, count: row, in: &lower)
            // Rounding leaves no pivot below the noise.
            let pivot = max(noise, lower[start + row] + noise - Self.square(lower, start, row))
            lower[start + row] = pivot.squareRoot()
        }
        try monitor.checkCancellation()
        let factor = lower
        factors = Parallel.flatMap(rangesOf: rows.count, chunk: Self.chunk, threads: threads) { range in
            kernel.products(range.lowerBound + known.count..<range.upperBound + known.count) { _ in 0..<known.count }
                .map { Self.solution($0, factor) }
        }
        variances = factors.map { Self.variance($0) }
    }

    /// Conditions on one of the rows as well.
    ///
    /// - Complexity: O(*m* (d + *n*)) with *n* rows conditioned on so far.
    mutating func condition(on position: Int) {
        let target = factors[position]
        let scale = (variances[position] + noise).squareRoot()
        let place = places.lowerBound + position
        let products = kernel.products(place..<place + 1) { _ in places }[0]
        for index in factors.indices {
            let shared = ScalarProduct.of(factors[index], from: 0, target, from: 0, target.count)
            let added = (products[index] - shared) / scale
            factors[index].append(added)
            variances[index] = max(Self.least, variances[index] - added * added)
        }
    }

    // MARK: Arithmetic

    /// Rows at once.
    private static let chunk = 32
    /// Rounding may take a variance that is next to none below zero.
    private static let least = 1e-12

    private static func start(_ row: Int) -> Int { row * (row + 1) / 2 }

    private static func variance(_ factor: [Double]) -> Double { max(least, 1 - square(factor, 0, factor.count)) }

    private static func square(_ numbers: [Double], _ start: Int, _ count: Int) -> Double {
        ScalarProduct.of(numbers, from: start, numbers, from: start, count)
    }

    /// Solves L v = k by forward substitution for the row of L's own storage that begins at `start`.
    private static func substitute(at start: Int, count: Int, in lower: inout [Double]) {
        for column in 0..<count {
            let row = Self.start(column)
            let shared = ScalarProduct.of(lower, from: start, lower, from: row, column)
            lower[start + column] = (lower[start + column] - shared) / lower[row + column]
        }
    }

    /// Solves L v = k by forward substitution.
    private static func solution(_ right: [Double], _ lower: [Double]) -> [Double] {
        var solution = right
        for column in right.indices {
            let row = start(column)
            let shared = ScalarProduct.of(solution, from: 0, lower, from: row, column)
            solution[column] = (solution[column] - shared) / lower[row + column]
        }
        return solution
    }
}
