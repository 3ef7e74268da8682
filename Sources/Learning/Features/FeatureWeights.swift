/// What the counts of a vocabulary's features are worth: (1 + ln count) · idf at unit length, or as they are.
struct FeatureWeights: Sendable {
    /// By column; empty where counts stay as they are.
    let idf: [Float]
    private let isWeighted: Bool

    init(of vocabulary: Vocabulary) {
        isWeighted = vocabulary.settings.isWeighted
        let textCount = Double(vocabulary.textCount)
        idf =
            isWeighted
            ? vocabulary.frequencies.map { Float(naturalLogarithm((1 + textCount) / (1 + Double($0))) + 1) } : []
    }

    /// Puts a row's values in the place of its counts.
    ///
    /// - Parameter columns: ascending, the column of each count.
    func apply(to row: UnsafeMutableBufferPointer<Float>, of columns: UnsafeBufferPointer<UInt32>) {
        precondition(row.count == columns.count, "\(row.count) counts of \(columns.count) features")
        guard isWeighted else { return }
        var squares = 0.0
        for entry in row.indices {
            let count = row[entry]
            let weight = count == 1 ? 1 : Float(1 + naturalLogarithm(Double(count)))
            let value = weight * idf[Int(columns[entry])]
            row[entry] = value
            squares += Double(value) * Double(value)
        }
        let length = squares.squareRoot()
        guard length > 0 else { return }
        for entry in row.indices { row[entry] = Float(Double(row[entry]) / length) }
    }
}
