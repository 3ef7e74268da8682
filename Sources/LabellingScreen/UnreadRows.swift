import Messages
import Notation

/// Rows of the files that could not be taken as they stood.
public struct UnreadRows: Sendable, Hashable {
    /// A line for each kind, those of rows that were left out first.
    public var texts: [String]
    /// How many there were.
    public var count: Int
    /// What stands above the list.
    public var heading: String

    /// Ranges of lines beyond which those of a kind are only counted.
    private static let rangeLimit = 5_000

    public init(texts: [String] = [], count: Int = 0) {
        self.texts = texts
        self.count = count
        heading = "\(CountText.text(count, "row")) could not be taken as \(count == 1 ? "it stands" : "they stand")"
    }

    public init(_ account: ReadingAccount) {
        let (losses, remarks) = (account.lossCount, account.remarkCount)
        self.init(texts: account.lines(rangeLimit: Self.rangeLimit), count: losses + remarks)
        if let heading = ReadingAccount.heading(losses: losses, remarks: remarks) { self.heading = heading }
    }
}
