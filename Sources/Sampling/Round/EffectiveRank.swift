import Foundation
import Learning

extension RoundModels {
    /// How many directions the layers that strategies read spread over, for some rows: e to the entropy of the shares that
    /// the principal directions have of the variance.
    ///
    /// O. Roy and M. Vetterli, *The effective rank: a measure of effective dimensionality*, EUSIPCO 2007, on the covariance.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(rows³), after what the model costs.
    public func effectiveRank(ofLayersOf rows: [Int]) throws -> Double {
        let layers = try RoundContext(model: self, candidates: rows, seed: seed, round: 0).layers()
        return EffectiveRank.ofGramMatrix(rows.map { layers.products(of: rows, with: $0) })
    }

    /// The same of the hidden layer alone.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(rows³), after what the model costs.
    public func effectiveRank(ofHiddenLayerOf rows: [Int]) throws -> Double {
        let hidden = try outputs().hidden
        return EffectiveRank.ofGramMatrix(
            rows.map { hidden.products(of: rows, withRow: $0, threads: threads).map(Double.init) })
    }
}

/// The effective rank of points, from their scalar products.
enum EffectiveRank {
    /// - Parameter gram: products of all pairs of *n* points, *n* × *n*.
    /// - Complexity: O(*n*³).
    static func ofGramMatrix(_ gram: [[Double]]) -> Double {
        let count = gram.count
        guard count > 1 else { return 0 }
        // The eigenvalues of the centred matrix are those of the covariance, but for their scale.
        let means = gram.map { $0.reduce(0, +) / Double(count) }
        let mean = means.reduce(0, +) / Double(count)
        let centred = gram.indices.map { i in gram.indices.map { j in gram[i][j] + mean - means[i] - means[j] } }
        let values = eigenvalues(of: centred).map { max(0, $0) }
        let sum = values.reduce(0, +)
        guard sum > 0 else { return 0 }
        return exp(values.reduce(0) { $0 - ($1 > 0 ? $1 / sum * log($1 / sum) : 0) })
    }

    private static let largestSweepCount = 30

    /// Eigenvalues of a symmetric matrix, by the cyclic rotations of Jacobi (G. Golub and C. Van Loan, *Matrix Computations*,
    /// 4th ed., section 8.5).
    ///
    /// - Complexity: O(*n*³) a sweep, some ten sweeps.
    static func eigenvalues(of matrix: [[Double]]) -> [Double] {
        let count = matrix.count
        var a = matrix.flatMap { $0 }
        let total = a.reduce(0) { $0 + $1 * $1 }
        for _ in 0..<largestSweepCount {
            var off = 0.0
            for i in 0..<count { for j in 0..<i { off += 2 * a[i * count + j] * a[i * count + j] } }
            if off <= 1e-18 * total { break }
            for p in 0..<count {
                for q in (p + 1)..<max(p + 1, count) where a[p * count + q] != 0 {
                    let theta = (a[q * count + q] - a[p * count + p]) / (2 * a[p * count + q])
                    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let cosine = 1 / (t * t + 1).squareRoot()
                    let sine = t * cosine
                    for k in 0..<count {
                        let (x, y) = (a[k * count + p], a[k * count + q])
                        a[k * count + p] = cosine * x - sine * y
                        a[k * count + q] = sine * x + cosine * y
                    }
                    for k in 0..<count {
                        let (x, y) = (a[p * count + k], a[q * count + k])
                        a[p * count + k] = cosine * x - sine * y
                        a[q * count + k] = sine * x + cosine * y
                    }
                }
            }
        }
        return (0..<count).map { a[$0 * count + $0] }
    }
}
