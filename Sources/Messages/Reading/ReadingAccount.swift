import Notation

/// What could not be taken of all files of a session as it stood: first what is lost, then what is only remarked.
public struct ReadingAccount: Sendable, Hashable {
    private var tallies: [ReadingTally] = []

    public init() {}

    public mutating func add(_ tally: ReadingTally) { tallies.append(tally) }

    public mutating func add(_ account: ReadingAccount) { tallies += account.tallies }

    /// Problems of rows that were left out.
    public var lossCount: Int { tallies.reduce(0) { $0 + $1.lossCount } }

    /// Problems of rows that were taken all the same.
    public var remarkCount: Int { tallies.reduce(0) { $0 + $1.remarkCount } }

    /// How many rows are lost, and how many have a remark; nil where there is nothing to say.
    public static func heading(losses: Int, remarks: Int) -> String? {
        guard losses + remarks > 0 else { return nil }
        return [
            losses > 0 ? "\(CountText.text(losses, "row")) left out" : nil,
            remarks > 0 ? "\(CountText.text(remarks, "remark")) on rows that were taken" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
    }

    /// A line for each kind and file.
    ///
    /// - Parameter rangeLimit: how many ranges of lines are named of each.
    public func lines(rangeLimit: Int) -> [String] {
        [true, false].flatMap { losses in
            tallies.flatMap { $0.lines(losses: losses, rangeLimit: rangeLimit) }
        }
    }
}
