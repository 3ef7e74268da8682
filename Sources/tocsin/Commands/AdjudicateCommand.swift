import Annotation
import ArgumentParser
import Foundation
import Journal
import LabellingScreen
import Messages
import NCursesTerminal
import Notation
import TerminalUI

/// `tocsin adjudicate`: somebody decides on what the annotators of a folder label differently.
struct AdjudicateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjudicate",
        abstract: "Decide on what the annotators of a folder label differently.",
        discussion: """
            Shows the messages of a folder with journals of several people that have different labels: those that check the \
            model first, then those that say most. The votes stand there without names. A label key decides and goes on; the \
            decision goes to the journal of who decides, and labels of annotators stay as they are. Press ? for the keys.
            """)

    @OptionGroup var messages: MessageOptions
    @OptionGroup var screen: ScreenOptions

    @Option(help: ArgumentHelp("Who decides, for the journal; default: the user's name.", valueName: "name"))
    var annotator: String?

    @Option(help: ArgumentHelp("Threads that learn; the result does not depend on it.", valueName: "n"))
    var threads: Int?

    func run() throws {
        guard TeamFolder.isFolder(messages.path) else { throw TeamFolderError.noFolder(path: messages.path) }
        let member = try TeamMember(
            in: try TeamFolder(messages.path), name: annotator ?? AccountName.current, seed: nil)
        let keyMap = try keyMap()
        var messages = messages
        messages.path = member.folder.messages
        var options = try SessionOptions(journal: member.journal, threads: threads)
        options.seed = member.plan?.event.seed
        var begun: NCursesTerminal?
        defer { begun?.restore() }
        let source = try SessionSource.reading(messages, options, annotator: member.name, keyMap: keyMap.labelling) {
            let terminal = try screen.newTerminal()
            begun = terminal
            return terminal
        }
        if let keys = screen.keys { try KeysFile.check(keyMap.deciding, from: keys, against: source.corpus.scheme) }
        let terminal = try begun ?? screen.newTerminal()
        begun = terminal
        let waker = terminal.waker
        let path = member.journal
        let opened: (journal: JournalFile, contents: JournalContents)?
        do throws(JournalError) {
            opened = try OpeningScreen(path: path, terminal: terminal, keyMap: keyMap.deciding).open {
                () throws(JournalError) in
                try JournalFile.open(at: path, onStatus: { waker.wake() })
            }
        } catch { throw TeamJournalError(error: error) }
        guard let (journal, contents) = opened else { throw ExitCode(130) }
        let farewell: String
        let status: JournalStatus
        do {
            let loop = try loop(member, source, keyMap.deciding, terminal, journal, contents)
            let start = loop.adjudication.own.lastSequence
            loop.run()
            member.watch.stop()
            journal.end(at: Clock.now())
            let waits = loop.showEnd()
            status = journal.close(orMovingTo: Rescue.places(for: path))
            // What was typed meanwhile was not meant for the shell.
            if waits { terminal.dropKeys() }
            farewell = Self.farewell(loop, after: start, journal: path)
        } catch {
            _ = journal.close()
            throw error
        }
        terminal.restore()
        if journal.path != path { throw SavedElsewhere(path: path, place: journal.path) }
        if case .failing(let pending, let reason) = status {
            throw UnsavedLabels(path: path, pending: pending, reason: reason)
        }
        Output.writeToTerminal(farewell)
    }

    /// The keys of who decides, and those of who labels: what these need, no label can have.
    private func keyMap() throws(KeysFileError) -> (deciding: KeyMap, labelling: KeyMap) {
        guard let path = screen.keys else { return (.adjudication, .standard) }
        return (try KeysFile.keyMap(contentsOf: path, into: .adjudication), try KeysFile.keyMap(contentsOf: path))
    }

    private func loop(
        _ member: TeamMember, _ source: SessionSource, _ keyMap: KeyMap, _ terminal: NCursesTerminal,
        _ journal: JournalFile, _ contents: JournalContents
    ) throws -> AdjudicationLoop {
        let changes = source.changes(since: contents)
        if !source.accepts, !changes.questions.isEmpty,
            !QuestionScreen(text: changes.questions, terminal: terminal, keyMap: keyMap).isAnsweredWithEnter()
        {
            throw ExitCode(130)
        }
        var lines = contents.lines + changes.events.map { journal.append($0, at: Clock.now()) }
        if contents.lines.isEmpty { lines.append(journal.append(.session(source.identity), at: Clock.now())) }
        let adjudication = try Adjudication(
            me: member.name, corpus: source.corpus, own: lines, others: member.lines)
        let (mailbox, waker) = (Mailbox(), terminal.waker)
        let settings = try source.modelSettings(for: nil)
        let learner = DoubtLearner(
            corpus: source.corpus, modelSettings: settings, cache: source.features(settings),
            seed: source.identity.seed, threads: source.threads
        ) { doubt in
            mailbox.put(.doubt(doubt))
            waker.wake()
        }
        let loop = AdjudicationLoop(
            terminal: terminal, mailbox: mailbox, journal: journal, adjudication: adjudication,
            unread: UnreadRows(source.account), keyMap: keyMap, pause: .milliseconds(screen.guard),
            learnDoubt: { learner.learn(from: $0) }, now: Clock.now)
        let notices = member.faults + changes.remarks + (source.accepts ? changes.questionsInShort : [])
        if !notices.isEmpty { loop.say(notices.joined(separator: "; ")) }
        member.watch.start { lines, notices, own in
            if !lines.isEmpty { mailbox.put(.others(lines, behind: own)) }
            for notice in notices { mailbox.put(.notice(notice)) }
            waker.wake()
        }
        return loop
    }

    /// What stays in the shell when the screen is gone.
    private static func farewell(_ loop: AdjudicationLoop, after start: Int, journal: String) -> String {
        let adjudication = loop.adjudication
        let decided = adjudication.own.decisions.values
        let now = decided.count { $0.sequence > start }
        let account = ["\(adjudication.openCount) left to decide", loop.paceSummary].compactMap { $0 }
        return """
            \(CountText.text(now, "decision")) now, \(decided.count) in all, saved in \(TerminalText.onOneLine(journal))
            \(account.joined(separator: "; "))
            go on with: \(ShellCommand.own)

            """
    }
}
