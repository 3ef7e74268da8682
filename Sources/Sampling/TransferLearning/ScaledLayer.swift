import Learning

/// Activations of one layer of the model, scaled by one factor so that their mean length is 1, or another: heads see every
/// layer in the same range, whatever the model's own scale.
struct ScaledLayer {
    private let activations: Matrix
    private let scale: Float

    /// - Parameters:
    ///   - rows: the rows whose mean length is set.
    ///   - length: what it becomes.
    init(_ activations: Matrix, scaledOn rows: [Int], length: Double = 1) {
        self.activations = activations
        let lengths = rows.map { row in
            activations.row(row).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        let mean = lengths.isEmpty ? 0 : lengths.reduce(0, +) / Double(lengths.count)
        scale = mean > 0 ? Float(length / mean) : 1
    }

    var columnCount: Int { activations.columnCount }

    /// Adds a row's scaled activations to a list of inputs.
    func append(_ row: Int, to inputs: inout [Float]) {
        for value in activations.row(row) { inputs.append(value * scale) }
    }

    /// The scaled activations of a row that are not zero, as entries from a column on.
    func entries(_ row: Int, from column: Int) -> [(column: UInt32, value: Float)] {
        activations.row(row).enumerated().compactMap { index, value in
            value == 0 ? nil : (UInt32(column + index), value * scale)
        }
    }
}
