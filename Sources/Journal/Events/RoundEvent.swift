import Notation

/// A new round's queue came into use.
public struct RoundEvent: Sendable, Hashable {
    /// Number of the round, from 1.
    public var round: Int
    /// Sequence of the last line that the round's model has learnt from; −1 for none.
    public var through: Int
    /// Labels learnt from, given ones included.
    public var training: Int
    /// Labels that the figures rest on.
    public var evaluation: Int
    /// Nil where it cannot be said; likewise the other figures.
    public var f1: Double?
    /// Area under the ROC curve.
    public var auc: Double?
    /// Average precision.
    public var averagePrecision: Double?
    /// Low and high ends of the figures' 95 % intervals, by the figure's name.
    public var intervals: [String: ClosedRange<Double>]
    /// Names of the figures for which there were too few evaluation labels; the line says so in their place.
    public var tooFew: Set<String>
    /// Seconds that learning and ranking took.
    public var seconds: Double
    /// Which vectors the model has learnt from beside the words; nil for words alone.
    public var vectors: String?
    /// Lines of others that it has read; see ``SeenEvent``.
    public var seen: SeenLines

    public init(
        round: Int, through: Int, training: Int, evaluation: Int, f1: Double?, auc: Double?,
        averagePrecision: Double? = nil, intervals: [String: ClosedRange<Double>] = [:], tooFew: Set<String> = [],
        seconds: Double, vectors: String? = nil, seen: SeenLines = [:]
    ) {
        self.seen = seen
        self.vectors = vectors
        self.averagePrecision = averagePrecision
        self.intervals = intervals
        self.tooFew = tooFew
        self.round = round
        self.through = through
        self.training = training
        self.evaluation = evaluation
        self.f1 = f1
        self.auc = auc
        self.seconds = seconds
    }
}

extension RoundEvent: EventPayload {
    static let kind = EventKind.round

    /// Names of the figures in the order of the format.
    private static let figures = ["f1", "auc", "ap"]

    var members: MemberList {
        var list = MemberList()
        list.add("round", round)
        list.add("through", reference: through)
        list.add("training", training)
        list.add("evaluation", evaluation)
        for (name, figure) in zip(Self.figures, [f1, auc, averagePrecision]) {
            if let figure { list.add(name, figure) } else if tooFew.contains(name) { list.add(name, TooFew.words) }
            list.add("\(name)_low", intervals[name]?.lowerBound)
            list.add("\(name)_high", intervals[name]?.upperBound)
        }
        list.add("seconds", seconds)
        list.add("vectors", vectors)
        list.add("seen", seen: seen)
        return list
    }

    init(_ members: JSONMembers) throws(LineDamage) {
        var intervals: [String: ClosedRange<Double>] = [:]
        var tooFew: Set<String> = []
        for name in Self.figures {
            if members[name] == TooFew.words { tooFew.insert(name) }
            if let low: Double = members["\(name)_low"], let high: Double = members["\(name)_high"], low <= high {
                intervals[name] = low...high
            }
        }
        self.init(
            round: try members.required("round"), through: try members.required("through"),
            training: members["training"] ?? 0, evaluation: members["evaluation"] ?? 0, f1: members["f1"],
            auc: members["auc"], averagePrecision: members["ap"], intervals: intervals, tooFew: tooFew,
            seconds: members["seconds"] ?? 0, vectors: members["vectors"], seen: members.seen("seen"))
    }
}

extension RoundEvent: CanonicalEvent {
    init?(_ line: inout CanonicalLine) {
        guard line.take(",\"round\":"), let round = line.integer(), line.take(",\"through\":"),
            let through = line.integer(), line.take(",\"training\":"), let training = line.integer(),
            line.take(",\"evaluation\":"), let evaluation = line.integer()
        else { return nil }
        self.init(
            round: round, through: through, training: training, evaluation: evaluation, f1: nil, auc: nil, seconds: 0)
        f1 = figure("f1", ",\"f1", &line)
        auc = figure("auc", ",\"auc", &line)
        averagePrecision = figure("ap", ",\"ap", &line)
        guard line.take(",\"seconds\":"), let seconds = line.number() else { return nil }
        self.seconds = seconds
        if line.take(",\"vectors\":") {
            guard let vectors = line.text() else { return nil }
            self.vectors = vectors
        }
    }

    /// A figure and its interval; what is not as expected is left standing, and stops who comes after.
    private mutating func figure(_ name: String, _ start: StaticString, _ line: inout CanonicalLine) -> Double? {
        let before = line
        if line.take(start), line.take("\":\"too few to say\"") {
            tooFew.insert(name)
            return nil
        }
        line = before
        guard line.take(start), line.take("\":"), let figure = line.number() else {
            line = before
            return nil
        }
        let behind = line
        if line.take(start), line.take("_low\":"), let low = line.number(), line.take(start), line.take("_high\":"),
            let high = line.number(), low <= high
        {
            intervals[name] = low...high
        } else {
            line = behind
        }
        return figure
    }
}
