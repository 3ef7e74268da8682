import Journal

extension SessionState {
    /// Whether what is kept line by line is what the history amounts to: counts of labels, texts that measure, labels on
    /// copies, the schedule of checks.
    ///
    /// - Complexity: O(labels log labels): for tests and debug builds.
    var holdsInvariants: Bool {
        var counts = LabelCounts()
        var texts: [Int32: Int] = [:]
        var copies: [Int32: [Int: LabelRecord]] = [:]
        for record in history.labels.values {
            guard let row = corpus.pool.index(ofID: record.event.id) else { continue }
            counts.add(record, to: set(of: record, row: row))
            let group = corpus.textGroup(of: row)
            if record.event.set == .evaluation { texts[group, default: 0] += 1 }
            if corpus.hasCopies(row) { copies[group, default: [:]][row] = record }
        }
        return counts == self.counts && texts == evaluationTexts
            && copies == labelledCopies.filter { !$0.value.isEmpty }
            && repeats.holds(for: history)
    }
}
