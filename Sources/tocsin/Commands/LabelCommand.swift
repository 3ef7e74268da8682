import Annotation
import ArgumentParser
import Foundation
import Journal
import LabellingScreen
import Messages
import NCursesTerminal
import Notation
import Sampling
import TerminalUI
import Threads

/// `tocsin label`: the main job.
struct LabelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Label messages, one key a message.",
        discussion: """
            Every label goes to the journal, and the same command goes on where it stopped. First come random \
            messages that only check the model, then random ones to learn from, then batches that the strategy chose; \
            press ? for the keys.
            """)

    @OptionGroup var messages: MessageOptions
    @OptionGroup var session: SessionOptions
    @OptionGroup var screen: ScreenOptions
    @OptionGroup var plan: SittingOptions

    @Option(help: ArgumentHelp("Who labels, for the journal; default: the user's name.", valueName: "name"))
    var annotator: String?

    func run() throws {
        guard TeamFolder.isFolder(messages.path) else { return try label(as: nil) }
        var command = self
        let member = try TeamMember(
            in: try TeamFolder(messages.path), name: annotator ?? AccountName.current, seed: session.seed)
        command.messages.path = member.folder.messages
        command.session.journal = member.journal
        command.session.seed = member.plan?.event.seed ?? session.seed
        command.annotator = member.name
        try command.label(as: member)
    }

    private func label(as member: TeamMember?) throws {
        let keyMap = try screen.keys.map { try KeysFile.keyMap(contentsOf: $0) } ?? .standard
        var begun: NCursesTerminal?
        defer { begun?.restore() }
        var source = try SessionSource.reading(
            messages, session, annotator: annotator ?? AccountName.current, keyMap: keyMap
        ) {
            let terminal = try screen.newTerminal()
            begun = terminal
            return terminal
        }
        if let keys = screen.keys { try KeysFile.check(keyMap, from: keys, against: source.corpus.scheme) }
        if session.encoder.encoder != nil { _ = try source.encoder(for: nil) }
        guard let path = source.journalPath else {
            throw ValidationError("messages from standard input need --journal")
        }
        if messages.path == "-" { try Self.takeKeyboard() }

        let mailbox = Mailbox()
        let terminal = try begun ?? screen.newTerminal()
        begun = terminal
        let waker = terminal.waker
        let known = member == nil ? source.known() : nil
        if let known, known.isOfMovedFile {
            let question = QuestionScreen(
                text: known.question(for: messages.path, journal: path), terminal: terminal, keyMap: keyMap)
            guard source.accepts || question.isAnsweredWithEnter() else { throw ExitCode(130) }
            source = try source.takingOver(known)
        }
        // Who leaves at a question has written nothing: not even a journal in which nothing stands.
        var answered: [String] = []
        if let member, !source.accepts, !FileManager.default.fileExists(atPath: path) {
            answered = try member.others(for: source.corpus, own: JournalContents.examine([]).0).questions
            let question = QuestionScreen(text: answered, terminal: terminal, keyMap: keyMap)
            guard answered.isEmpty || question.isAnsweredWithEnter() else { throw ExitCode(130) }
        }
        let opened: (journal: JournalFile, contents: JournalContents)?
        do throws(JournalError) {
            opened = try OpeningScreen(path: path, terminal: terminal, keyMap: keyMap).open { () throws(JournalError) in
                try JournalFile.open(at: path, onStatus: { waker.wake() })
            }
        } catch {
            if member != nil { throw TeamJournalError(error: error) }
            throw error
        }
        guard let (journal, contents) = opened else { throw ExitCode(130) }
        var status = JournalStatus.saved
        let farewell: Farewell
        do {
            source = try source.goingOn(contents)
            let settings = try source.settings(for: contents)
            let modelSettings = try source.modelSettings(for: contents)
            let chosen = plan.chosen(over: source.chosen(for: contents))
            let choice = try source.encoder(for: contents)
            let vectors = try source.vectors(choice, for: contents, isOfTeam: member != nil)
            let changes = source.changes(since: contents)
            let others = try member?.others(for: source.corpus, own: contents)
            let questions = changes.questions + (others?.questions ?? [])
            if !source.accepts, !questions.isEmpty, questions != answered,
                !QuestionScreen(text: questions, terminal: terminal, keyMap: keyMap).isAnsweredWithEnter()
            {
                throw ExitCode(130)
            }
            let accepted = changes.events.map { journal.append($0, at: Clock.now()) }
            var state = try SessionState(
                corpus: source.corpus, settings: settings, lines: contents.lines + accepted, me: member?.name,
                others: others?.journals ?? TeamJournals(), mayLack: others?.lacks ?? false)
            let start = state.history.lastSequence
            let earlier = EarlierWork(
                contents.lines, history: state.history, annotator: source.identity.annotator,
                today: SittingPlan.beginningOfDay)
            let begin = JournalEvent.session(
                source.identity.with(seed: settings.seed, chosen, vectors?.origin, seen: others?.seen ?? [:]))
            for event in [begin, others?.joining, try source.switchOfRecipe(in: state, since: contents)].compactMap({
                $0
            }) {
                try state.apply(journal.append(event, at: Clock.now()))
            }
            let transfer = source.transfer(with: vectors)
            let cache = QueueCache(
                corpus: source.corpus, settings: settings, modelSettings: modelSettings, transfer: transfer,
                vectors: vectors?.identity
            ) {
                // Where it cannot be written, the journal's place may be another program's.
                if case .failing = journal.status { nil } else { CachePlace.queue(besides: journal.path) }
            }
            let features = source.features(modelSettings) {
                if case .failing = journal.status { nil } else { journal.path }
            }
            let runner = RoundRunner(
                ranker: Ranker(
                    corpus: source.corpus, settings: settings, modelSettings: modelSettings, transfer: transfer,
                    vectors: vectors, features: features, threads: source.threads),
                cache: cache
            ) { report in
                mailbox.put(.round(report))
                waker.wake()
            }
            let kept = state.restoration.flatMap { cache.ranking(for: $0) }
            let sitting = AnnotationSession(state: state, journal: journal, runner: runner, kept: kept, now: Clock.now)
            let loop = LabelLoop(
                terminal: terminal, mailbox: mailbox, journal: journal, session: sitting,
                unread: UnreadRows(source.account),
                keyMap: keyMap, pause: .milliseconds(screen.guard),
                plan: SittingOptions.plan(chosen, earlier: earlier),
                lookAtOthers: member.map { member in { member.watch.look(behind: $0) } })
            let copied = known.flatMap { $0.isOfMovedFile ? nil : $0.notice }
            var notices =
                [copied, others?.notice].compactMap { $0 }
                + Self.notices(
                    source, contents, changes.remarks + (source.accepts ? changes.questionsInShort : []), choice,
                    chosen, path: path)
            if !state.secondLook.isEmpty {
                let count = state.secondLook.count
                notices.insert(
                    "\(CountText.text(count, "label")) \(count == 1 ? "waits" : "wait") for a second look (key "
                        + keyMap.name(of: .openSecondLook) + ")", at: 0)
            }
            if !notices.isEmpty { loop.sayFirst(notices.joined(separator: "; ")) }
            let encoding = WorkMonitor()
            vectors?.start(monitor: encoding) { [identity = vectors?.identity ?? ""] progress in
                mailbox.put(.vectors(progress, identity: identity))
                waker.wake()
            }
            member?.watch.start { lines, notices, own in
                if !lines.isEmpty || own != nil { mailbox.put(.others(lines, behind: own)) }
                for notice in notices { mailbox.put(.notice(notice)) }
                waker.wake()
            }
            loop.run()
            member?.watch.stop()
            encoding.cancel()
            journal.end(at: Clock.now())
            let waits = loop.showEnd()
            status = journal.close(orMovingTo: Rescue.places(for: path))
            // What was typed meanwhile was not meant for the shell.
            if waits { terminal.dropKeys() }
            farewell = Farewell(
                sitting.state, after: start, waiting: sitting.secondLooks.count,
                said: [loop.paceSummary, loop.goalSummary].compactMap { $0 }, journal: path, command: .own,
                readsStandardInput: messages.path == "-")
        } catch {
            _ = journal.close()
            throw error
        }
        terminal.restore()
        if journal.path != path { throw SavedElsewhere(path: path, place: journal.path) }
        if case .failing(let pending, let reason) = status {
            throw UnsavedLabels(path: path, pending: pending, reason: reason)
        }
        Output.writeToTerminal(farewell.description)
    }

    /// What the annotator should know at the start.
    private static func notices(
        _ source: SessionSource, _ contents: JournalContents, _ changes: [String], _ encoder: EncoderChoice,
        _ chosen: ChosenSettings, path: String
    ) -> [String] {
        var notices = source.notices(encoder)
        notices += changes
        if let choice = source.firstChoice(for: contents) { notices.append(choice) }
        if let change = source.changedEncoder(encoder.source, since: contents) { notices.append(change) }
        if !contents.torn.isEmpty {
            notices.append(
                "\(CountText.text(contents.torn.count, "byte")) of a torn last line \(contents.torn.count == 1 ? "was" : "were") moved to \(path).torn"
            )
        }
        if !contents.isEnded {
            // Short, so that it leaves what is saved to be seen.
            notices.append("last sitting broke off: \(CountText.text(contents.lines.count, "line")) kept")
        }
        if !source.companions.isEmpty {
            let names = source.companions.map { URL(fileURLWithPath: $0).lastPathComponent }
            notices.append("also read: \(names.joined(separator: ", "))")
        }
        notices += source.takenColumns
        if source.account.lossCount > 0 {
            notices.append("\(CountText.text(source.account.lossCount, "row")) left out, listed under !")
        }
        if let measuringOnly = source.measuringOnly { notices.append(measuringOnly) }
        if let tool = contents.lastTool, ProgramVersion(tool).isBefore(.ofOneQuestion), contents.hasRound {
            // Since 0.3 models are trained for a number of steps, on few labels for longer than before; since 0.4 equal texts are one
            // question.
            notices.append(
                "tocsin \(tool) wrote this journal: what its last round has not shown yet may differ from before")
        }
        let before = chosen.inCommon(with: contents.chosenSettings)
        if !before.isEmpty { notices.append("as before: \(before.options.joined(separator: " "))") }
        return notices
    }

    /// After messages came from standard input, keys come from the terminal itself.
    private static func takeKeyboard() throws {
        let descriptor = open("/dev/tty", O_RDWR)
        guard descriptor >= 0, dup2(descriptor, STDIN_FILENO) >= 0 else {
            throw TerminalError.notATerminal(stream: "standard input, and there is no /dev/tty: it")
        }
        close(descriptor)
    }
}

extension ChosenSettings {
    /// As they are named on the command line.
    fileprivate var options: [String] {
        [
            evaluationItems.map { "--evaluation-items \($0)" }, seedItems.map { "--seed-items \($0)" },
            round.map { "--round \($0)" }, ranked.map { $0 ? "--ranked" : "--no-ranked" },
            repeatShare.map { "--repeat \($0)" }, copies.map { $0 ? "--copies" : "--no-copies" },
            spreadCopies.map { $0 ? "--spread-copies" : "--no-spread-copies" }, preset.map { "--preset \($0)" },
            encoder.map { "--encoder \($0)" }, goal.map { "--goal \($0)" }, rest.map { "--rest \($0)" },
        ].compactMap { $0 }
    }
}

extension SessionEvent {
    fileprivate func with(
        seed: UInt64, _ chosen: ChosenSettings, _ encoder: EncoderOrigin?, seen: SeenLines
    ) -> SessionEvent {
        var event = self
        event.seen = seen
        event.encoder = encoder
        event.seed = seed
        event.chosen = chosen
        return event
    }
}
