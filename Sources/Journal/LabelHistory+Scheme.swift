extension LabelHistory {
    /// Reads all labels through a change of the task's labels: those that hold, and what an undo would bring back.
    ///
    /// - Complexity: O(steps).
    public mutating func read(through event: SchemeEvent) {
        let reading = event.reading(after: labelNames.map { $0 + otherNames })
        labelNames = labelNames.map(event.names)
        otherNames.formIntersection(event.names(after: Array(otherNames)))
        guard !reading.isEmpty else { return }
        // What holds stands among what was done as well: it stays one record.
        var read: [ObjectIdentifier: LabelRecord] = [:]
        replaceLabels(
            records: { record in
                let names = record.event.answer.names
                let isDoubted = names.contains(where: reading.doubted.contains)
                guard isDoubted || names.contains(where: { reading.names[$0] != nil }) else { return record }
                if let known = read[ObjectIdentifier(record)] { return known }
                var event = record.event
                event.answer = event.answer.renamed { reading.names[$0] ?? $0 }
                let new = LabelRecord(
                    sequence: record.sequence, at: record.at, event: event,
                    isDoubted: record.isDoubted || isDoubted)
                read[ObjectIdentifier(record)] = new
                return new
            }, names: { reading.names[$0] ?? $0 })
    }
}

extension LabelHistory {
    /// The same with other labels in the place of those that hold: what several people come to together, for who learns from
    /// it. What can be undone stays as it was.
    public func holding(_ labels: [String: LabelRecord]) -> LabelHistory {
        var history = self
        history.replaceLabels(by: labels)
        return history
    }
}
