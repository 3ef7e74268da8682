import Journal
import Sampling

/// What has to be learnt and ranked: the corpus, the settings and this value fix the queue.
public struct RankingRequest: Sendable {
    /// Why the ranking is wanted.
    public enum Purpose: Sendable, Hashable {
        /// A new round; its adoption becomes a line of the journal.
        case newRound
        /// The queue that the journal says is in use, after a resume.
        case queueInUse
        /// Another queue of the round in use, by another recipe; its adoption becomes a line of the journal.
        case newRecipe
    }

    /// Whether the model learns from vectors beside the words.
    public enum Vectors: Sendable, Hashable {
        case none
        /// Where all of them are there when the work begins.
        case whereComplete
        /// Those of this identity, without which the queue cannot be had.
        case required(String)
    }

    /// Why it is wanted.
    public let purpose: Purpose
    /// Number of the round, from 1.
    public let round: Int
    /// Sequence of the last journal line that the model learns from; −1 when there is none.
    public let through: Int
    /// What is to choose.
    public let recipe: Recipe
    /// What the model learns from beside the words.
    public let vectors: Vectors
    /// What was labelled here up to ``through``.
    let ownLabels: LabelHistory
    /// What was known of the others of a team by then, whose labels are learnt from as well; nil for who labels alone.
    let lessons: TeamView?
    /// What was labelled and skipped when the candidates are taken.
    public let candidatesFrom: LabelHistory
    /// What was known of the team then; nil for who labels alone.
    public let team: TeamView?

    /// Nobody of the others counts unless a team is given, and nothing is learnt from them without `lessons`.
    public init(
        purpose: Purpose, round: Int, through: Int, recipe: Recipe, vectors: Vectors, learntFrom: LabelHistory,
        candidatesFrom: LabelHistory, team: TeamView? = nil, lessons: TeamView? = nil
    ) {
        self.purpose = purpose
        self.round = round
        self.through = through
        self.recipe = recipe
        self.vectors = vectors
        ownLabels = learntFrom
        self.lessons = lessons
        self.candidatesFrom = candidatesFrom
        self.team = team
    }

    /// The labels to learn from, as they stood at ``through``; in a team what those of all come to.
    ///
    /// - Complexity: O(1) alone; in a team O(labels of all): for the thread that learns.
    public var learntFrom: LabelHistory { lessons?.merged(with: ownLabels) ?? ownLabels }

    /// A pool row for each text that may be chosen: it is still a question, and in a team one for who labels here.
    ///
    /// - Complexity: O(pool + labels).
    func openRows(in corpus: Corpus) -> [Int] {
        let rows = corpus.openRows(in: candidatesFrom)
        guard let team else { return rows }
        return rows.filter { !team.measures($0) && team.asks($0, candidatesFrom) }
    }

    /// Whether both ask for the same queue.
    func asksForSame(as other: RankingRequest) -> Bool {
        purpose == other.purpose && round == other.round && through == other.through && recipe == other.recipe
            && candidatesFrom.lastSequence == other.candidatesFrom.lastSequence
    }
}
