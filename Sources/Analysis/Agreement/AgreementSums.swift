/// What agreement, alpha and AC1 are made of, as sums over messages, so that a sample of messages costs no more than adding up.
struct AgreementSums {
    /// One message's part in the sums of a label that it has. Of m labels of the message r are this one.
    struct Term {
        let label: Int
        /// r, where m ≥ 2; else 0.
        let given: Double
        /// r (r − 1) / (m − 1), where m ≥ 2; else 0: the label's pairs with itself in the coincidence matrix.
        let coincidence: Double
        /// 2 r (m − r) / (m (m − 1)), where m ≥ 2; else 0: the share of pairs of which one is this label and one is not.
        let differing: Double
        /// r / m.
        let share: Double
    }

    /// All messages of a table that have a label.
    struct Parts {
        /// For each message whether two or more have labelled it, and the share of pairs of its labels that are equal.
        private(set) var messages: [(isShared: Bool, agreement: Double, terms: Range<Int>)] = []
        private(set) var terms: [Term] = []
        let labelCount: Int

        init(_ table: RatingTable) {
            labelCount = table.labelCount
            for message in 0..<table.messageCount {
                let labels = table.labels(of: message)
                guard !labels.isEmpty else { continue }
                let (m, first, isShared) = (Double(labels.count), terms.count, labels.count > 1)
                var agreement = 0.0
                for label in Set(labels).sorted() {
                    let r = Double(labels.count { $0 == label })
                    if isShared { agreement += r * (r - 1) / (m * (m - 1)) }
                    terms.append(
                        Term(
                            label: label, given: isShared ? r : 0, coincidence: isShared ? r * (r - 1) / (m - 1) : 0,
                            differing: isShared ? 2 * r * (m - r) / (m * (m - 1)) : 0, share: r / m))
                }
                messages.append((isShared, agreement, first..<terms.count))
            }
        }

        /// Messages that two or more have labelled.
        var sharedCount: Int { messages.count(where: \.isShared) }
    }

    private struct LabelSums {
        var (given, coincidence, differing, share) = (0.0, 0.0, 0.0, 0.0)
    }

    /// Messages.
    private var labelled = 0.0
    /// Those that two or more have labelled.
    private var shared = 0.0
    private var agreement = 0.0
    /// Labels of those.
    private var given = 0.0
    private var byLabel: [LabelSums]

    /// - Parameter times: how often each message counts.
    init(_ parts: Parts, times: [Double]) {
        byLabel = Array(repeating: LabelSums(), count: parts.labelCount)
        for (message, times) in zip(parts.messages, times) where times > 0 {
            labelled += times
            if message.isShared { shared += times }
            agreement += times * message.agreement
            for term in parts.terms[message.terms] {
                byLabel[term.label].given += times * term.given
                byLabel[term.label].coincidence += times * term.coincidence
                byLabel[term.label].differing += times * term.differing
                byLabel[term.label].share += times * term.share
            }
        }
        given = byLabel.reduce(0) { $0 + $1.given }
    }

    /// The share of pairs of annotators that agree, as the mean over the messages that two or more have labelled; of one label, that
    /// agree on whether it is that one. Nil without such a message.
    ///
    /// p = 1/n Σᵢ Σₖ rᵢₖ (rᵢₖ − 1) / (mᵢ (mᵢ − 1)); K. L. Gwet, *Handbook of Inter-Rater Reliability*, 4th ed. (2014), chapter 2.
    func agreement(on label: Int?) -> Double? {
        guard shared > 0 else { return nil }
        return (label.map { shared - byLabel[$0].differing } ?? agreement) / shared
    }

    /// Krippendorff's alpha for nominal data; of one label, that label against all others as one. Nil without a message that two or
    /// more have labelled.
    ///
    /// α = 1 − Dₒ/Dₑ = ((n − 1) Σ o_cc − Σ n_c (n_c − 1)) / (n (n − 1) − Σ n_c (n_c − 1)), with the coincidences o_cc = Σᵢ r_ic (r_ic −
    /// 1) / (mᵢ − 1) and n_c labels c in messages that have two or more, n in all: as observed agreement Σ o_cc / n, and as chance
    /// Σ n_c (n_c − 1) / (n (n − 1)). K. Krippendorff, *Computing Krippendorff's alpha-reliability* (2011), section C.
    func alpha(of label: Int?) -> ChanceCorrected? {
        guard shared > 0 else { return nil }
        let all = given
        func chance(_ given: Double) -> Double { given * (given - 1) / (all * (all - 1)) }
        guard let label else {
            return ChanceCorrected(
                observed: byLabel.reduce(0) { $0 + $1.coincidence } / all,
                chance: byLabel.reduce(0) { $0 + chance($1.given) })
        }
        let one = byLabel[label]
        // Of the other labels' coincidences, whose sum is `all`, those with this label are not among themselves.
        let rest = all - 2 * one.given + one.coincidence
        return ChanceCorrected(
            observed: (one.coincidence + rest) / all, chance: chance(one.given) + chance(all - one.given))
    }

    /// Gwet's AC1; of one label, that label against all others as one. Nil without a message that two or more have labelled, and
    /// where annotators could give one label only.
    ///
    /// Observed is ``agreement(on:)``; chance is Σ πₖ (1 − πₖ) / (q − 1) with q labels to choose from and πₖ = 1/N Σᵢ rᵢₖ / mᵢ over all N
    /// messages with a label, those that one alone has labelled included. K. L. Gwet, *Computing inter-rater reliability and its
    /// variance in the presence of high agreement* (2008), doi:10.1348/000711006X126600; for gaps, his *Handbook* (2014), chapter 2.
    func ac1(of label: Int?) -> ChanceCorrected? {
        guard let observed = agreement(on: label), byLabel.count > 1 else { return nil }
        func spread(_ sums: LabelSums) -> Double { sums.share / labelled * (1 - sums.share / labelled) }
        let chance =
            label.map { 2 * spread(byLabel[$0]) }
            ?? byLabel.reduce(0) { $0 + spread($1) } / Double(byLabel.count - 1)
        return ChanceCorrected(observed: observed, chance: chance)
    }
}
