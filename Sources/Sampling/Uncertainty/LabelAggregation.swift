import Learning

/// What the uncertainties of a message's labels come to, where it can have several: each label is a question of its own, *has it* or
/// *has it not*, and is scored as a task of these two.
///
/// Of the ways to put labels' scores together that E. A. Cherman, Y. Papanikolaou, G. Tsoumakas & M. C. Monard, *Multi-label active
/// learning: key issues and a novel query strategy* (2019), doi:10.1007/s12530-017-9202-z, compare, these are the mean and the largest.
enum LabelAggregation: Sendable, Hashable {
    /// The mean of all labels: much is to be learnt of the message as a whole.
    case mean
    /// The largest: one label may be quite unsure.
    case largest

    /// As the options of a recipe say.
    init(of name: StrategyName) { self = name.has(Self.maxOption.name) ? .largest : .mean }

    static let meanOption = StrategyOption(
        name: "mean", sentence: "of several labels a message the mean of their uncertainties; the default",
        excludes: "max", tasks: [.severalLabels])
    static let maxOption = StrategyOption(
        name: "max", sentence: "of several labels a message the uncertainty of the one that is least certain",
        tasks: [.severalLabels])
    static let options = [meanOption, maxOption]

    /// One number of one for each label; 0 of none.
    @inline(__always)
    func callAsFunction(_ count: Int, of score: (Int) -> Double) -> Double {
        guard count > 0 else { return 0 }
        var (sum, largest) = (0.0, 0.0)
        for label in 0..<count {
            let value = score(label)
            sum += value
            largest = max(largest, value)
        }
        return self == .mean ? sum / Double(count) : largest
    }
}
