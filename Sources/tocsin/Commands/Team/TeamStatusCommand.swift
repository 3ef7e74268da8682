import Analysis
import Annotation
import ArgumentParser
import Foundation
import Journal
import LabellingScreen
import Messages
import Notation

/// `tocsin team status`: how the work of a team stands.
struct TeamStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say how the work of a team stands: who has labelled what, what is left, what waits for a decision.",
        discussion: """
            The same as the key @ on the screen. The journals are only read. A label holds where somebody has decided, else where \
            all who labelled the message say so, else where most do; a message waits for a decision where as many say one thing \
            as another. In json, labelled counts messages with a label that holds, decided those of them on which somebody has \
            decided, and waiting those that have labels, none of which holds.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @Argument(help: ArgumentHelp("The folder.", valueName: "folder"), completion: .directory)
    var path: String

    @Option(help: "text, or json: one object.")
    var format = Format.text

    func run() throws {
        let folder = try TeamFolder(path)
        let journals = try folder.journals()
        guard let plan = TeamFolder.plan(of: journals.map(\.contents)) else { throw TeamFolderError.noTeam(path: path) }
        let corpus = try SessionSource(
            try MessageOptions.parse([folder.messages]), try SessionOptions(journal: nil), annotator: "",
            readsSets: false
        ).corpus
        var histories: [String: LabelHistory] = [:]
        for (name, path, contents) in journals {
            var history = LabelHistory(expecting: contents.lines.count)
            for line in contents.lines {
                do throws(ReplayError) { try history.apply(line) } catch {
                    throw JournalError.damaged(path: path, line: error.line, reason: error.reason)
                }
            }
            histories[name] = history
        }
        // Somebody has to look; what is seen is the same for all.
        let me = plan.lead
        let own = histories[me] ?? LabelHistory()
        var others = TeamJournals()
        for (name, _, contents) in journals where name != me { others.take(contents.lines, of: name) }
        var team = TeamView(me: me, corpus: corpus)
        _ = team.advance(asFarAsSoundIn: &others)
        team.noteOwn(own)
        let account = TeamAccount(
            team, own: own, corpus: corpus,
            lastSeen: Dictionary(
                uniqueKeysWithValues: journals.compactMap { name, _, contents in
                    contents.lines.last.map { (name, $0.at) }
                }),
            today: SittingPlan.beginningOfDay)
        let labels = TeamLabels(histories, lead: plan.lead, corpus: corpus)
        switch format {
        case .text: Output.write(Self.text(account, plan, labels, corpus))
        case .json: Output.write(Self.json(account, plan, labels, corpus))
        }
    }

    private static func text(
        _ account: TeamAccount, _ plan: TeamPlan, _ labels: TeamLabels, _ corpus: Corpus
    ) -> String {
        let decided = labels.sources.values.count { $0 == .decision }
        let rules =
            "each message by \(min(plan.event.each, plan.people.count)), \(ShareText.rounded(plan.event.overlap)) of them by "
            + "one more, \(plan.event.evaluationItems) to measure with"
        var lines = [
            "\(CountText.text(corpus.pool.count, "message")), \(labels.records.count) with a label that holds, "
                + "\(decided) of them decided, \(labels.ties.count) waiting for a decision", rules,
        ]
        let header = ["", "today", "labels", "seconds", "skips", "agrees", "share left", "last seen"]
        let rows = account.people.map { person in
            [
                TerminalText.onOneLine(person.name) + (person.isLead ? " (lead)" : ""), "\(person.today)",
                "\(person.labels)", person.medianSeconds.map { FewDigits.text($0) } ?? "", "\(person.skips)",
                person.compared > 0 ? "\(person.agreeing) of \(person.compared)" : "",
                share(person),
                person.lastSeen.map { String($0.description.prefix(16)).replacing("T", with: " ") } ?? "",
            ]
        }
        lines += TextTable.lines([header] + rows)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func share(_ person: TeamAccount.Person) -> String {
        guard let progress = person.progress else { return person.isLead ? "does not label" : "not of the team" }
        return "\(progress.left) of \(progress.left + progress.done)"
    }

    private static func json(
        _ account: TeamAccount, _ plan: TeamPlan, _ labels: TeamLabels, _ corpus: Corpus
    ) -> String {
        let people = account.people.map { person in
            let members: [(String, String)] = [
                ("name", JSONText.quoted(person.name)), ("lead", "\(person.isLead)"), ("today", "\(person.today)"),
                ("labels", "\(person.labels)"),
                ("median_seconds", person.medianSeconds.map { JSONText.number($0) } ?? "null"),
                ("skips", "\(person.skips)"), ("compared", "\(person.compared)"), ("agreeing", "\(person.agreeing)"),
                ("done", person.progress.map { "\($0.done)" } ?? "null"),
                ("left", person.progress.map { "\($0.left)" } ?? "null"),
                ("last_seen", person.lastSeen.map { JSONText.quoted($0.description) } ?? "null"),
            ]
            return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
        }
        return "{\"messages\":\(corpus.pool.count),\"labelled\":\(labels.records.count),"
            + "\"decided\":\(labels.sources.values.count { $0 == .decision }),\"waiting\":\(labels.ties.count),"
            + "\"each\":\(plan.event.each),\"overlap\":\(JSONText.number(plan.event.overlap)),"
            + "\"evaluation_items\":\(plan.event.evaluationItems),\"people\":[\(people.joined(separator: ","))]}\n"
    }
}
