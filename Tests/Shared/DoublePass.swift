import Foundation

// What encoders are made of, in double precision and straight loops. Matrices are arrays of rows.

func product(_ rows: [[Double]], _ weights: [[Double]], _ bias: [Double]? = nil) -> [[Double]] {
    rows.map { row in
        weights[0].indices.map { column in
            var sum = bias?[column] ?? 0
            for (index, number) in row.enumerated() { sum += number * weights[index][column] }
            return sum
        }
    }
}

func transposed(_ rows: [[Double]]) -> [[Double]] { rows[0].indices.map { column in rows.map { $0[column] } } }

func sum(_ first: [[Double]], _ second: [[Double]]) -> [[Double]] { zip(first, second).map { zip($0, $1).map(+) } }

func rectified(_ rows: [[Double]]) -> [[Double]] { rows.map { $0.map { max(0, $0) } } }

func normalized(_ rows: [[Double]], _ gain: [Double], _ bias: [Double], _ epsilon: Double) -> [[Double]] {
    rows.map { row in
        let mean = row.reduce(0, +) / Double(row.count)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
        return row.indices.map { (row[$0] - mean) / (variance + epsilon).squareRoot() * gain[$0] + bias[$0] }
    }
}

func unit(_ row: [Double]) -> [Double] {
    let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return row.map { $0 / length }
}

func matrix(_ numbers: [Float], width: Int) -> [[Double]] {
    stride(from: 0, to: numbers.count, by: width).map { numbers[$0..<$0 + width].map(Double.init) }
}

/// The largest difference of two vectors' numbers.
func difference(_ first: some Collection<Float>, _ second: [Double]) -> Double {
    first.count == second.count ? zip(first, second).map { abs(Double($0) - $1) }.max() ?? 0 : .infinity
}
