/// Why a strategy chose a message: the quantities that its choice rests on, as the strategy computed them.
///
/// Strategies make such a value beside the score and put nothing into words; ``words(labels:showsGuess:)`` does that for all of
/// them, and ``figures`` tells the numbers to whoever asks for them.
public indirect enum Reason: Sendable, Hashable, Codable {
    case random
    /// Probability of the best label, and ``LeastConfidence``'s score.
    case unsure(best: Double, score: Double)
    /// Difference of the two largest probabilities, and the labels that have them.
    case torn(apart: Double, between: LabelPair)
    /// Second largest probability by the largest.
    case rival(ratio: Double)
    /// Entropy as a share of the largest possible.
    case spread(entropy: Double)
    /// The labels that the model is least certain of, where a message can have several.
    case labelsInDoubt(LabelsInDoubt)
    /// Probability of the positive label, which has this index.
    case relevant(probability: Double, label: Int)
    /// Information in [0, 1] of passes that leave out this share of the units.
    case wavering(information: Double, leftOut: Double)
    /// Votes against the most frequent one, and mean divergence in [0, 1].
    case outvoted(dissenters: Int, members: Int, divergence: Double)
    /// Mean divergence of the members in [0, 1].
    case divided(divergence: Double, members: Int)
    /// P(error), how unlike what is labelled or chosen it is in [0, 1], and the step that chose it, where the strategy has these.
    case likelyError(probability: Double, news: Double? = nil, step: Step? = nil)
    /// Divergence in [0, 1] from the predictions of so many labelled neighbours; none where nothing is labelled.
    case contradiction(difference: Double, neighbours: Int)
    /// Share of so many held-out messages that the model is more active for; none where nothing is held out.
    case unknownToModel(share: Double, heldOut: Int)
    /// A place in a group of messages that are alike.
    case member(GroupPlace)
    /// No word of it is known, and so it is in no group.
    case ungrouped
    /// Cosines with the middle of the pool and with that of what is labelled.
    case typical(pool: Double, labelled: Double)
    /// How much nearer to the pool than to what is labelled or chosen, at the step that chose it, counted from 1.
    case typicalStill(score: Double, step: Int)
    /// Distance from what is labelled or chosen, as a share of the first choice's; nil where there was nothing to be far from.
    case far(share: Double?)
    /// Length of the gradient and distance from those chosen, as shares of the longest one; no distance for the first choice.
    case lesson(length: Double, apart: Double?)
    /// No gradient differs from another.
    case noLesson
    /// A random member of the group with this mean entropy, at its place among the groups from the most uncertain one, counted
    /// from 1.
    case puzzlingGroup(entropy: Double, place: Int, groups: Int, size: Int, isKnown: Bool)
    /// Cosines with its own group's middle and with the nearest middle of a labelled group.
    case thinGroup(own: Double, labelled: Double, group: Int, groups: Int)
    /// P(*application*) of the head that tells the pool from what is labelled, and the step.
    case toldApart(probability: Double, step: Step)
    /// Among the least confident, with ``LeastConfidence``'s score, and why of those.
    case uncertain(score: Double, Reason)
    /// What the strategy needs is not there; why it chose all the same.
    case instead(of: Obstacle, Reason)
    /// Below the round and its reserve.
    case nextInLine

    /// A step of a strategy that chooses step by step, counted from 1.
    public struct Step: Sendable, Hashable, Codable {
        public let number: Int
        public let of: Int

        public init(_ number: Int, of: Int) {
            self.number = number
            self.of = of
        }
    }

    /// Where in its group a message stands; groups are counted from 1.
    public struct GroupPlace: Sendable, Hashable, Codable {
        public enum Place: Sendable, Hashable, Codable {
            /// Nearest to and farthest from the middle, with the cosine.
            case middle(similarity: Double)
            case edge(similarity: Double)
            case drawn
        }

        public let place: Place
        /// Messages in the group.
        public let size: Int
        public let group: Int
        public let of: Int

        public init(_ place: Place, size: Int, group: Int, of: Int) {
            self.place = place
            self.size = size
            self.group = group
            self.of = of
        }
    }

    /// The two labels with the largest probabilities, in the scheme's order, so that neither is the guess.
    public struct LabelPair: Sendable, Hashable, Codable {
        /// Indices in the scheme, the lower one first.
        public let lower: Int, higher: Int
        /// Labels of the scheme.
        public let of: Int

        public init(_ one: Int, _ other: Int, of count: Int) {
            lower = min(one, other)
            higher = max(one, other)
            of = count
        }
    }

    /// The labels that the model is least certain of.
    public struct LabelsInDoubt: Sendable, Hashable, Codable {
        /// A label by its index, and its probability.
        public struct Label: Sendable, Hashable, Codable {
            public let index: Int
            public let probability: Double
        }

        /// At most two, the least certain first: those whose probability lies nearest to one half.
        public let labels: [Label]
        /// How many have a probability from one quarter to three quarters.
        public let count: Int
        /// The strategy's score of the message.
        public let score: Double

        /// - Parameter probabilities: of each label by itself.
        init(_ probabilities: ArraySlice<Float>, score: Double) {
            let all = probabilities.map(Double.init)
            labels = HighestScores.positions(2, of: all.map { -abs($0 - 0.5) }).map {
                Label(index: $0, probability: all[$0])
            }
            count = all.count { Self.isInDoubt($0) }
            self.score = score
        }

        static func isInDoubt(_ probability: Double) -> Bool { (0.25...0.75).contains(probability) }
    }

    /// Why a strategy had to choose in another way.
    public enum Obstacle: Sendable, Hashable, Codable {
        case noMistakes, onlyMistakes, nothingLabelled
    }
}

extension Reason {
    /// The same with how unlike what is labelled or chosen the message is; where errors cannot be predicted it stays as it is.
    func with(news: Double) -> Reason {
        guard case .likelyError(let probability, _, let step) = self else { return self }
        return .likelyError(probability: probability, news: news, step: step)
    }
}
