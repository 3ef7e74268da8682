@testable import Learning

extension Classifier {
    /// A column's input weights, by unit, in double precision: its share of its row; nil where it has none.
    func inputWeights(ofColumn column: Int) -> [Double]? {
        let row = Int(weightRows[column])
        guard row >= 0 else { return nil }
        let share = Double(shares.isEmpty ? 1 : shares[column])
        return inputWeights[row * hiddenCount..<(row + 1) * hiddenCount].map { share * Double($0) }
    }
}
