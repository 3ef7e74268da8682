import Answers
import Journal

extension TeamView {
    /// An answer of somebody's journal by the scheme's labels; nil where one of them is none any more.
    ///
    /// - Parameter history: of that journal.
    public func answer(named given: NamedAnswer, in history: LabelHistory?) -> Answer? {
        corpus.scheme.answer(named: given, in: history)
    }

    /// How far somebody has come with what is asked of them.
    public struct Progress: Sendable, Hashable {
        /// Texts that have all labels that are asked for, or that they have labelled or skipped, or that were decided.
        public internal(set) var done = 0
        /// All others of their share, which others can claim.
        public internal(set) var left = 0
    }

    /// How far each of the team has come with their share; second opinions and claims, which come on top of it, are left out.
    ///
    /// - Parameter votes: of all, as ``TeamVotes/init(_:own:corpus:)`` has them.
    /// - Complexity: O(pool × people²).
    public func progress(own: LabelHistory, votes: TeamVotes) -> [String: Progress] {
        guard let share else { return [:] }
        var people = histories
        people[me] = own
        let decided = TeamDecisions(people, lead: plan?.lead, corpus: corpus)
        let decidedTexts = Set(decided.texts)
        let skipped = share.people.map { people[$0]?.skipped ?? [] }
        var progress = share.people.map { _ in Progress() }
        for row in corpus.pool.indices where corpus.standsForItsText(row) && !corpus.alreadyLabelled.contains(row) {
            let (text, measures) = (corpus.textGroup(of: row), measures(row))
            let given = votes[text]
            let isFull = given.count >= (measures ? share.eachMeasuring : share.each) || decidedTexts.contains(text)
            for place in share.places(ofText: corpus.pool.textHash(at: row), measures: measures) {
                let isDone =
                    isFull || given.contains { $0.annotator == share.people[place] }
                    || !skipped[place].isEmpty && skipped[place].contains(corpus.pool.id(at: row))
                if isDone { progress[place].done += 1 } else { progress[place].left += 1 }
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(share.people, progress))
    }
}
