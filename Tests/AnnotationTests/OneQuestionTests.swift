import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

/// A text of its own for each number: eight words that no other has, one that tells its label, and one for each copy.
private func text(_ number: Int, copy: Int? = nil) -> String {
    let words = (0..<8).map { "word\(number * 8 + $0)" }.joined(separator: " ")
    let label = number % 2 == 1 ? "flood" : "parking"
    return "\(label) \(words)" + (copy.map { " copy\($0)" } ?? "")
}

/// A pool of texts in several copies: row *n* says text *n* modulo their number.
private func copied(texts: Int = 60, copies: Int = 5) -> MessagePool {
    Fixture.pool(texts * copies) { text($0 % texts) }
}

extension Fixture {
    /// What a new round of all labels holds.
    fileprivate func ranking(size: Int, settings: SessionSettings? = nil) throws -> Ranking {
        try Ranker(corpus: corpus, settings: settings ?? self.settings, threads: 2)
            .rank(session.state.nextRound, size: size, monitor: WorkMonitor())
    }

    fileprivate var labelledRows: [Int] {
        session.state.history.labels.keys.compactMap { corpus.pool.index(ofID: $0) }
    }
}

@Suite("one question once")
struct OneQuestionTests {
    @Test(
        "no strategy asks a text twice, nor one that is labelled, in round, reserve and all that is left",
        .tooSlowForThreadSanitizer, arguments: StrategyCatalogue.standard.ids, [false, true])
    func everyStrategy(id: String, takesNearCopies: Bool) throws {
        let fixture = try Fixture(
            evaluationItems: 3, seedItems: 9, recipe: try Recipe(parsing: id), pool: copied())
        for _ in 0..<12 { fixture.labelRightly() }
        var settings = fixture.settings
        settings.takesNearCopies = takesNearCopies
        let ranking = try fixture.ranking(size: 20, settings: settings)
        let labelled = Set(fixture.labelledRows.map { $0 % 60 })
        #expect(labelled.count == 12)
        let round = ranking.selections.prefix(20).map { $0.row % 60 }
        #expect(Set(round).count == 20)
        let rest = (0..<ranking.remainder.count).map { ranking.remainder.row(at: $0) % 60 }
        let all = ranking.selections.map { $0.row % 60 } + rest
        // 60 texts, 12 of them labelled: each of the others once.
        #expect(all.count == 48 && Set(all).count == 48 && labelled.isDisjoint(with: all))
        #expect(ranking.candidateCount == 48)
    }

    @Test(
        "of near copies a round holds one, whichever strategy chooses", .tooSlowForThreadSanitizer,
        arguments: StrategyCatalogue.standard.ids)
    func nearCopies(id: String) throws {
        // Nine words are the same and one is not: by words alone a cosine of .9.
        let pool = Fixture.pool(300) { text($0 % 60, copy: $0 / 60) }
        let fixture = try Fixture(evaluationItems: 0, seedItems: 10, recipe: try Recipe(parsing: id), pool: pool)
        for _ in 0..<10 { fixture.labelRightly() }
        let ranking = try fixture.ranking(size: 20)
        #expect(ranking.selections.count == 40)
        #expect(Set(ranking.selections.map { $0.row % 60 }).count == 40)
        // What was left out is still in the pool.
        #expect(ranking.candidateCount == 290 && ranking.remainder.count == 250)
        #expect(try fixture.ranking(size: 20).selections == ranking.selections)
    }

    @Test("near copies fill a round where nothing else is left, and stand in it where they are wanted")
    func onlyNearCopies() throws {
        let pool = Fixture.pool(60) { text($0 % 6, copy: $0 / 6) }
        let fixture = try Fixture(
            evaluationItems: 0, seedItems: 6, recipe: try Recipe(parsing: "least-confidence"), pool: pool)
        for _ in 0..<6 { fixture.labelRightly() }
        let ranking = try fixture.ranking(size: 20)
        #expect(Set(ranking.selections.map(\.row)).count == 40)
        #expect(Set(ranking.selections.prefix(20).map { $0.row % 6 }).count == 6)
        var settings = fixture.settings
        settings.takesNearCopies = true
        settings.ranked = true
        let all = try fixture.ranking(size: 20, settings: settings)
        // What is as unsure as its copies stands beside them: the twenty highest scores, none passed over.
        let scores = all.selections.prefix(20).compactMap(\.score)
        #expect(scores == scores.sorted(by: >))
        let left = (20..<40).compactMap { all.selections[$0].score }
        #expect((left.max() ?? 1) <= (scores.min() ?? 0))
    }

    @Test("a file of 300 messages with three or four copies of each text is asked text by text, to the end")
    func wholeSession() throws {
        // Texts 0 to 59 four times, 60 to 79 three times: 300 messages of 80 texts.
        let pool = Fixture.pool(300) { text($0 < 240 ? $0 % 60 : 60 + $0 % 20) }
        let fixture = try Fixture(evaluationItems: 10, seedItems: 10, roundSize: 20, pool: pool)
        try fixture.work(300)
        #expect(fixture.session.state.stage == .finished(skipped: 0))
        #expect(fixture.labelledRows.count == 80)
        #expect(Set(fixture.labelledRows.map { fixture.corpus.textGroup(of: $0) }).count == 80)
        #expect(fixture.session.state.history.labels.values.count { $0.event.set == .evaluation } == 10)
        let resumed = try fixture.resumed()
        #expect(resumed.session.state.stage == .finished(skipped: 0))
    }

    @Test("random items are of different texts, and a text that is skipped is asked by none of its copies")
    func randomItems() throws {
        let fixture = try Fixture(evaluationItems: 10, seedItems: 100, pool: copied(texts: 20))
        #expect(Set(fixture.session.state.upcoming(10).map { $0.row % 20 }).count == 10)
        try fixture.work(5)
        let skipped = try #require(fixture.current)
        fixture.session.skip()
        #expect(!fixture.session.state.isOpen((skipped + 20) % 100))
        #expect(!fixture.session.state.upcoming(100).contains { $0.row % 20 == skipped % 20 })
        for _ in 0..<5 { fixture.labelRightly() }
        let seeds = fixture.session.state.upcoming(100).map { $0.row % 20 }
        #expect(seeds.count == 9 && Set(seeds).count == 9)
        #expect(Set(seeds).isDisjoint(with: fixture.labelledRows.map { $0 % 20 }))
        #expect(fixture.session.state.holdsInvariants)
        fixture.session.show(skipped)
        #expect(fixture.current == skipped && fixture.session.state.holdsInvariants)
        #expect(fixture.session.state.upcoming(100).count { $0.row % 20 == skipped % 20 } == 1)
    }

    @Test("equal texts with equal labels are one example and one label on the screen, with other labels they are two")
    func examples() throws {
        let pool = Fixture.pool(40) { text($0 % 20) }
        func label(_ row: Int, _ label: String) -> JournalEvent {
            .label(LabelEvent(id: "m\(row)", label: label, set: .training, round: 0, strategy: "by-hand"))
        }
        // As sessions of before have it: a text by two of its messages.
        let events = [
            label(1, "related"), label(21, "related"), label(2, "related"), label(22, "not_related"),
            label(4, "not_related"),
        ]
        let lines = events.enumerated().map {
            JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
        }
        let table = [1, 1, 7, 7].map { text($0) + ",related\n" }.joined() + text(7) + ",not_related\n"
        let read = try MessageReader(scheme: .disaster).read(bytes: Array("text,label\n\(table)".utf8), path: "t.csv")
        let corpus = Corpus(scheme: .disaster, pool: pool, training: try LabelledSet(read, option: "--training"))
        let state = try SessionState(
            corpus: corpus, settings: SessionSettings(evaluationItems: 0, seedItems: 0), lines: lines)
        let examples = corpus.trainingExamples(state.history)
        // Text 1 once, text 2 with either label, text 4, text 7 with either label.
        #expect(examples.count == 6)
        let taught = examples.map { "\(corpus.text(at: $0.row)) \($0.label)" }.sorted()
        let expected = [(1, 1), (2, 0), (2, 1), (4, 0), (7, 0), (7, 1)].map { "\(text($0.0)) \($0.1)" }.sorted()
        #expect(taught == expected)
        #expect(state.counts.training == 4 && state.counts.trainingByLabel == ["related": 2, "not_related": 2])
        #expect(state.holdsInvariants)
    }
}
