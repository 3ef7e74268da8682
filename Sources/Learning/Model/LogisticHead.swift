/// Binary logistic regression on dense inputs: the small head that learns on frozen activations.
///
/// Minimises Σᵢ cᵢ · log-loss(yᵢ, σ(oᵢ + w·xᵢ + b)) + ½ λ ‖w‖²; the intercept b is not penalised, and the offsets o
/// are given, not learnt. The problem is strictly convex in w, so the answer does not depend on a start or a seed.
public struct LogisticHead: Sendable, Hashable {
    /// One weight an input.
    public let weights: [Double]
    /// What is added to the weighted inputs.
    public let intercept: Double

    /// Fits a head by Newton's method with step halving.
    ///
    /// - Parameters:
    ///   - inputs: *n* × *d*.
    ///   - targets: *n* values; both have to occur.
    ///   - exampleWeights: cᵢ > 0, *n* values.
    ///   - offsets: oᵢ, log-odds that are known of each example beforehand, *n* values; nil for zeros.
    ///   - penalty: λ > 0.
    ///   - start: a head fitted to nearly the same data; only saves steps.
    /// - Returns: nil when the targets are all the same or there are none.
    /// - Complexity: O(*n* *d*² + *d*³) a step, five to ten steps, one to three from a good start.
    public static func fit(
        inputs: Matrix, targets: [Bool], exampleWeights: [Double], offsets: [Double]? = nil, penalty: Double,
        start: LogisticHead? = nil
    ) -> LogisticHead? {
        precondition(
            inputs.rowCount == targets.count && targets.count == exampleWeights.count
                && offsets?.count ?? targets.count == targets.count,
            "inputs, targets, weights and offsets differ in number")
        guard targets.contains(true), targets.contains(false) else { return nil }
        let d = inputs.columnCount
        var parameters = start.map { $0.weights + [$0.intercept] } ?? Array(repeating: 0, count: d + 1)
        let problem = Problem(
            inputs: inputs, targets: targets, exampleWeights: exampleWeights,
            offsets: offsets ?? Array(repeating: 0, count: targets.count), penalty: penalty)
        var loss = problem.loss(parameters)
        for _ in 0..<50 {
            let (gradient, hessian) = problem.derivatives(parameters)
            guard let step = Cholesky.solve(hessian, gradient, size: d + 1) else { break }
            var scale = 1.0
            var next = parameters
            var nextLoss = loss
            repeat {
                next = zip(parameters, step).map { $0 - scale * $1 }
                nextLoss = problem.loss(next)
                scale /= 2
            } while !(nextLoss <= loss) && scale > 1e-10
            guard nextLoss <= loss else { break }
            let gain = loss - nextLoss
            parameters = next
            loss = nextLoss
            if gain <= 1e-10 * (abs(loss) + 1e-10) { break }
        }
        return LogisticHead(weights: Array(parameters.dropLast()), intercept: parameters[d])
    }

    /// σ(o + w·x + b) of one row of inputs.
    public func probability(_ inputs: ArraySlice<Float>, offset: Double = 0) -> Double {
        var sum = offset + intercept
        for (weight, input) in zip(weights, inputs) { sum += weight * Double(input) }
        return Self.sigmoid(sum)
    }

    static func sigmoid(_ value: Double) -> Double {
        if value >= 0 { return 1 / (1 + exponential(-value)) }
        let e = exponential(value)
        return e / (1 + e)
    }

    private struct Problem {
        let inputs: Matrix
        let targets: [Bool]
        let exampleWeights: [Double]
        let offsets: [Double]
        let penalty: Double

        func margin(_ parameters: [Double], _ row: Int) -> Double {
            var sum = offsets[row] + parameters[inputs.columnCount]
            let start = row * inputs.columnCount
            for column in 0..<inputs.columnCount {
                sum += parameters[column] * Double(inputs.elements[start + column])
            }
            return sum
        }

        func loss(_ parameters: [Double]) -> Double {
            var sum = 0.0
            for row in targets.indices {
                let z = margin(parameters, row)
                // log(1 + e^z) − y z, written so that nothing overflows.
                let softplus = max(z, 0) + naturalLogarithm(1 + exponential(-abs(z)))
                sum += exampleWeights[row] * (softplus - (targets[row] ? z : 0))
            }
            for column in 0..<inputs.columnCount {
                sum += penalty / 2 * parameters[column] * parameters[column]
            }
            return sum
        }

        func derivatives(_ parameters: [Double]) -> (gradient: [Double], hessian: [Double]) {
            let d = inputs.columnCount
            let size = d + 1
            var gradient = [Double](repeating: 0, count: size)
            var hessian = [Double](repeating: 0, count: size * size)
            var x = [Double](repeating: 1, count: size)
            for row in targets.indices {
                for column in 0..<d { x[column] = Double(inputs.elements[row * d + column]) }
                let p = LogisticHead.sigmoid(margin(parameters, row))
                let slope = exampleWeights[row] * (p - (targets[row] ? 1 : 0))
                let curvature = exampleWeights[row] * p * (1 - p)
                for i in 0..<size where x[i] != 0 {
                    gradient[i] += slope * x[i]
                    let factor = curvature * x[i]
                    for j in 0...i { hessian[i * size + j] += factor * x[j] }
                }
            }
            for column in 0..<d {
                gradient[column] += penalty * parameters[column]
                hessian[column * size + column] += penalty
            }
            hessian[d * size + d] += 1e-9
            return (gradient, hessian)
        }
    }
}

/// Solves A x = b for a symmetric positive definite A, given by its lower triangle.
enum Cholesky {
    /// - Returns: nil when A is not positive definite.
    /// - Complexity: O(size³).
    static func solve(_ matrix: [Double], _ right: [Double], size: Int) -> [Double]? {
        var lower = matrix
        for i in 0..<size {
            for j in 0...i {
                var sum = lower[i * size + j]
                for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
                if i == j {
                    guard sum > 0, sum.isFinite else { return nil }
                    lower[i * size + i] = sum.squareRoot()
                } else {
                    lower[i * size + j] = sum / lower[j * size + j]
                }
            }
        }
        var solution = right
        for i in 0..<size {
            for k in 0..<i { solution[i] -= lower[i * size + k] * solution[k] }
            solution[i] /= lower[i * size + i]
        }
        for i in stride(from: size - 1, through: 0, by: -1) {
            for k in (i + 1)..<max(size, i + 1) { solution[i] -= lower[k * size + i] * solution[k] }
            solution[i] /= lower[i * size + i]
        }
        return solution
    }
}
