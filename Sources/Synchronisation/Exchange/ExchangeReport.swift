import Journal
import Notation

/// What an exchange has done.
public struct ExchangeReport: Sendable {
    /// Lines of one annotator that went each way.
    struct Count: Sendable, Hashable {
        var sent = 0
        var got = 0
    }

    var counts: [AnnotatorName: Count] = [:]
    /// Why some were not exchanged.
    public internal(set) var faults: [ExchangeFault] = []

    init() {}

    /// The first fault with which nothing goes on.
    public var finalFault: ExchangeFault? { faults.first(where: \.isFinal) }

    /// Whether the server has lines now that it had not.
    var hasSent: Bool { counts.values.contains { $0.sent > 0 } }

    /// `sent 12 lines of A; got 3 of B`; nil where nothing went.
    public var words: String? {
        let named = counts.sorted { $0.key < $1.key }
        let sent = Self.list(named.map { ($0.key, $0.value.sent) })
        let got = Self.list(named.map { ($0.key, $0.value.got) })
        let parts = [sent.map { "sent \($0)" }, got.map { "got \($0)" }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private static func list(_ counts: [(name: AnnotatorName, count: Int)]) -> String? {
        let parts = counts.filter { $0.count > 0 }.map {
            "\(CountText.text($0.count, "line")) of \(TerminalText.onOneLine("\($0.name)"))"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// The same with what went later.
    mutating func merge(_ other: ExchangeReport) {
        for (name, count) in other.counts {
            counts[name, default: Count()].sent += count.sent
            counts[name, default: Count()].got += count.got
        }
        faults += other.faults
    }
}
