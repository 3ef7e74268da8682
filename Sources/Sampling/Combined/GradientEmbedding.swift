import Learning

/// The gradient of the loss in the last layer, as if the predicted label were the right one: (p − e) ⊗ h, with e the
/// unit vector of the predicted label. Long where the model is unsure, and pointing where the message would move it.
///
/// Ash et al. 2020. Kept as its two factors: the product of two such gradients is the product of the factors' products.
struct GradientEmbedding {
    private let hidden: Matrix
    private let errors: Matrix
    private let rows: [Int]
    /// Squared length of each row's gradient.
    let squares: [Double]
    private let threads: Int

    init(_ rows: [Int], _ outputs: ModelOutputs, threads: Int) {
        self.rows = rows
        self.threads = threads
        hidden = outputs.hidden
        var errors = Matrix(zeros: rows.count, outputs.probabilities.columnCount)
        var squares: [Double] = []
        for (position, row) in rows.enumerated() {
            let probabilities = outputs.probabilities.row(row)
            let best = outputs.probabilities.largestColumn(inRow: row)
            for (label, probability) in probabilities.enumerated() {
                errors[position, label] = probability - (label == best ? 1 : 0)
            }
            let error = errors.row(position).reduce(0.0) { $0 + Double($1) * Double($1) }
            squares.append(error * outputs.hidden.row(row).reduce(0.0) { $0 + Double($1) * Double($1) })
        }
        self.errors = errors
        self.squares = squares
    }

    /// Squared distances of all gradients to that of one position: ‖a‖² + ‖b‖² − 2 a·b.
    ///
    /// - Complexity: O(rows × (hidden units + K)).
    func squaredDistances(to target: Int) -> [Double] {
        let products = hidden.products(of: rows, withRow: rows[target], threads: threads)
        let labels = errors.columnCount
        return rows.indices.map { position in
            var error = 0.0
            for label in 0..<labels {
                error += Double(errors[position, label]) * Double(errors[target, label])
            }
            let distance = squares[position] + squares[target] - 2 * error * Double(products[position])
            // What rounding leaves of the distance between two equal gradients is none.
            return distance > 1e-5 * (squares[position] + squares[target]) ? distance : 0
        }
    }
}
