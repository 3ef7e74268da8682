import Journal

extension TeamView {
    /// The note of somebody else that a note on a message answers here: one that answers the own, else where all are read, the first
    /// by name; nil for none.
    ///
    /// - Parameter readsAll: whether who writes sees what others have noted, as who decides does. Who labels does not.
    /// - Complexity: O(people).
    public func noteToAnswer(on id: String, own: LabelHistory, readsAll: Bool) -> OtherLine? {
        let notes = histories.sorted { $0.key < $1.key }.compactMap { name, history in
            history.noteLines[id].map {
                (line: OtherLine(annotator: name, sequence: $0.sequence), answered: $0.answered)
            }
        }
        let own = own.noteLines[id].map { OtherLine(annotator: me, sequence: $0.sequence) }
        return notes.first { own != nil && $0.answered == own }?.line ?? (readsAll ? notes.first?.line : nil)
    }

    /// What others have answered to the own notes that hold, by message id: who, and what. Of several the first by name.
    ///
    /// - Complexity: O(notes of all).
    public func answers(to own: LabelHistory) -> [String: (name: String, text: String)] {
        var answers: [String: (name: String, text: String)] = [:]
        guard !own.noteLines.isEmpty else { return answers }
        for (name, history) in histories.sorted(by: { $0.key < $1.key }) {
            for (id, line) in history.noteLines where answers[id] == nil {
                guard let note = own.noteLines[id], let text = history.notes[id],
                    line.answered == OtherLine(annotator: me, sequence: note.sequence)
                else { continue }
                answers[id] = (name, text)
            }
        }
        return answers
    }
}
