import Learning

/// The gradient of the loss in the last layer, as if the predicted label were the right one: (p − e) ⊗ h, with e the
/// unit vector of the predicted label and h the model's layers (``Layers``), all of which lead to the output as if by a last
/// layer of their own. Long where the model is unsure, and pointing where the message would move it.
///
/// Where a message can have several labels e is 1 for each that is as probable as not, which is the gradient of the sum of the labels'
/// own losses at the predicted answer.
///
/// Ash et al. 2020. Kept as its two factors: the product of two such gradients is the product of the factors' products.
struct GradientEmbedding {
    private let layers: Layers
    private let errors: Matrix
    private let rows: [Int]
    /// Squared length of each row's gradient.
    let squares: [Double]

    init(_ rows: [Int], _ outputs: ModelOutputs, _ layers: Layers) {
        self.rows = rows
        self.layers = layers
        var errors = Matrix(zeros: rows.count, outputs.probabilities.columnCount)
        var squares: [Double] = []
        for (position, row) in rows.enumerated() {
            let probabilities = outputs.probabilities.row(row)
            let best = outputs.probabilities.largestColumn(inRow: row)
            let isSeveral = outputs.loss == .oneAgainstRest
            for (label, probability) in probabilities.enumerated() {
                let isPredicted = isSeveral ? probability >= 0.5 : label == best
                errors[position, label] = probability - (isPredicted ? 1 : 0)
            }
            let error = errors.row(position).reduce(0.0) { $0 + Double($1) * Double($1) }
            squares.append(error * layers.square(row))
        }
        self.errors = errors
        self.squares = squares
    }

    /// Squared distances of all gradients to that of one position: ‖a‖² + ‖b‖² − 2 a·b.
    ///
    /// - Complexity: O(rows × (numbers of the layers + K)).
    func squaredDistances(to target: Int) -> [Double] {
        let products = layers.products(of: rows, with: rows[target])
        let labels = errors.columnCount
        return rows.indices.map { position in
            var error = 0.0
            for label in 0..<labels {
                error += Double(errors[position, label]) * Double(errors[target, label])
            }
            let distance = squares[position] + squares[target] - 2 * error * products[position]
            // What rounding leaves of the distance between two equal gradients is none.
            return distance > 1e-5 * (squares[position] + squares[target]) ? distance : 0
        }
    }
}
