import Journal
import Learning
import Messages
import Sampling
import SessionFixture

@testable import Annotation

/// Several people over one pool, each with a journal in memory, who read each other's lines when a test says so.
final class TeamFixture {
    /// One of them at work.
    struct Person {
        let name: String
        let journal: MemoryJournal
        let runner: ManualRunner
        let session: AnnotationSession
        /// Lines of the others that were handed over.
        var read: [String: Int] = [:]
    }

    let corpus: Corpus
    let settings: SessionSettings
    private(set) var people: [Person] = []
    /// How far the clock of each is off, in milliseconds.
    let clocks: [String: Int64]

    static let year: Int64 = 365 * 24 * 3_600_000

    init(
        _ names: [String], count: Int = 60, each: Int = 1, overlap: Double = 0.2, evaluationItems: Int = 6,
        roundSize: Int = 5, recipe: Recipe = .standard, clocks: [String: Int64] = [:]
    ) throws {
        corpus = Corpus(scheme: .disaster, pool: Fixture.pool(count))
        settings = SessionSettings(
            seed: 7, evaluationItems: evaluationItems, seedItems: 6, roundSize: roundSize, recipe: recipe)
        self.clocks = clocks
        let team = TeamEvent(
            revision: 1, lead: names[0], people: names, joined: names, each: each, overlap: overlap,
            evaluationItems: evaluationItems,
            seed: 7)
        for name in names {
            let journal = MemoryJournal()
            var event = begin(name)
            if name != names[0] { event.seen = [names[0]: 2] }
            _ = journal.append(.session(event), at: time(name))
            if name == names[0] { _ = journal.append(.team(team), at: time(name)) }
            let first = people.first.map { [$0.name: Array($0.journal.lines.prefix(2))] }
            people.append(try person(name, journal, others: first ?? [:]))
        }
        for index in people.indices { deliver(to: index) }
    }

    private func begin(_ name: String) -> SessionEvent {
        SessionEvent(
            tool: "0.4.0", task: corpus.scheme.task, labels: corpus.scheme.names, poolCount: corpus.pool.count,
            poolDigest: corpus.pool.digest, seed: 7, annotator: name)
    }

    private func time(_ name: String) -> Timestamp { Timestamp(milliseconds: 1_000 + (clocks[name] ?? 0)) }

    private func person(_ name: String, _ journal: MemoryJournal, others: [String: [JournalLine]]) throws -> Person {
        var journals = TeamJournals()
        for (name, lines) in others { journals.take(lines, of: name) }
        let state = try SessionState(
            corpus: corpus, settings: settings, lines: journal.lines, me: name, others: journals)
        let runner = ManualRunner(Ranker(corpus: corpus, settings: settings, threads: 1))
        let now = time(name)
        let session = AnnotationSession(state: state, journal: journal, runner: runner, now: { now })
        return Person(
            name: name, journal: journal, runner: runner, session: session, read: others.mapValues(\.count))
    }

    /// Hands over lines of the others, and where something was claimed says that all journals were looked at.
    ///
    /// - Parameter most: lines of each at most; nil for all.
    func deliver(to index: Int, most: Int? = nil) {
        var lines: [String: [JournalLine]] = [:]
        for other in people.indices where other != index {
            let all = people[other].journal.lines
            let read = people[index].read[people[other].name] ?? 0
            let new = Array(all.dropFirst(read).prefix(most ?? .max))
            if !new.isEmpty { lines[people[other].name] = new }
            people[index].read[people[other].name] = read + new.count
        }
        let session = people[index].session
        let behind = most == nil && session.waitsForOthers ? session.state.lastSequence : nil
        session.receive(lines, isCurrentThrough: behind)
    }

    func learn(_ index: Int) throws {
        while let report = try people[index].runner.answer() { people[index].session.receive(report) }
    }

    /// Labels the current message by its number, or with a label that is given.
    @discardableResult
    func label(_ index: Int, as label: Int? = nil) -> Bool {
        let session = people[index].session
        guard let item = session.state.current else { return false }
        let positive = corpus.scheme.positiveIndex
        return session.label(label ?? (item.row % 2 == 1 ? positive : 1 - positive), afterMilliseconds: 100)
    }

    /// The same person after a restart, with all lines of the others that there are by now.
    func reopened(_ index: Int, others: [String: [JournalLine]]? = nil) throws -> Person {
        var lines = others ?? [:]
        if others == nil {
            for other in people.indices where other != index {
                lines[people[other].name] = people[other].journal.lines
            }
        }
        let person = try person(people[index].name, MemoryJournal(people[index].journal.lines), others: lines)
        while let report = try person.runner.answer() { person.session.receive(report) }
        return person
    }

    func restart(_ index: Int) throws {
        var lines: [String: [JournalLine]] = [:]
        for other in people.indices where other != index { lines[people[other].name] = people[other].journal.lines }
        people[index] = try person(people[index].name, people[index].journal, others: lines)
    }

    /// Everybody labels until nothing is asked of anybody.
    func workToTheEnd() throws {
        for _ in 0..<10_000 {
            var isAnybodyAtWork = false
            for index in people.indices {
                deliver(to: index)
                try learn(index)
                if label(index) || people[index].session.waitsForOthers { isAnybodyAtWork = true }
            }
            if !isAnybodyAtWork { return }
        }
    }

    /// The labels of each message that hold, by who gave them.
    var labels: [String: [String: LabelRecord]] {
        var found: [String: [String: LabelRecord]] = [:]
        for person in people {
            for (id, record) in person.session.state.history.labels { found[id, default: [:]][person.name] = record }
        }
        return found
    }
}
