import Annotation
import Answers
import Foundation
import Messages
import Sampling
import Threads

/// Finds messages for the lists: by what they say, and by what they are like.
final class MessageFinder {
    private let corpus: Corpus
    /// Made when the first search is opened, by a thread of its own: for a million messages that takes a while, and the
    /// words are typed meanwhile.
    private let made = Lock<MessageSearch?>(nil)
    private var isMaking = false
    private let wake: @Sendable () -> Void
    private var lastHits: (query: String, hits: (rows: [Int], count: Int))?
    private var lastLikeIt: (row: Int, round: Int?, compares: Bool, rows: [Int])?
    private var lastLikeInMeaning: (row: Int, round: Int, rows: [Int])?
    private var lastCopies:
        (sequence: Int, hasModel: Bool, copies: (answer: Answer, rows: [(row: Int, similarity: Double)]))?

    /// - Parameter wake: called on another thread when a search can be answered that could not before.
    init(corpus: Corpus, wake: @escaping @Sendable () -> Void) {
        self.corpus = corpus
        self.wake = wake
    }

    /// Rows whose text holds every word of a query, at most `limit`, and how many there are; nil while that cannot be
    /// said yet.
    func rows(containing query: String, limit: Int) -> (rows: [Int], count: Int)? {
        guard let search else { return nil }
        guard !query.allSatisfy(\.isWhitespace) else { return ([], 0) }
        if let lastHits, lastHits.query == query { return lastHits.hits }
        let hits = search.rows(containing: query, limit: limit)
        lastHits = (query, hits)
        return hits
    }

    /// Whether a search is answered at once.
    var canSearch: Bool { made.withLock { $0 != nil } }

    private var search: MessageSearch? {
        if let search = made.withLock({ $0 }) { return search }
        guard !isMaking else { return nil }
        isMaking = true
        let thread = Thread { [made, wake, pool = corpus.pool] in
            let search = MessageSearch(pool)
            made.withLock { $0 = search }
            wake()
        }
        thread.start()
        return nil
    }

    /// Where the words of a query stand in a text's UTF-8, in order.
    func hits(of query: String, in text: String) -> [Range<Int>] {
        (search?.ranges(of: query, in: text) ?? []).map { hit in
            let start = text.utf8.distance(from: text.startIndex, to: hit.lowerBound)
            return start..<start + text.utf8.distance(from: hit.lowerBound, to: hit.upperBound)
        }
    }

    /// More messages are not compared while somebody waits for a key.
    private static let mostCompared = 50_000

    /// Whether messages are compared by their words: where there is a model, wholly learnt, and not too many messages.
    func comparesWords(_ session: AnnotationSession) -> Bool {
        session.ranking?.model.isWhole == true && corpus.pool.count <= Self.mostCompared
    }

    /// Messages that say what one says, then those that say nearly the same, the most similar first; before there is a
    /// model, and among more than 50,000 messages, the former alone.
    func likeIt(_ row: Int, _ session: AnnotationSession) -> [Int] {
        let (round, compares) = (session.ranking?.request.round, comparesWords(session))
        if let lastLikeIt, lastLikeIt.row == row, lastLikeIt.round == round, lastLikeIt.compares == compares {
            return lastLikeIt.rows
        }
        let equal = corpus.copies(of: row).filter { $0 != row }
        var near: [Int] = []
        if compares, let model = session.ranking?.model {
            let text = corpus.textGroup(of: row)
            let others = corpus.pool.indices.filter { corpus.textGroup(of: $0) != text }
            near = (model.nearDuplicates(of: row, among: others, similarity: 0.5, limit: 20) ?? []).map(\.row)
        }
        let rows = Array((equal + near).prefix(40))
        lastLikeIt = (row, round, compares, rows)
        return rows
    }

    /// Messages that mean much the same as one, the most similar first, each text once and without those of ``likeIt(_:_:)``; none
    /// where the model in use has not learnt from vectors.
    func likeInMeaning(_ row: Int, _ session: AnnotationSession) -> [Int] {
        guard comparesWords(session), let ranking = session.ranking, ranking.vectors != nil else { return [] }
        let round = ranking.request.round
        if let lastLikeInMeaning, lastLikeInMeaning.row == row, lastLikeInMeaning.round == round {
            return lastLikeInMeaning.rows
        }
        let text = corpus.textGroup(of: row)
        let known = Set(likeIt(row, session).map { corpus.textGroup(of: $0) })
        let others = corpus.pool.indices.filter { other in
            let group = corpus.textGroup(of: other)
            return corpus.standsForItsText(other) && group != text && !known.contains(group)
        }
        let rows = ranking.model.nearestInMeaning(to: row, among: others, similarity: 0.3, limit: 10) ?? []
        lastLikeInMeaning = (row, round, rows)
        return rows
    }

    /// Messages without a label that say what the message labelled last says, all of them, then those that say nearly the same
    /// and are still to be asked for; and that label. Before there is a model, the former alone.
    func nearCopiesOfTheLastLabel(
        _ session: AnnotationSession
    ) -> (answer: Answer, rows: [(row: Int, similarity: Double)])? {
        let state = session.state
        guard let last = state.history.done.first(where: { $0.answer != nil }),
            let row = corpus.pool.index(ofID: last.id),
            let answer = last.answer.flatMap({ corpus.scheme.answer(named: $0) })
        else { return nil }
        let model = session.ranking.flatMap { $0.model.isWhole ? $0.model : nil }
        if let lastCopies, lastCopies.sequence == state.lastSequence, lastCopies.hasModel == (model != nil) {
            return lastCopies.copies
        }
        let equal = corpus.copies(of: row).filter(state.isUnanswered)
        let near = model.flatMap { model in
            let text = corpus.textGroup(of: row)
            let open = corpus.pool.indices.filter { corpus.textGroup(of: $0) != text && state.isOpen($0) }
            return model.nearDuplicates(of: row, among: open, similarity: 0.7, limit: 100)
        }
        let copies = (answer: answer, rows: equal.map { (row: $0, similarity: 1) } + (near ?? []))
        lastCopies = (state.lastSequence, model != nil, copies)
        return copies
    }
}
