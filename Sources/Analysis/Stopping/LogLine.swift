import Foundation
import Learning

/// A least-squares line through a measure over the logarithm of the number of labels.
struct LogLine {
    let slope: Double
    /// Half of the slope's 95 % interval, of *n* − 2 degrees of freedom.
    let slopeHalf: Double

    /// - Parameter points: at least three, with two different numbers of labels above zero.
    init(_ points: [(labels: Double, value: Double)]) {
        let count = Double(points.count)
        let x = points.map { log($0.labels) }
        let (meanX, meanY) = (x.reduce(0, +) / count, points.reduce(0) { $0 + $1.value } / count)
        let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        let slope = zip(x, points).reduce(0) { $0 + ($1.0 - meanX) * ($1.1.value - meanY) } / spread
        let residual = zip(x, points).reduce(0) { sum, point in
            let rest = point.1.value - meanY - slope * (point.0 - meanX)
            return sum + rest * rest
        }
        self.slope = slope
        slopeHalf =
            Student.quantile975(degreesOfFreedom: points.count - 2)
            * (residual / (count - 2) / spread).squareRoot()
    }
}
