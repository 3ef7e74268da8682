import Notation

/// The one place that puts reasons into words: those of a person who labels, short enough for a line of 80 columns.
extension Reason {
    /// Why, in a few words that name no measure.
    ///
    /// - Parameters:
    ///   - labels: titles of the labels, in the scheme's order.
    ///   - showsGuess: whether the annotator has asked for the model's guess. Labels are named only then, or where naming all that
    ///     there are tells nothing.
    public func words(labels: [String] = [], showsGuess: Bool = false) -> String {
        switch self {
        case .random: "drawn at random"
        case .unsure(_, let score):
            level(
                score, 0.5, "the model is unsure of its best guess",
                0.1, "the model is not quite sure of its best guess",
                "the model is sure, if less than of others")
        case .torn(let apart, let pair):
            Self.torn(apart, pair.named(labels, showsGuess: showsGuess))
        case .rival(let ratio):
            level(
                ratio, 0.7, "a second label is nearly as likely as the first", 0.2, "a second label is quite possible",
                "a second label is possible, if not likely")
        case .spread(let entropy):
            level(
                entropy, 0.7, "the model cannot tell what it is", 0.3, "the model can only half tell what it is",
                "the model can tell what it is, if not for certain")
        case .labelsInDoubt(let doubt): Self.inDoubt(doubt, labels, showsGuess: showsGuess)
        case .relevant(_, let label):
            showsGuess && labels.indices.contains(label)
                ? "more likely \(labels[label]) than others are" : "the model has seen something like it"
        case .wavering(let information, let leftOut):
            "the guess \(information >= 0.02 ? "changes" : "holds") when the model forgets "
                + "\(leftOut == 0.5 ? "half" : "a part") of what it knows"
        case .outvoted(let dissenters, let members, let divergence):
            dissenters == 0
                ? "\(members) models agree on it" + (divergence > 0 ? ", if not all as firmly" : "")
                : "\(dissenters) of \(members) models would label it otherwise than the rest"
        case .divided(let divergence, let members):
            "\(members) models judge it \(divergence >= 0.1 ? "differently" : "nearly alike")"
        case .likelyError(let probability, let news, _):
            Self.misjudged(probability) + ((news ?? 0) >= 0.5 ? "; unlike what is labelled" : "")
        case .contradiction(_, neighbours: 0): "nothing is labelled yet to compare it with"
        case .contradiction(let difference, let neighbours):
            "judged \(difference >= 0.1 ? "otherwise than" : "much as") the "
                + (neighbours == 1 ? "only labelled message" : "labelled messages most like it")
        case .unknownToModel(_, heldOut: 0): "too few labels to tell what is new to the model"
        case .unknownToModel(let share, _):
            level(share, 0.75, "unlike", 0.5, "rather unlike", "not unlike") + " what the model was trained on"
        case .member(let place): place.words
        case .ungrouped: "the model knows no word of it"
        case .typical(let pool, let labelled):
            pool >= labelled
                ? "typical of the messages not seen yet" : "like what is labelled, if less than other messages"
        case .typicalStill(let score, _):
            score >= 0
                ? "typical of what neither the labels nor this round has"
                : "like what this round has already, if less than others"
        case .far(nil): "the first: nothing is labelled yet"
        case .far(let share?):
            share > 0
                ? (share >= 0.5 ? "" : "a little ") + "unlike anything labelled so far"
                : "just like something labelled or chosen"
        case .lesson(_, nil): "would teach the model the most"
        case .lesson(_, let apart?):
            apart >= 0.1
                ? "would teach the model what the others in this round do not"
                : "would teach the model little beyond the others in this round"
        case .noLesson: "no message would teach the model more than another"
        case .puzzlingGroup(_, let place, _, let size, let isKnown):
            Self.puzzling(place: place, size: size, isKnown: isKnown)
        case .thinGroup(let own, let labelled, _, _):
            own >= labelled ? "typical of a group of which little is labelled" : "in a group of which much is labelled"
        case .toldApart(let probability, _):
            "the model can \(probability >= 0.5 ? "" : "hardly ")tell it from what is labelled"
        case .uncertain(let score, let reason):
            level(score, 0.5, "unsure", 0.1, "not quite sure", "fairly sure") + " of it; "
                + reason.words(labels: labels, showsGuess: showsGuess)
        case .instead(let obstacle, let reason):
            obstacle.words + ": " + reason.words(labels: labels, showsGuess: showsGuess)
        case .nextInLine: "next in line, while the model learns"
        }
    }

    /// Words for what is at least `high`, at least `middle`, and below. What is not a number is below.
    private func level(
        _ value: Double, _ high: Double, _ highWords: String, _ middle: Double, _ middleWords: String, _ low: String
    ) -> String {
        value >= high ? highWords : value >= middle ? middleWords : low
    }

    /// Such as `the labels in doubt: water (48 %), food (55 %)`; without the guess how many there are.
    private static func inDoubt(_ doubt: LabelsInDoubt, _ titles: [String], showsGuess: Bool) -> String {
        let inDoubt = doubt.labels.filter { LabelsInDoubt.isInDoubt($0.probability) }
        guard let first = doubt.labels.first, !inDoubt.isEmpty else {
            guard let least = doubt.labels.first, showsGuess, titles.indices.contains(least.index) else {
                return "no label is in doubt, if less certain than elsewhere"
            }
            return "least certain of \(titles[least.index]) (\(ShareText.percent(least.probability)))"
        }
        guard showsGuess, doubt.labels.allSatisfy({ titles.indices.contains($0.index) }) else {
            return doubt.count == 1 ? "one label is in doubt" : "\(doubt.count) labels are in doubt"
        }
        if inDoubt.count == 1 { return "in doubt: \(titles[first.index]) (\(ShareText.percent(first.probability)))" }
        let named = inDoubt.map { "\(titles[$0.index]) (\(ShareText.percent($0.probability)))" }
        let others = doubt.count - inDoubt.count
        return "the labels in doubt: " + named.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
    }

    private static func torn(_ apart: Double, _ labels: (one: String, other: String)?) -> String {
        let names = labels.map { "\($0.one) and \($0.other)" } ?? "two labels"
        if apart <= 0.3 { return "the model is torn between \(names)" }
        return apart <= 0.8
            ? "the model wavers between \(names)" : "the model tells \(names) apart, if less than elsewhere"
    }

    /// Such as `may be misjudged: 3 in 10 like it were`.
    private static func misjudged(_ probability: Double) -> String {
        let often = share(probability)
        if probability >= 0.5 { return "likely to be misjudged: \(often) like it were" }
        if probability >= 0.15 { return "may be misjudged: \(often) like it were" }
        return probability >= 0.01 ? "seldom misjudged: \(often) like it was" : "hardly ever misjudged: \(often)"
    }

    /// `6 in 10`, below 0.15 `1 in 12`.
    static func share(_ probability: Double) -> String {
        guard probability < 0.95 else { return "nearly all" }
        guard probability < 0.15 else { return "\(Int((probability * 10).rounded())) in 10" }
        return probability >= 0.01 ? "1 in \(Int((1 / probability).rounded()))" : "fewer than 1 in 100"
    }

    private static func puzzling(place: Int, size: Int, isKnown: Bool) -> String {
        guard isKnown else { return "one of \(size) of which the model knows no word" }
        guard size > 1 else { return "a message like no other, and a puzzle to the model" }
        return "from \(place == 1 ? "the" : "a") group of \(size) messages that puzzles the model"
            + (place == 1 ? " most" : "")
    }
}

extension Reason.LabelPair {
    /// The titles; nil where they would tell something that the annotator has not asked for, or are not known.
    fileprivate func named(_ labels: [String], showsGuess: Bool) -> (one: String, other: String)? {
        guard showsGuess || of == 2, labels.indices.contains(lower), labels.indices.contains(higher) else { return nil }
        return (labels[lower], labels[higher])
    }
}

extension Reason.GroupPlace {
    fileprivate var words: String {
        guard size > 1 else { return "in no group with other messages" }
        return switch place {
        case .middle: "in the middle of a group of \(size) messages"
        case .edge: "at the edge of a group of \(size) messages"
        case .drawn: "a random one of a group of \(size) messages"
        }
    }
}

extension Reason.Obstacle {
    fileprivate var words: String {
        switch self {
        case .noMistakes: "no mistake seen yet"
        case .onlyMistakes: "only mistakes so far"
        case .nothingLabelled: "nothing is labelled yet"
        }
    }
}
