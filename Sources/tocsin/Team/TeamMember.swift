import Annotation
import Foundation
import Journal
import Notation

/// Who labels in a team's folder, and what of the others is there.
struct TeamMember {
    let folder: TeamFolder
    let name: String
    /// Who labels here, as all journals say; nil where nobody does as a team yet.
    let plan: TeamPlan?
    let watch: TeamWatch
    /// The lines of the others, and what there is to say of those that cannot be read.
    let lines: [String: [JournalLine]]
    let faults: [String]

    var journal: String { folder.journal(of: name) }

    /// Reads the journals of all others.
    ///
    /// - Parameter seed: the one asked for; nil for the team's.
    /// - Throws: ``TeamFolderError``.
    init(in folder: TeamFolder, name: String, seed: UInt64?) throws {
        self.folder = folder
        self.name = try TeamFolder.checked(name)
        watch = TeamWatch(folder, me: name)
        (lines, faults) = watch.look()
        var events = lines.values.flatMap(\.teams)
        if let own = try? JournalFile.read(folder.journal(of: name)) { events += own.lines.teams }
        plan = TeamPlan(events)
        if let plan, let seed, seed != plan.event.seed {
            throw TeamFolderError.otherSeed(plan.event.seed, asked: seed)
        }
        // Who is of the team labels on, however many others write themselves into it.
        let people = plan?.people ?? []
        if !people.contains(name) { try TeamNames.check(people + [name]) }
    }

    /// What a session stands on of the others.
    struct Others {
        let journals: TeamJournals
        /// Lines of each.
        let seen: SeenLines
        /// What has to be accepted.
        let questions: [String]
        /// The line by which who labels becomes one of the team; nil where they are.
        let joining: JournalEvent?
        /// Whether the own lines have seen more than there is.
        let lacks: Bool
        /// What there is to know; nil for nothing.
        let notice: String?
    }

    /// - Parameter own: the own journal.
    /// - Complexity: O(lines of all).
    func others(for corpus: Corpus, own: JournalContents) throws -> Others {
        var journals = TeamJournals()
        for (name, lines) in lines { journals.take(lines, of: name) }
        var view = TeamView(me: name, corpus: corpus)
        let unsound = view.advance(asFarAsSoundIn: &journals)
        var questions: [String] = []
        var seen: SeenLines = [:]
        for line in own.lines {
            let read: SeenLines
            switch line.event {
            case .round(let event): read = event.seen
            case .session(let event): read = event.seen
            case .seen(let event): read = event.seen
            default: continue
            }
            seen.merge(read) { max($0, $1) }
        }
        let withdrawn = seen.filter { (journals.counts[$0.key] ?? 0) < $0.value && $0.key != name }
            .sorted { $0.key < $1.key }
            .map { JournalWithdrawn(name: $0.key, has: journals.counts[$0.key] ?? 0, seen: $0.value) }
        if !withdrawn.isEmpty {
            questions.append(
                withdrawn.map(\.description).joined(separator: "\n")
                    + "\nGoing on without them, no label of yours is lost; messages may come in another order than before."
            )
        }
        var joining: TeamEvent?
        if let plan {
            if !plan.people.contains(name) {
                joining = plan.joining(name)
                questions.append(
                    "\(name) is not of the team that labels here yet (\(plan.people.joined(separator: ", "))). Going on, \(name) "
                        + "joins it and gets a share of the messages; the others keep theirs but for that.")
            }
        } else {
            let event = TeamEvent(
                revision: 1, lead: name, people: [name], joined: [name],
                evaluationItems: SessionSettings.defaultEvaluationItems(poolCount: corpus.pool.count))
            joining = event
            questions.append(
                "Nobody labels in this folder as a team yet. Going on, \(name) begins one and leads it; who runs the same command "
                    + "joins. A tenth of the messages gets a second opinion; with other rules: tocsin team create.")
        }
        let notices = faults + unsound.sorted { $0.key < $1.key }.map { "the journal of \($0.key): \($0.value)" }
        return Others(
            journals: journals, seen: journals.counts, questions: questions, joining: joining.map { .team($0) },
            lacks: !withdrawn.isEmpty, notice: notices.isEmpty ? nil : notices.joined(separator: "; "))
    }
}
