import Foundation
import Journal
import Learning
import Messages
import Sampling
import Testing
import Threads

@testable import Annotation

/// Messages of the sample, the first of which are labelled, in an order of the pool.
private struct Arrangement {
    let corpus: Corpus
    let history: LabelHistory

    /// - Parameter order: places of the sample's messages, all of them once.
    init(_ texts: [(text: String, label: String)], order: [Int]) throws {
        var pool = MessagePool()
        for place in order { pool.append(id: "m\(place)", text: texts[place].text) }
        corpus = Corpus(scheme: .disaster, pool: pool)
        var history = LabelHistory()
        for place in 0..<60 {
            try history.apply(
                JournalLine(
                    sequence: place, at: Timestamp(milliseconds: 0),
                    event: .label(
                        LabelEvent(
                            id: "m\(place)", label: texts[place].label, set: .training, round: 0, strategy: "random"))))
        }
        self.history = history
    }

    /// Texts and scores of a round, in its order.
    func round(of strategy: String) throws -> [(text: String, score: Double?)] {
        let request = RankingRequest(
            purpose: .newRound, round: 1, through: 59, recipe: try Recipe(parsing: strategy), vectors: .none,
            learntFrom: history,
            candidatesFrom: history)
        let ranker = Ranker(corpus: corpus, settings: SessionSettings(seed: 3, roundSize: 30), threads: 2)
        return try ranker.rank(request, reserve: 0, monitor: WorkMonitor()).selections.map {
            (corpus.text(at: $0.row), $0.score)
        }
    }
}

@Test(
    "a pool in another order gives the same round, text for text", .tooSlowForThreadSanitizer,
    arguments: StrategyCatalogue.standard.ids)
func permutedPool(strategy: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("sample-data")
    let read = try MessageReader(scheme: .disaster).read(path: folder.appendingPathComponent("training.csv").path)
    let more = try MessageReader(scheme: .disaster).read(path: folder.appendingPathComponent("messages.csv").path)
    var seen: Set<String> = []
    var texts: [(text: String, label: String)] = []
    for row in read.pool.indices.prefix(60) {
        let text = read.pool.text(at: row)
        seen.insert(text)
        texts.append((text, LabelScheme.disaster.names[read.answers[row]?.label ?? 0]))
    }
    for row in more.pool.indices where texts.count < 500 && seen.insert(more.pool.text(at: row)).inserted {
        texts.append((more.pool.text(at: row), "related"))
    }
    var order = Array(texts.indices)
    var random = SeededRandom(seed: 11, stream: "places")
    random.shuffle(&order)
    let straight = try Arrangement(texts, order: Array(texts.indices)).round(of: strategy)
    let permuted = try Arrangement(texts, order: order).round(of: strategy)
    // Messages whose score is that of the last may stand for each other: equal scores go to the lower place.
    let last = straight.compactMap(\.score).min()
    func told(_ round: [(text: String, score: Double?)]) -> Set<String> {
        Set(round.filter { $0.score == nil || $0.score != last }.map(\.text))
    }
    #expect(straight.count == 30)
    #expect(told(straight) == told(permuted))
    #expect(straight.compactMap(\.score).sorted() == permuted.compactMap(\.score).sorted())
}
