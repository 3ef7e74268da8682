/// How much the loss of a label counts on an example, so that over a pass the examples that have the label count as much as those
/// that have it not: of a share q of the draws that have it, 1 / 2q where it is held and 1 / 2(1 − q) where it is not.
struct LabelBalance: Sendable {
    /// By label.
    private let held: [Float]
    private let notHeld: [Float]

    /// One example of a rare label must not move the model more than a batch does.
    private static let largestWeight = 8.0

    /// Of a pass in which each of some examples comes once.
    init(of examples: [Example], labelCount: Int) {
        self.init(
            shares: (0..<labelCount).map { label in
                Double(examples.count { $0.answer.has(label) }) / Double(max(1, examples.count))
            })
    }

    /// - Parameter shares: for each label the share of the draws that have it.
    init(shares: [Double]) {
        func weight(_ share: Double) -> Float { Float(share > 0 ? min(Self.largestWeight, 0.5 / share) : 1) }
        held = shares.map { weight($0) }
        notHeld = shares.map { weight(1 - $0) }
    }

    @inline(__always)
    func weight(of label: Int, isHeld: Bool) -> Float { isHeld ? held[label] : notHeld[label] }
}
