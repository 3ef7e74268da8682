import Foundation
import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

/// A session that has left, and where its queue is kept.
private struct Left {
    let folder: ScratchFolder
    let path: String
    let fixture: Fixture

    init(
        after count: Int, of messages: Int = 60, recipe: Recipe = .standard, pool: MessagePool? = nil,
        vectors: (Corpus) -> ToldVectors? = { _ in nil }
    ) throws {
        folder = try ScratchFolder()
        path = folder.path("messages.queue")
        fixture = try Fixture(count: messages, recipe: recipe, pool: pool, vectors: vectors, queue: path)
        if let told = fixture.vectors {
            told.complete()
            fixture.session.complete(vectors: told.identity)
        }
        try fixture.work(count)
    }

    func resumed() throws -> Fixture { try fixture.reopened(queue: path) }

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    /// What a session that begins now asks for.
    func request() throws -> RankingRequest {
        try #require(
            try SessionState(corpus: fixture.corpus, settings: fixture.settings, lines: fixture.journal.lines)
                .restoration)
    }
}

/// Each message that is still to come, with all that is said of it.
private func shown(_ fixture: Fixture) -> [String] {
    fixture.session.state.upcoming(1_000).map { item in
        let guess = fixture.session.guess(for: item.row).map { "\($0)" } ?? "no guess"
        return "\(item) \(item.reason.words(labels: ["no", "yes"])) \(item.reason.figures ?? "") \(guess)"
    }
}

/// The same in every respect but whether the model itself is there.
private func expectSame(_ kept: Ranking, _ learnt: Ranking) {
    #expect(kept.selections == learnt.selections && kept.remainder == learnt.remainder)
    #expect(kept.model.probabilities == learnt.model.probabilities && kept.model.decision == learnt.model.decision)
    #expect(kept.model.training == learnt.model.training && kept.trainingCount == learnt.trainingCount)
    #expect(kept.evaluation == learnt.evaluation && kept.evaluationCount == learnt.evaluationCount)
    #expect(kept.candidateCount == learnt.candidateCount && kept.vectors == learnt.vectors)
    #expect(kept.change == learnt.change)
}

@Test(
    "who comes back has queue, guesses and figures before anything is learnt; then nothing of them changes",
    arguments: [11, 13, 16, 25])
func keptQueue(after count: Int) throws {
    let left = try Left(after: count)
    let resumed = try left.resumed()
    let kept = try #require(resumed.session.ranking)
    #expect(resumed.runner.isAsked && !kept.model.isWhole)
    #expect(shown(resumed) == shown(left.fixture) && !shown(resumed).isEmpty)
    #expect(resumed.session.state.stage == left.fixture.session.state.stage)
    #expect(resumed.session.explanation(for: 0) == nil)
    #expect(resumed.session.learningProgress == 0)
    let before = shown(resumed)
    try resumed.learn()
    let learnt = try #require(resumed.session.ranking)
    #expect(learnt.model.isWhole && resumed.session.explanation(for: 0) != nil)
    expectSame(kept, learnt)
    #expect(shown(resumed) == before)
    #expect(resumed.session.learningProgress == nil && resumed.session.takeNotice() == nil)
}

@Test("the queue of every strategy is kept with its reasons", arguments: StrategyCatalogue.standard.ids)
func keptStrategies(id: String) throws {
    let left = try Left(after: 18, recipe: try Recipe(parsing: id))
    let resumed = try left.resumed()
    let kept = try #require(resumed.session.ranking)
    #expect(!kept.model.isWhole && shown(resumed) == shown(left.fixture))
    try resumed.learn()
    expectSame(kept, try #require(resumed.session.ranking))
}

@Test("the queue behind a switch of the strategy is kept, and that of a round that learnt from vectors")
func keptSwitch() throws {
    let left = try Left(after: 14)
    left.fixture.session.choose(try Recipe(parsing: "margin"))
    try left.fixture.learn()
    left.fixture.labelRightly()
    try left.fixture.learn()
    let resumed = try left.resumed()
    #expect(resumed.session.ranking?.request.recipe.description == "margin")
    #expect(shown(resumed) == shown(left.fixture))

    let withVectors = try Left(after: 14, vectors: { ToldVectors($0) })
    #expect(withVectors.fixture.session.ranking?.vectors == "told by tests")
    func reopened(_ vectors: (Corpus) -> ToldVectors?) throws -> Fixture {
        try withVectors.fixture.reopened(vectors: vectors, queue: withVectors.path)
    }
    let there = try reopened { ToldVectors($0, areThere: true) }
    let kept = try #require(there.session.ranking)
    #expect(!kept.model.isWhole && shown(there) == shown(withVectors.fixture))
    try there.learn()
    expectSame(kept, try #require(there.session.ranking))
    // With no encoder, or another, the queue is lost, as it is without the file.
    for other in [nil, "others"] {
        let fixture = try reopened { corpus in other.map { ToldVectors(corpus, identity: $0, areThere: true) } }
        #expect(fixture.session.ranking == nil && fixture.session.current == nil)
    }
    // Where vectors turn out to be missing, what was kept goes, and a new round is learnt from words alone.
    let missing = try reopened { ToldVectors($0) }
    #expect(missing.session.ranking != nil)
    missing.session.receive(try #require(try missing.runner.answer()))
    #expect(missing.session.ranking == nil && missing.session.current == nil && missing.runner.isAsked)
    if case .queueLost? = missing.session.takeNotice() {} else { Issue.record("that it is lost is not said") }
    try missing.learn()
    #expect(missing.session.ranking?.vectors == nil && missing.session.current != nil)
}

@Test("labels given while the model is still being learnt count, and the next round comes behind it")
func labelsMeanwhile() throws {
    let left = try Left(after: 16)
    let resumed = try left.resumed()
    let round = try #require(resumed.session.ranking?.request.round)
    for _ in 0..<7 { #expect(resumed.labelRightly()) }
    #expect(resumed.session.ranking?.model.isWhole == false)
    // As after any other leave, with the file and without it.
    let again = try resumed.reopened(queue: left.path)
    let without = try resumed.resumed()
    #expect(again.session.ranking != nil)
    try again.learn()
    try resumed.learn()
    #expect(resumed.session.ranking?.request.round == round)
    #expect(resumed.labelRightly())
    try resumed.learn()
    #expect(resumed.session.ranking?.request.round == round + 1)
    for fixture in [again, without] {
        fixture.labelRightly()
        try fixture.learn()
        #expect(shown(fixture) == shown(resumed))
    }
}

@Test("no byte of a kept queue can be another or missing")
func damagedQueue() throws {
    let left = try Left(after: 11, of: 16)
    let request = try left.request()
    let cache = try #require(left.fixture.cache)
    let bytes = try left.bytes()
    #expect(cache.ranking(for: request) != nil)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: left.path))
    func put(_ byte: UInt8, at place: Int) throws {
        try file.seek(toOffset: UInt64(place))
        try file.write(contentsOf: [byte])
    }
    for place in bytes.indices {
        try put(bytes[place] ^ UInt8(1 << (place % 8)), at: place)
        #expect(cache.ranking(for: request) == nil, "byte \(place)")
        try put(bytes[place], at: place)
    }
    #expect(cache.ranking(for: request) != nil)
    for length in bytes.indices.reversed() {
        try file.truncate(atOffset: UInt64(length))
        #expect(cache.ranking(for: request) == nil, "cut at \(length)")
    }
    try left.write(bytes + [0])
    #expect(cache.ranking(for: request) == nil)
    // The queue is learnt as ever, and kept anew.
    let resumed = try left.resumed()
    #expect(resumed.session.ranking == nil && resumed.session.current == nil)
    try resumed.learn()
    #expect(shown(resumed) == shown(left.fixture))
    #expect(try left.bytes() == bytes)
}

@Test("a kept queue that lies, with a checksum that is right, stops nothing")
func lyingQueue() throws {
    let left = try Left(after: 11, of: 16)
    let request = try left.request()
    let cache = try #require(left.fixture.cache)
    let bytes = try left.bytes()
    let start = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
    for place in stride(from: start, to: bytes.count - 4, by: 3) {
        var other = Array(bytes.dropLast(4))
        other[place] = [UInt8(ascii: "9"), 0xFF, bytes[place] ^ 0x80, bytes[place] ^ 1][place / 3 % 4]
        let sum = other.withUnsafeBufferPointer { CRC32C.checksum($0) }
        withUnsafeBytes(of: sum.littleEndian) { other.append(contentsOf: $0) }
        try left.write(other)
        guard let ranking = cache.ranking(for: request) else { continue }
        // What is open comes once, whatever else is said of it.
        let rest = (0..<ranking.remainder.count).map { ranking.remainder.selection(at: $0) }
        let rows = (ranking.selections + rest).map(\.row)
        #expect(rows.sorted() == left.fixture.corpus.openRows(in: request.candidatesFrom))
        for selection in ranking.selections + rest {
            _ = selection.reason.words(labels: ["no", "yes"], showsGuess: true) + (selection.reason.figures ?? "")
            _ = ranking.model.guess(for: selection.row)
        }
    }
}

@Test("a queue that was computed from anything else is not used")
func otherQueue() throws {
    let left = try Left(after: 16)
    let fixture = left.fixture
    func finds(
        corpus: Corpus? = nil, settings: (inout SessionSettings) -> Void = { _ in },
        model: ModelSettings = .standard, transfer: TransferSource? = nil,
        lines: ([JournalLine]) -> [JournalLine] = { $0 }
    ) throws -> Bool {
        var changed = fixture.settings
        settings(&changed)
        let corpus = corpus ?? fixture.corpus
        let state = try SessionState(corpus: corpus, settings: changed, lines: lines(fixture.journal.lines))
        let cache = QueueCache(
            corpus: corpus, settings: changed, modelSettings: model, transfer: transfer,
            path: { [path = left.path] in path })
        return cache.ranking(for: try #require(state.restoration)) != nil
    }
    #expect(try finds())
    // What has no part in a ranking.
    #expect(try finds(settings: { $0.repeatShare = 0.5 }))
    // The messages.
    let count = fixture.corpus.pool.count
    func pool(_ count: Int, text: (Int) -> String = Fixture.text) -> Corpus {
        Corpus(scheme: .disaster, pool: Fixture.pool(count, text: text))
    }
    #expect(try finds(corpus: pool(count)))
    #expect(try !finds(corpus: pool(count + 1)))
    #expect(try !finds(corpus: pool(count) { $0 == count - 1 ? "another text" : Fixture.text($0) }))
    // The sets beside them.
    let read = try MessageReader(scheme: .disaster).read(
        bytes: Array("id,text,label\nt,flood in the cellar,related\n".utf8), path: "set.csv")
    let labelled = try LabelledSet(read, option: "--training")
    #expect(
        try !finds(corpus: Corpus(scheme: .disaster, pool: fixture.corpus.pool, training: labelled)))
    #expect(
        try !finds(corpus: Corpus(scheme: .disaster, pool: fixture.corpus.pool, evaluation: labelled)))
    // The settings.
    #expect(try !finds(settings: { $0.seed += 1 }))
    #expect(try !finds(settings: { $0.roundSize += 1 }))
    #expect(try !finds(settings: { $0.ranked.toggle() }))
    #expect(try !finds(settings: { $0.takesNearCopies.toggle() }))
    #expect(try !finds(model: .published))
    #expect(
        try !finds(
            transfer: TransferSource(corpus: fixture.corpus, history: fixture.session.state.history)))
    // A label that another gave, one that is missing, another round, another strategy.
    func changing(_ change: @escaping (inout JournalEvent) -> Void) -> ([JournalLine]) -> [JournalLine] {
        { lines in
            lines.map { line in
                var event = line.event
                change(&event)
                return JournalLine(sequence: line.sequence, at: line.at, event: event)
            }
        }
    }
    let first = try #require(
        fixture.journal.lines.firstIndex { line in
            if case .label(let event) = line.event { event.set == .training } else { false }
        })
    guard case .label(let event) = fixture.journal.lines[first].event else { return }
    let other = fixture.corpus.scheme.names.first { $0 != event.label } ?? ""
    #expect(
        try !finds(
            lines: changing {
                if case .label(var label) = $0, label.id == event.id {
                    label.answer = .one(other)
                    $0 = .label(label)
                }
            }))
    #expect(
        try !finds(
            lines: changing {
                if case .label(let label) = $0, label.id == event.id { $0 = .skip(id: label.id, round: 0) }
            }
        ))
    #expect(
        try !finds(
            lines: changing {
                if case .round(var round) = $0 {
                    round.through -= 1
                    $0 = .round(round)
                }
            }))
    let recipe = try Recipe(parsing: "entropy").description
    #expect(
        try !finds(lines: { lines in
            let end = (lines.last?.sequence ?? 0) + 1
            return lines + [
                JournalLine(
                    sequence: end, at: Timestamp(milliseconds: 1), event: .strategy(recipe: recipe, keepsQueue: true)),
                JournalLine(
                    sequence: end + 1, at: Timestamp(milliseconds: 1), event: .queue(recipe: recipe, candidates: end)),
            ]
        }))
}

@Test("where the queue cannot be kept, and where a file of others lies there, labelling goes on and nothing is touched")
func unkeptQueue() throws {
    let folder = try ScratchFolder()
    let foreign = folder.path("foreign")
    try Data("my notes\n".utf8).write(to: URL(fileURLWithPath: foreign))
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: foreign)
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let plain = try Fixture()
    try plain.work(20)
    for path in [folder.path("gone/x.queue"), folder.path(""), foreign, link, pipe, "/dev/full", "/proc/x.queue"] {
        let fixture = try Fixture(queue: path)
        try fixture.work(20)
        #expect(shown(fixture) == shown(plain))
        let resumed = try fixture.reopened(queue: path)
        #expect(resumed.session.ranking == nil, "\(path)")
        try resumed.learn()
        #expect(shown(resumed) == shown(plain))
    }
    #expect(try String(contentsOfFile: foreign, encoding: .utf8) == "my notes\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == foreign)
    #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path("")).sorted() == ["foreign", "link", "pipe"])

    // A link to a queue that would be right is none, and nothing is written through it.
    let left = try Left(after: 12)
    let bytes = try left.bytes()
    try FileManager.default.moveItem(atPath: left.path, toPath: left.folder.path("elsewhere"))
    try FileManager.default.createSymbolicLink(
        atPath: left.path, withDestinationPath: left.folder.path("elsewhere"))
    let resumed = try left.resumed()
    #expect(resumed.session.ranking == nil)
    try resumed.work(8)
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: left.folder.path("elsewhere")))) == bytes)
}

@Test("a file of a terabyte that begins like a kept queue is not read")
func hugeQueue() throws {
    let left = try Left(after: 12)
    #expect(truncate(left.path, 1 << 40) == 0)
    let resumed = try left.resumed()
    #expect(resumed.session.ranking == nil)
    try resumed.learn()
    #expect(shown(resumed) == shown(left.fixture))
    #expect(try left.resumed().session.ranking != nil)
}

@Test("the runner keeps a queue on its own thread, its owner's alone; what a killed program left of it is no hindrance")
func runnerKeeps() async throws {
    let folder = try ScratchFolder()
    let path = folder.path("messages.queue")
    let fixture = try Fixture()
    try fixture.work(12)
    try Data("tocsin queue 1 ".utf8).write(to: URL(fileURLWithPath: path + ".new"))
    let cache = QueueCache(corpus: fixture.corpus, settings: fixture.settings, path: { path })
    let runner = RoundRunner(ranker: fixture.ranker, cache: cache, niceness: 0) { _ in }
    runner.keep(try #require(fixture.session.ranking))
    while !FileManager.default.fileExists(atPath: path) { try await Task.sleep(for: .milliseconds(1)) }
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    let resumed = try fixture.reopened(queue: path)
    #expect(shown(resumed) == shown(fixture) && resumed.session.ranking?.model.isWhole == false)
}
