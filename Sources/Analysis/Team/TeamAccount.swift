import Annotation
import Answers
import Journal
import Learning
import Notation

/// How the work of a team stands, person by person, in the order of their names.
public struct TeamAccount: Sendable {
    /// How the work of one stands.
    public struct Person: Sendable {
        /// As the journal is called.
        public let name: String
        public let isLead: Bool
        /// Labels that hold: those given since the day began, and all. Labels that went to copies are none of them.
        public let today: Int
        public let labels: Int
        /// Seconds that a message was on the screen for its label, the median; nil where nobody wrote them down.
        public let medianSeconds: Double?
        public let skips: Int
        /// Pairs of this person's and another's label of one text, and how many of them are equal.
        public let compared: Int
        public let agreeing: Int
        /// Texts that this person and another have labelled: the n of ``agreement`` and ``alpha``.
        public let sharedCount: Int
        /// The share of those pairs that are equal, with Wilson's interval of a share of so many texts: pairs of one text are no more
        /// than one text.
        public let agreement: AgreementFigure
        /// Krippendorff's alpha of those texts, with all their labels; with the distance of MASI where a text can have several.
        public let alpha: AgreementFigure
        /// Of what is asked of this person; nil for who is not of the team.
        public let progress: TeamView.Progress?
        /// When the journal got its last line; nil where it has none.
        public let lastSeen: Timestamp?
    }

    public let people: [Person]

    /// - Parameters:
    ///   - own: what the one who looks has done.
    ///   - lastSeen: of each journal.
    ///   - today: when the day began.
    /// - Complexity: O(labels + pool × people²), and 1,000 times the labels of shared texts for the intervals.
    public init(
        _ team: TeamView, own: LabelHistory, corpus: Corpus, lastSeen: [String: Timestamp], today: Timestamp
    ) {
        var histories = team.histories
        histories[team.me] = own
        let votes = TeamVotes(team, own: own, corpus: corpus)
        let progress = team.progress(own: own, votes: votes)
        let names = Set(team.plan?.people ?? []).union(histories.keys).union([team.me]).sorted()
        let shared = votes.texts.sorted().map { votes[$0] }.filter { $0.count > 1 }
        people = names.map { name in
            let history = histories[name] ?? LabelHistory()
            let given = history.labels.values.filter { !$0.event.isSpread }
            let agreement = Agreement(
                of: name, in: shared, names: names, labelCount: corpus.scheme.labels.count,
                isSeveral: corpus.scheme.isSeveral)
            return Person(
                name: name, isLead: team.plan?.lead == name,
                today: given.count { $0.at.milliseconds >= today.milliseconds }, labels: given.count,
                medianSeconds: Self.median(given.compactMap(\.event.ms)).map { $0 / 1_000 },
                skips: history.skipped.count, compared: agreement.compared, agreeing: agreement.agreeing,
                sharedCount: agreement.texts, agreement: agreement.share, alpha: agreement.alpha,
                progress: progress[name], lastSeen: lastSeen[name])
        }
    }

    private static func median(_ numbers: [Int]) -> Double? {
        let sorted = numbers.sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1
            ? Double(sorted[middle]) : (Double(sorted[middle - 1]) + Double(sorted[middle])) / 2
    }

    /// How far one agrees with the others.
    private struct Agreement {
        let texts, compared, agreeing: Int
        let share, alpha: AgreementFigure

        init(of name: String, in shared: [[Vote]], names: [String], labelCount: Int, isSeveral: Bool) {
            let own = shared.filter { votes in votes.contains { $0.annotator == name } }
            var (compared, agreeing) = (0, 0)
            for votes in own {
                let answer = votes.first { $0.annotator == name }?.answer
                for vote in votes where vote.annotator != name {
                    compared += 1
                    if vote.answer == answer { agreeing += 1 }
                }
            }
            (texts, self.compared, self.agreeing) = (own.count, compared, agreeing)
            if compared > 0,
                let interval = ScoreInterval(share: Double(agreeing) / Double(compared), of: Double(own.count))
            {
                share = .estimate(Estimate(value: interval.share, low: interval.low, high: interval.high))
            } else {
                share = .none(.noOverlap)
            }
            func rows<Rating>(_ rating: (Answer) -> Rating?) -> [[Rating?]] {
                own.map { votes in
                    names.map { person in (votes.first { $0.annotator == person }?.answer).flatMap(rating) }
                }
            }
            alpha =
                isSeveral
                ? AgreementFigures(
                    LabelSetTable(
                        labelCount: labelCount, annotatorCount: names.count, rows: rows { Set($0.labels) })
                ).overall.alpha
                : AgreementFigures(
                    RatingTable(labelCount: labelCount, annotatorCount: names.count, rows: rows(\.label))
                ).overall.alpha
        }
    }
}
