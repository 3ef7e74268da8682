import Journal

/// What an annotator has done in the sittings of a journal before this one.
public struct EarlierWork: Sendable, Hashable {
    /// Messages labelled today, and not before: as a sitting counts them, to which a label given again adds nothing.
    public private(set) var labelsToday = 0
    /// Labels given, whether they hold or not.
    public private(set) var labels = 0
    /// Minutes that those took, pauses left out.
    public private(set) var minutes = 0.0

    /// Nobody has sat there before.
    public init() {}

    /// - Parameters:
    ///   - lines: of the journal.
    ///   - history: what has come of them.
    ///   - annotator: whose work it is.
    ///   - today: when the local day began.
    /// - Complexity: O(lines).
    public init(_ lines: [JournalLine], history: LabelHistory, annotator: String, today: Timestamp) {
        var isOwn = false
        var last: Timestamp?
        var labelledBefore: Set<String> = []
        for line in lines {
            if case .session(let event) = line.event {
                isOwn = event.annotator == annotator
                last = nil
            }
            guard isOwn else { continue }
            if let last {
                let gap = Double(line.at.milliseconds - last.milliseconds) / 60_000
                if gap > 0, gap < Pace.pauseMinutes { minutes += gap }
            }
            last = line.at
            guard case .label(let event) = line.event, !event.isSpread else { continue }
            labels += 1
            if line.at.milliseconds < today.milliseconds {
                labelledBefore.insert(event.id)
            } else if history.labels[event.id]?.sequence == line.sequence, !labelledBefore.contains(event.id) {
                labelsToday += 1
            }
        }
    }

    /// Labels a minute; nil where there was less than half a minute.
    var labelsAMinute: Double? { minutes >= 0.5 && labels > 0 ? Double(labels) / minutes : nil }
}
