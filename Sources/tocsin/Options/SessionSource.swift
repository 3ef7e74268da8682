import Annotation
import ArgumentParser
import Foundation
import Journal
import Messages
import Notation
import Sampling
import Threads

/// Everything a session starts from, read from files: the messages and what belongs to them.
struct SessionSource {
    let corpus: Corpus
    /// Path of the journal; nil when the messages came from standard input and none was named.
    let journalPath: String?
    /// What the journal will say, or has said, of where it belongs.
    private(set) var identity: SessionEvent
    /// What could not be taken of the files as it stood.
    let account: ReadingAccount
    /// In words, which columns of the files were taken where their names do not say it.
    let takenColumns: [String]
    /// Files beside the messages that were taken without being named.
    let companions: [String]
    /// The task whose hidden layer the models start from; nil for none.
    private(set) var transfer: TransferSource?
    /// All files that were read.
    let files: [String]
    private let transferTask: TransferTask?
    private let options: SessionOptions
    /// Whether all that has changed is accepted.
    let accepts: Bool
    /// Whether the labels are those of a file, and not the program's own.
    let hasTaskFile: Bool
    /// The messages' own.
    let messagesPath: String
    /// Whether the journal was taken over from messages of another name.
    private var hasTakenOver = false
    /// Encoders by what a journal says of them: to tell one from others all of its bytes are read.
    private let encoders = KeyedMemo<[String?], EncoderChoice>()

    /// - Parameters:
    ///   - reserved: keys that no label can have, and what for; none where no keys are pressed.
    ///   - readsSets: whether the training and the evaluation set are needed.
    ///   - monitor: told how far the reading of each file has come, and asked whether to go on.
    /// - Throws: errors that name file and line, for standard error.
    init(
        _ messages: MessageOptions, _ options: SessionOptions, annotator: String,
        reserved: [Character: String] = [:], readsSets: Bool = true, monitor: WorkMonitor? = nil
    ) throws {
        let companionFiles = Companions(of: messages)
        let scheme =
            try (messages.task ?? companionFiles.task).map { try LabelScheme(contentsOf: $0, reserved: reserved) }
            ?? .disaster
        let training = messages.training ?? companionFiles.training
        let evaluation = messages.evaluation ?? companionFiles.evaluation
        let encodings = try FileEncodings(messages.encoding)
        func reader(of file: ColumnOptions.File, needsLabels: Bool = true) throws -> MessageReader {
            let others = [training, evaluation, options.transfer.file]
            var reader = encodings.applied(
                to: try messages.columns.reader(
                    of: file, scheme: scheme, needsLabels: needsLabels,
                    hasLabelsElsewhere: training != nil || evaluation != nil),
                of: file, isAlone: file == .messages && others.allSatisfy { $0 == nil })
            reader.monitor = monitor
            return reader
        }
        let messageReader = try reader(of: .messages, needsLabels: false)
        let read =
            try messages.isTeamFolder
            ? messageReader.read(folder: messages.path) : messageReader.read(path: messages.path)
        var account = ReadingAccount()
        for tally in [read.tally] + read.otherTallies { account.add(tally) }
        var takenColumns = [read.takenColumns]
        func labelled(_ path: String?, _ file: ColumnOptions.File) throws -> LabelledSet? {
            guard readsSets, let path else { return nil }
            let read = try reader(of: file).read(path: path)
            account.add(read.tally)
            takenColumns.append(read.takenColumns)
            return try LabelledSet(read, option: "--\(file.rawValue)")
        }
        corpus = Corpus(
            scheme: scheme, pool: read.pool,
            training: try labelled(training, .training), evaluation: try labelled(evaluation, .evaluation))
        transferTask = try options.transfer.file.map {
            try TransferTask(
                contentsOf: $0, messages: options.transfer.transferMessages, columns: messages.columns,
                encodings: encodings)
        }
        if let transferTask { account.add(transferTask.account) }
        self.account = account
        self.takenColumns = takenColumns.compactMap { $0 } + (transferTask?.takenColumns ?? [])
        files =
            [messages.path, messages.task, messages.training, messages.evaluation].compactMap { $0 }
            + companionFiles.used + (transferTask?.files ?? [])
        companions = companionFiles.used
        journalPath = options.journal ?? Self.defaultJournal(for: messages.path)
        self.options = options
        accepts = messages.acceptChanges
        hasTaskFile = messages.task != nil || companionFiles.task != nil
        messagesPath = messages.path
        transfer = try transferTask?.source(through: nil, rate: options.transfer.transferRate)
            .leavingOut(corpus.evaluationTexts)
        identity = SessionEvent(
            tool: Tocsin.version, task: scheme.task, labels: scheme.names, poolCount: read.pool.count,
            poolDigest: read.pool.digest,
            poolFile: messages.path == "-" ? nil : URL(fileURLWithPath: messages.path).lastPathComponent,
            poolRows: read.pool.rowDigest, seed: options.seed ?? 42, annotator: annotator,
            transfer: transfer?.origin, given: readsSets ? corpus.given : nil,
            keys: scheme.labels.map { String($0.key) }, colors: scheme.labels.map { $0.color?.rawValue ?? "" },
            was: scheme.labels.contains { $0.was?.isEmpty == false } ? scheme.labels.map { $0.was ?? [] } : [],
            isSeveral: scheme.isSeveral)
    }

    /// The same as a journal goes on with it: the other task only as far as the journal's models have learnt from it,
    /// and at their rate, whatever has been labelled there since. Where no other task is named, with what the program itself
    /// knows of the task: for a new journal, and for one that was begun with it.
    ///
    /// - Throws: ``BuiltInStartError`` where that is named and knows nothing of this task; errors of the encoder.
    func goingOn(_ contents: JournalContents?) throws -> SessionSource {
        var source = self
        guard let transferTask else {
            source.transfer = try builtInStart(for: contents)
            source.identity.transfer = source.transfer?.origin
            return source
        }
        guard let origin = contents?.transferOrigin else { return self }
        source.transfer = try transferTask.source(
            through: origin.through, rate: options.transfer.transferRate ?? origin.rate
        ).leavingOut(corpus.evaluationTexts)
        source.identity.transfer = source.transfer?.origin
        return source
    }

    private func builtInStart(for contents: JournalContents?) throws -> TransferSource? {
        let isNamed = options.transfer.transferFrom == BuiltInStart.name
        guard !options.transfer.fromNothing else { return nil }
        if contents?.lines.isEmpty == false {
            let begun = BuiltInStart.model.map { TransferSource(model: $0) }
            return isNamed || contents?.transferOrigin == begun?.origin ? begun : nil
        }
        guard isNamed || (chosen(for: contents).preset ?? Preset.standard.rawValue) == Preset.standard.rawValue else {
            return nil
        }
        let encoder = try encoder(for: contents).source
        if isNamed { return try BuiltInStart.named(for: corpus, encoder: encoder?.digest) }
        return BuiltInStart.source(for: corpus, encoder: encoder?.digest)
    }

    /// In words, whose knowledge chooses the first messages; nil where nobody's does.
    func firstChoice(for contents: JournalContents?) -> String? {
        guard contents?.lines.isEmpty != false, let transfer, transfer.ranks(corpus.scheme) else { return nil }
        let origin = transfer.origin
        return transfer.knowsVectorsAlone
            ? "the first messages are chosen by what a model of Tocsin's \(origin.labels) sample messages knows; without: --from-nothing"
            : "the first messages are chosen by what a model of \(CountText.text(origin.labels, "other label")) knows"
    }

    /// In words, how the training and the evaluation set differ from those that the journal was last used with, and what
    /// follows from it; nil where they do not.
    func changedSets(since contents: JournalContents?) -> String? {
        guard let before = contents?.givenSets, let now = identity.given else { return nil }
        let differences = before.differences(to: now)
        guard !differences.isEmpty else { return nil }
        return "since the last session \(differences.joined(separator: "; ")): what the models learn, the figures, "
            + "and the order of the messages will differ from before; all labels are kept"
    }

    /// All that has changed since a journal was used last.
    func changes(since contents: JournalContents?) -> ProjectChanges {
        var changes = ProjectChanges()
        addLabelChanges(to: &changes, since: contents)
        if let sets = changedSets(since: contents) { changes.ask(sets, refuses: false) }
        // What cannot be replayed is refused when the session is made of it.
        if let contents, let messages = try? MessageChanges(since: contents, pool: corpus.pool, now: identity.pool) {
            changes.take(
                messages, path: messagesPath, journal: options.journal, isRenamed: hasTakenOver,
                hint: contents.session.flatMap(columnsOfBefore))
        }
        return changes
    }

    /// A journal as a command reads it that writes none: with the lines that `label` would write first of all, at the time of its
    /// last. What has to be accepted is said; what would make the command's answer another one than the journal's is refused.
    ///
    /// - Parameter learns: whether the command has models learn, so that the sets matter.
    /// - Throws: ``UnacceptedChanges`` for what has to be accepted, and is not.
    func accepting(_ contents: JournalContents, learns: Bool = true) throws -> JournalContents {
        try checkLabels(of: contents)
        let changes = changes(since: contents)
        if !accepts, !changes.refusals.isEmpty {
            throw UnacceptedChanges(path: journalPath ?? "the journal", questions: changes.refusals)
        }
        let sets = learns ? [measuringOnly, changedSets(since: contents)].compactMap { $0 } : []
        for remark in sets + changes.refusals + changes.remarks { Output.complain(remark) }
        return contents.followed(by: changes.events)
    }

    /// A journal in the folder that is of these messages, where they have none of their own yet and none was named; nil for none.
    func known() -> KnownJournal? {
        guard options.journal == nil, let journalPath, !FileManager.default.fileExists(atPath: journalPath) else {
            return nil
        }
        return KnownJournal.first(of: corpus.pool, besides: journalPath)
    }

    /// The same with a journal that was made for the messages under the name that they had.
    ///
    /// - Throws: `JournalError` where it cannot get its new name; `JournalMismatch` for one of other labels, which keeps its own.
    func takingOver(_ known: KnownJournal) throws -> SessionSource {
        guard let journalPath else { return self }
        try checkLabels(of: try JournalFile.read(known.path), at: known.path)
        try known.rename(to: journalPath)
        var source = self
        source.hasTakenOver = true
        return source
    }

    /// Reads the journal of a command that writes none.
    ///
    /// - Throws: `JournalError`; ``NoJournalYet`` where there is none, and another one in its folder is of these messages.
    func journal(at path: String) throws -> JournalContents {
        if !FileManager.default.fileExists(atPath: path),
            let known = KnownJournal.first(of: corpus.pool, besides: path)
        {
            throw NoJournalYet(path: path, known: known, messages: messagesPath)
        }
        do throws(JournalError) {
            return try JournalFile.read(path)
        } catch {
            guard case .notRead = error else { throw error }
            throw UnreadJournal(error: error, isNamed: options.journal != nil)
        }
    }

    /// In words, how much of the training set is not learnt from; nil where all of it is.
    var measuringOnly: String? {
        let count = corpus.measuringOnlyCount
        guard count > 0 else { return nil }
        return CountText.text(
            count, "message", one: "of the training set stands in the evaluation set, too; it only measures",
            several: "of the training set stand in the evaluation set, too; they only measure")
    }

    /// `NAME.journal.jsonl` beside the messages.
    private static func defaultJournal(for path: String) -> String? {
        path == "-" ? nil : MessageFileName.stem(of: path).path + FolderJournal.ending
    }

    /// The choices that hold: those of the command line, and where it is silent those of the journal.
    func chosen(for contents: JournalContents?) -> ChosenSettings {
        options.chosen.over(contents?.chosenSettings ?? ChosenSettings())
    }

    /// Features and training.
    ///
    /// - Throws: ``UnknownPreset``; ``TransferError`` where the models start from one of other features.
    func modelSettings(for contents: JournalContents?) throws -> ModelSettings {
        let name = chosen(for: contents).preset ?? Preset.standard.rawValue
        guard let preset = Preset(rawValue: name) else {
            throw UnknownPreset(path: journalPath ?? "the journal", name: name)
        }
        if let transferTask, let known = transfer?.features, known != preset.settings.features {
            throw TransferError.otherFeatures(path: transferTask.path, preset: preset)
        }
        return preset.settings
    }

    /// The encoder that the command line names, or the journal, or else the installed one; none for settings that are there
    /// to be compared with.
    func encoder(for contents: JournalContents?) throws -> EncoderChoice {
        let preset = chosen(for: contents).preset ?? Preset.standard.rawValue
        let before = contents?.chosenSettings.encoder
        let usesStandard = preset == Preset.standard.rawValue
        return try encoders.value([before, usesStandard ? "" : nil]) {
            try EncoderChoice(named: options.encoder.encoder, before: before, usesStandard: usesStandard)
        }
    }

    /// The vectors of all texts, stored beside the journal, in a team beside the messages for all, and of those of the task that models start from, stored beside that
    /// task's journal or messages.
    ///
    /// - Parameter isOfTeam: whether several people label the messages; where the journal says so it need not be said.
    func vectors(
        _ choice: EncoderChoice, for contents: JournalContents?, isOfTeam: Bool = false
    ) throws -> TextVectors? {
        guard let encoder = choice.source else { return nil }
        let weight = try modelSettings(for: contents).vectorWeight
        let firstTask = transfer?.texts.map { texts in
            TextVectors(
                texts: texts, encoder: encoder, weight: weight,
                cache: transferTask.flatMap { $0.path == "-" ? nil : VectorCache(besides: $0.path, encoder) },
                threads: threads)
        }
        let isShared = messagesPath != "-" && (isOfTeam || contents?.lines.teams.isEmpty == false)
        let place = isShared ? messagesPath : journalPath
        return TextVectors(
            texts: Learner.Texts(count: corpus.rowCount) { [corpus] in corpus.text(at: $0) }, encoder: encoder,
            weight: weight, cache: place.map { VectorCache(besides: $0, encoder) }, firstTask: firstTask,
            threads: threads)
    }

    /// The feature rows of all texts, as they are kept beside the journal.
    ///
    /// - Parameter journal: where the journal of one who writes it is now; nil while nothing may be kept.
    func features(_ settings: ModelSettings, for journal: @escaping @Sendable () -> String?) -> FeatureCache {
        FeatureCache(corpus: corpus, settings: settings.features, threads: threads) { [messagesPath] in
            journal().map { CachePlace.features(of: messagesPath, besides: $0) }
        }
    }

    /// The same for a command that writes no journal, and none of these.
    func features(_ settings: ModelSettings) -> FeatureCache {
        FeatureCache(corpus: corpus, settings: settings.features, threads: threads, isWritten: false) {
            [messagesPath, journalPath] in
            journalPath.map { CachePlace.features(of: messagesPath, besides: $0) }
        }
    }

    /// The task whose hidden layer models start from that learn from some vectors.
    ///
    /// - Parameter vectors: those of ``vectors(_:for:)``; nil for words alone.
    func transfer(with vectors: TextVectors?) -> TransferSource? {
        guard let vectors else { return transfer }
        return transfer?.withMeaning(by: vectors.origin, vectors: vectors.firstTask)
    }

    /// What there is to say of an encoder: why it is not the one that was expected, and why a model teaches nothing of it.
    func notices(_ choice: EncoderChoice) -> [String] {
        let leftOut = transfer?.leftOutCount ?? 0
        let measured =
            leftOut > 0
            ? "\(CountText.text(leftOut, "message")) of \(transferTask?.path ?? "the first task") also "
                + (leftOut == 1
                    ? "measures here: nothing is learnt from it" : "measure here: nothing is learnt from them")
            : nil
        // A task that cannot be replayed has been refused already.
        let gone = (try? transferTask?.leftOut(through: transfer?.origin.through)) ?? nil
        return [choice.notice, untaughtMeaning(choice.source), measured, gone].compactMap { $0 }
    }

    /// In words, why a model that the session's start from teaches them nothing of meaning; nil where it does, and where
    /// there is nothing to teach.
    private func untaughtMeaning(_ encoder: EncoderSource?) -> String? {
        guard let transferTask, let model = transfer?.model else { return nil }
        let here = encoder.map { "\($0.name) (\($0.digest))" }
        guard let meaning = model.meaning else {
            return here.map { "\(transferTask.path): this model knows words alone, and teaches nothing of \($0)" }
        }
        guard meaning.digest != encoder?.digest else { return nil }
        return "\(transferTask.path): this model has learnt from the encoder "
            + "\(TerminalText.onOneLine("\(meaning.encoder) (\(meaning.digest))")), here it is "
            + "\(here ?? "none"): only what it has learnt of words is taken from it"
    }

    /// In words, how the encoder differs from the one that the journal was last used with; nil where it does not.
    func changedEncoder(_ source: EncoderSource?, since contents: JournalContents?) -> String? {
        guard let before = contents?.encoderOrigin, before.digest != source?.digest else { return nil }
        guard let source else {
            return "this journal was used with the encoder \(before.name): the next rounds learn from words alone"
        }
        return "this journal was used with the encoder \(before.name) (\(before.digest)), now it is \(source.name) "
            + "(\(source.digest)): a new round is learnt"
    }

    /// What may bring back the messages of a journal that was begun when fewer columns were known by their names.
    private func columnsOfBefore(_ session: SessionEvent) -> String? {
        guard session.poolDigest != identity.poolDigest, !takenColumns.isEmpty,
            ProgramVersion(session.tool).isBefore(.ofOneQuestion)
        else { return nil }
        return "tocsin \(session.tool) may have taken other columns: with --id-column \(ColumnRole.none) rows are "
            + "counted as it did without an id, --text-column text takes a tweet's own text (now: "
            + "\(takenColumns.joined(separator: "; ")))"
    }

    /// The settings, with the journal's where none were named.
    ///
    /// - Parameter ignoresTransfer: for what needs none of the models that start from another task.
    /// - Throws: `JournalMismatch` when the journal belongs to labels of which none is left, or another seed.
    func settings(for contents: JournalContents?, ignoresTransfer: Bool = false) throws -> SessionSettings {
        var seed = identity.seed
        if let session = contents?.session {
            if options.seed == nil { seed = session.seed }
            var own = identity
            own.seed = seed
            // What became of the labels is asked about, and a task may have another name.
            try checkLabels(of: contents)
            (own.task, own.labels) = (session.task, session.labels)
            if ignoresTransfer { own.transfer = session.transfer }
            var before = session
            // Whatever has become of the messages, no label is locked away: see ``changes(since:)``.
            before.pool = own.pool
            let differences = before.differences(to: own)
            guard differences.isEmpty else {
                throw JournalMismatch(
                    path: journalPath ?? "the journal", file: contents?.lastPool?.file, differences: differences)
            }
        }
        let chosen = chosen(for: contents)
        let usual = Self.usualSizes(of: contents)
        let seedItems =
            chosen.seedItems ?? (corpus.trainingRows.isEmpty ? usual.seedItems : 0)
        return SessionSettings(
            seed: seed,
            evaluationItems: chosen.evaluationItems
                ?? (corpus.evaluation == nil
                    ? SessionSettings.defaultEvaluationItems(
                        poolCount: contents?.session?.poolCount ?? corpus.pool.count) : 0),
            seedItems: seedItems,
            mostSeedItems: chosen.seedItems == nil && !Self.isOfBefore(contents)
                ? SessionSettings.longestSeeding * seedItems : 0,
            roundSize: chosen.round ?? usual.round,
            ranked: chosen.ranked ?? false, repeatShare: chosen.repeatShare ?? 0,
            takesNearCopies: chosen.copies ?? false, spreadsToCopies: chosen.spreadCopies ?? false,
            start: try start(hasSeedItems: chosen.seedItems != nil, for: contents))
    }

    /// What is known before the first label, unless random items to begin with were asked for.
    private func start(hasSeedItems: Bool, for contents: JournalContents?) throws -> SessionSettings.Start {
        guard let transfer, !hasSeedItems, transfer.ranks(corpus.scheme) else { return .ignorant }
        guard transfer.knowsVectorsAlone else { return .ranks }
        return try encoder(for: contents).source?.digest == BuiltInStart.encoder ? .ranksWithVectors : .ignorant
    }

    /// First items and labels a round where nobody chose a number: a journal keeps what was usual when it was begun, so that
    /// its queue is the same as ever.
    private static func usualSizes(of contents: JournalContents?) -> (seedItems: Int, round: Int) {
        isOfBefore(contents) ? (20, 20) : (SessionSettings.defaultSeedItems, SessionSettings.defaultRoundSize)
    }

    /// Whether a program before 0.4 has begun the journal.
    private static func isOfBefore(_ contents: JournalContents?) -> Bool {
        guard let contents, !contents.lines.isEmpty else { return false }
        return contents.firstTool.map { ProgramVersion($0).isBefore(.ofOneQuestion) } ?? true
    }

    /// The line that a state needs for the recipe that the command line names: it is in force from there on, and whoever
    /// goes on later need not name it again. Nil where none is named, and where it is in force already.
    ///
    /// A session that takes up another preset has the preset's recipe, where neither command line nor journal names one.
    func switchOfRecipe(in state: SessionState, since contents: JournalContents?) throws -> JournalEvent? {
        let kind = TaskKind(isSeveral: corpus.scheme.isSeveral)
        var recipe = try options.strategy.map { try Recipe(parsing: $0).checked(for: kind) }
        if recipe == nil, state.history.recipe == nil, let preset = options.preset,
            preset.rawValue != contents?.chosenSettings.preset ?? Preset.standard.rawValue
        {
            recipe = preset.recipe
        }
        return recipe.flatMap { $0 == state.recipe ? nil : .strategy(recipe: $0.description) }
    }

    /// At most as many threads as there are processors.
    var threads: Int { options.threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// A journal whose model has settings that this program does not know.
struct UnknownPreset: Error, CustomStringConvertible {
    let path: String
    let name: String

    var description: String {
        "\(path): this journal was made with --preset \(TerminalText.onOneLine(name)), which this program does not know; "
            + "known: \(Preset.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}

/// A journal that was made for something else.
struct JournalMismatch: Error, CustomStringConvertible {
    let path: String
    /// Name of the messages that it was made for; nil where it does not say.
    let file: String?
    let differences: [String]
    /// What else may help.
    var hint: String?

    var description: String {
        "\(path): this journal belongs to something else"
            + (file.map { " (it was made for \(TerminalText.onOneLine($0)))" } ?? "") + ": "
            + differences.joined(separator: "; ")
            + "; open it with what it was made for, or name another with --journal" + (hint.map { "; \($0)" } ?? "")
    }
}
