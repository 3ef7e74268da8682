import Arithmetic
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
    /// - Complexity: O(*n*³ / 3 + *m* *n*² + (*n* + *m*) *n* d) with *n* known rows, *m* others and d entries that two rows
    ///   share, nearly all of it shared among the threads; O(*n*² / 2 + *m* *n*) numbers besides the entries of the rows.
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
        for block in Parallel.ranges(of: known.count, chunk: Self.chunk) {
            try monitor.checkCancellation()
            lower.withUnsafeMutableBufferPointer {
                Self.factorize(block, of: Triangle(numbers: $0), noise: noise, threads: threads)
            }
        }
        try monitor.checkCancellation()
        let factor = lower
        factors = Parallel.flatMap(rangesOf: rows.count, chunk: Self.chunk, threads: threads) { range in
            Self.solutions(
                kernel.products(range.lowerBound + known.count..<range.upperBound + known.count) { _ in
                    0..<known.count
                }, factor)
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
            let shared = ScalarProduct.of(factors[index], target)
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

    private static func variance(_ factor: [Double]) -> Double { max(least, 1 - ScalarProduct.of(factor, factor)) }

    /// A lower triangle of numbers while it is worked on, row behind row.
    ///
    /// Unchecked: several threads may set numbers at once, as long as each sets those of other rows and reads none of these.
    private struct Triangle: @unchecked Sendable {
        let numbers: UnsafeMutableBufferPointer<Double>

        /// Forward substitution in a row: columns of the factor that are there already.
        func substitute(_ row: Int, _ columns: Range<Int>) {
            let start = PosteriorVariance.start(row)
            let read = UnsafeBufferPointer(numbers)
            for column in columns {
                let other = PosteriorVariance.start(column)
                let shared = LinearMath.dot(read, start, read, other, count: column)
                numbers[start + column] = (numbers[start + column] - shared) / numbers[other + column]
            }
        }

        func square(_ row: Int) -> Double {
            let (start, read) = (PosteriorVariance.start(row), UnsafeBufferPointer(numbers))
            return LinearMath.dot(read, start, read, start, count: row)
        }
    }

    /// Puts rows of the Cholesky factor in the place of those of the matrix; the rows before are those of the factor.
    private static func factorize(_ block: Range<Int>, of lower: Triangle, noise: Double, threads: Int) {
        // What rows before the block give is asked of each row by itself.
        Parallel.forEach(block.count, threads: block.lowerBound < parallelFrom ? 1 : threads) { place in
            lower.substitute(block.lowerBound + place, 0..<block.lowerBound)
        }
        for row in block {
            lower.substitute(row, block.lowerBound..<row)
            // Rounding leaves no pivot below the noise.
            let diagonal = start(row) + row
            lower.numbers[diagonal] = max(noise, lower.numbers[diagonal] + noise - lower.square(row)).squareRoot()
        }
    }

    /// Rows below this have too little to do for another thread.
    private static let parallelFrom = 128

    /// Solves L v = k by forward substitution, for several k at once: a row of L is read once for all.
    private static func solutions(_ right: [[Double]], _ lower: [Double]) -> [[Double]] {
        guard let count = right.first?.count, count > 0 else { return right }
        var solutions = right.flatMap { $0 }
        solutions.withUnsafeMutableBufferPointer { solutions in
            lower.withUnsafeBufferPointer { lower in
                let read = UnsafeBufferPointer(solutions)
                for column in 0..<count {
                    let row = start(column)
                    for place in stride(from: 0, to: solutions.count, by: count) {
                        let shared = LinearMath.dot(read, place, lower, row, count: column)
                        solutions[place + column] = (solutions[place + column] - shared) / lower[row + column]
                    }
                }
            }
        }
        return right.indices.map { Array(solutions[$0 * count..<($0 + 1) * count]) }
    }
}
