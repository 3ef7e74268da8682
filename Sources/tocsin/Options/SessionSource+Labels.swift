import Annotation
import Journal
import Messages
import Notation

/// What has become of the task's labels since a journal was used last.
extension SessionSource {
    /// Adds it to what has changed in the project: what concerns labels that hold is asked, all else is said.
    func addLabelChanges(to changes: inout ProjectChanges, since contents: JournalContents?) {
        guard let contents, let before = contents.scheme else { return }
        if before.task != corpus.scheme.task {
            changes.say("the task is now called \(corpus.scheme.task), before it was \(before.task)")
        }
        let difference = SchemeDifference(from: before, to: corpus.scheme)
        guard !difference.changes.isEmpty else { return }
        let event = SchemeEvent(changes: difference.changes)
        let counts = labelCounts(in: contents)
        var asked: [String] = []
        for change in difference.changes {
            if let consequence = Self.consequence(of: change, counts, before: before.names) {
                let guess = difference.isGuessed ? Self.guess(at: change) : nil
                asked.append(change.words + ": " + consequence + (guess ?? ""))
            } else {
                changes.say(change.words)
            }
        }
        if !asked.isEmpty {
            let isRetired = difference.changes.contains { if case .retire = $0 { true } else { false } }
            changes.ask(
                "the task's labels have changed:\n" + asked.map { "  \($0)" }.joined(separator: "\n")
                    + (isRetired
                        ? "\n  A label that goes on under another name has 'was: NAME OF BEFORE' there in the task's file."
                        : ""),
                refuses: true)
        }
        changes.record(.scheme(event))
    }

    /// - Parameter path: of the journal; nil for the session's own.
    /// - Throws: `JournalMismatch` where none of the labels that hold has a place among the task's.
    func checkLabels(of contents: JournalContents?, at path: String? = nil) throws {
        guard let contents, let before = contents.scheme,
            SchemeDifference(from: before, to: corpus.scheme).leavesNothing, !labelCounts(in: contents).all.isEmpty
        else { return }
        throw JournalMismatch(
            path: path ?? journalPath ?? "the journal", file: contents.lastPool?.file,
            differences: [
                "the journal's labels are \(before.names.joined(separator: ", ")) (task '\(before.task)'), "
                    + "the scheme's are \(corpus.scheme.names.joined(separator: ", ")) (task '\(corpus.scheme.task)')"
            ],
            hint: hasTaskFile
                ? "where labels have new names, say so in the task's file, as in - {name: "
                    + "\(corpus.scheme.names.first ?? ""), was: \(before.names.first ?? "")}"
                : "no task file was read; name the one with the journal's labels, as in --task task.yaml")
    }

    /// How many labels hold of each name, and how many of them on messages that are there.
    private struct NameCounts {
        var all: [String: Int] = [:]
        var there: [String: Int] = [:]
    }

    /// Those of a journal; of one that contradicts itself, up to there.
    private func labelCounts(in contents: JournalContents) -> NameCounts {
        var history = LabelHistory(expecting: contents.lines.count)
        for line in contents.lines {
            do throws(ReplayError) { try history.apply(line) } catch { break }
        }
        var counts = NameCounts()
        for event in history.labels.values.lazy.map(\.event) {
            let isThere = corpus.pool.index(ofID: event.id) != nil
            for name in event.answer.names {
                counts.all[name, default: 0] += 1
                if isThere { counts.there[name, default: 0] += 1 }
            }
        }
        return counts
    }

    /// What a change means for the labels that hold; nil where there are none that it means anything for.
    private static func consequence(
        of change: SchemeEvent.Change, _ counts: NameCounts, before names: [String]
    ) -> String? {
        /// Labels of one that was retired, under a name that is another's now.
        func retired(as name: String) -> String? {
            guard !names.contains(name), let count = counts.there[name] else { return nil }
            return
                "\(CountText.text(count, "label")) of a \(name) of before \(count == 1 ? "waits" : "wait") for a second look"
        }
        func count(_ labels: [String]) -> Int { labels.reduce(0) { $0 + (counts.all[$1] ?? 0) } }
        let parts: [String?]
        switch change {
        case .add(let label):
            let count = count([label])
            parts = [
                count > 0
                    ? "\(CountText.text(count, "label")) that \(count == 1 ? "has" : "have") its name from before "
                        + "\(count == 1 ? "counts" : "count") again" : nil
            ]
        case .rename(let label, let name):
            let count = count([label])
            parts = [count > 0 ? CountText.text(count, "label") : nil, retired(as: name)]
        case .merge(let labels, let name):
            let count = count(labels.filter { $0 != name })
            parts = [count > 0 ? CountText.text(count, "label") : nil, retired(as: name)]
        case .split(let label, let names):
            // Nobody can look at a message that is gone.
            let count = counts.there[label] ?? 0
            parts =
                [
                    count > 0
                        ? "its \(CountText.text(count, "label")) \(count == 1 ? "is" : "are") offered for a second look"
                        : nil
                ] + names.map(retired)
        case .retire(let label):
            let count = count([label])
            parts = [
                count > 0
                    ? "\(CountText.text(count, "label")) \(count == 1 ? "stays" : "stay") in the journal and in exports, and "
                        + "\(count == 1 ? "teaches" : "teach") no more" : nil
            ]
        case .key, .color: parts = []
        }
        let said = parts.compactMap { $0 }
        return said.isEmpty ? nil : said.joined(separator: "; ")
    }

    private static func guess(at change: SchemeEvent.Change) -> String? {
        guard case .rename(_, let name) = change else { return nil }
        return " (a guess, from its key; if \(name) is another label, write 'was: []' there in the task's file)"
    }
}
