import Journal

extension SessionState {
    /// Whether what is kept line by line is what the history amounts to: counts of labels, texts that measure, labels and
    /// skips on copies, what is gone, the schedule of checks, and what waits for a second look.
    ///
    /// - Complexity: O(labels log labels): for tests and debug builds.
    var holdsInvariants: Bool {
        var texts: [Int32: Int] = [:]
        var all: [Int32: LabelledText] = [:]
        var skipped: [Int32: Set<Int>] = [:]
        for record in history.labels.values {
            guard let row = corpus.pool.index(ofID: record.event.id) else { continue }
            let group = corpus.textGroup(of: row)
            if record.event.set == .evaluation { texts[group, default: 0] += 1 }
            all[group, default: LabelledText()].replace(nil, by: record)
        }
        for id in history.skipped {
            guard let row = corpus.pool.index(ofID: id), corpus.hasCopies(row) else { continue }
            skipped[corpus.textGroup(of: row), default: []].insert(row)
        }
        func isGone(_ id: String) -> Bool { corpus.pool.index(ofID: id) == nil }
        let goneLabels = history.labels.values.count { !$0.event.isSpread && isGone($0.event.id) }
        guard goneLabels == goneLabelCount, history.skipped.filter(isGone) == goneSkips else { return false }
        var counts = LabelCounts()
        for (group, text) in all {
            counts.add(classes(text.given), to: isEvaluated(Int(group)) ? .evaluation : .training)
        }
        return counts == self.counts && texts == evaluationTexts
            && all.filter { corpus.hasCopies(Int($0.key)) } == labelledCopies && skipped == skippedCopies
            && repeats.holds(for: history, doubted: secondLook)
            && secondLook == Set(history.labels.filter { isDoubted($0.value) && !isGone($0.key) }.keys)
    }
}
