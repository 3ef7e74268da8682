import Testing

@testable import Sampling

private let middle = Reason.member(.init(.middle(similarity: 0.87), size: 40, group: 1, of: 2))
private let pairOfTwo = Reason.LabelPair(1, 0, of: 2)

/// A reason of each kind and at each of its levels, in words and in numbers.
private let sayings: [(reason: Reason, words: String, figures: String?)] = [
    (.random, "drawn at random", nil),
    (.unsure(best: 0.6, score: 0.8), "the model is unsure of its best guess", "best guess .60"),
    (.unsure(best: 0.8, score: 0.4), "the model is not quite sure of its best guess", "best guess .80"),
    (.unsure(best: 0.99, score: 0.02), "the model is sure, if less than of others", "best guess .99"),
    (.torn(apart: 0.1, between: pairOfTwo), "the model is torn between not related and related", ".10 apart"),
    (.torn(apart: 0.6, between: pairOfTwo), "the model wavers between not related and related", ".60 apart"),
    (
        .torn(apart: 0.9, between: pairOfTwo), "the model tells not related and related apart, if less than elsewhere",
        ".90 apart"
    ),
    (.rival(ratio: 0.8), "a second label is nearly as likely as the first", "ratio .80"),
    (.rival(ratio: 0.4), "a second label is quite possible", "ratio .40"),
    (.rival(ratio: 0.1), "a second label is possible, if not likely", "ratio .10"),
    (.spread(entropy: 0.9), "the model cannot tell what it is", "entropy .90"),
    (.spread(entropy: 0.5), "the model can only half tell what it is", "entropy .50"),
    (.spread(entropy: 0.1), "the model can tell what it is, if not for certain", "entropy .10"),
    (
        .labelsInDoubt(.init([0.5, 0.9, 0.4], score: 0.7)), "2 labels are in doubt", "uncertainty .70"
    ),
    (.labelsInDoubt(.init([0.5, 0.9], score: 0.6)), "one label is in doubt", "uncertainty .60"),
    (
        .labelsInDoubt(.init([0.1, 0.9], score: 0.2)), "no label is in doubt, if less certain than elsewhere",
        "uncertainty .20"
    ),
    (.relevant(probability: 0.8, label: 1), "the model has seen something like it", "probability .80"),
    (
        .wavering(information: 0.1, leftOut: 0.5), "the guess changes when the model forgets half of what it knows",
        "information .10"
    ),
    (
        .wavering(information: 0, leftOut: 0.25), "the guess holds when the model forgets a part of what it knows",
        "information .00"
    ),
    (
        .outvoted(dissenters: 3, members: 10, divergence: 0.2), "3 of 10 models would label it otherwise than the rest",
        "divergence .20"
    ),
    (
        .outvoted(dissenters: 0, members: 10, divergence: 0.01), "10 models agree on it, if not all as firmly",
        "divergence .01"
    ),
    (.outvoted(dissenters: 0, members: 2, divergence: 0), "2 models agree on it", "divergence .00"),
    (.divided(divergence: 0.3, members: 10), "10 models judge it differently", "divergence .30"),
    (.divided(divergence: 0.01, members: 10), "10 models judge it nearly alike", "divergence .01"),
    (.likelyError(probability: 0.97), "likely to be misjudged: nearly all like it were", "error .97"),
    (.likelyError(probability: 0.61), "likely to be misjudged: 6 in 10 like it were", "error .61"),
    (
        .likelyError(probability: 0.61, news: 0.9),
        "likely to be misjudged: 6 in 10 like it were; unlike what is labelled",
        "error .61, new .90"
    ),
    (.likelyError(probability: 0.3, news: 0.2), "may be misjudged: 3 in 10 like it were", "error .30, new .20"),
    (
        .likelyError(probability: 0.08, step: .init(2, of: 10)), "seldom misjudged: 1 in 13 like it was",
        "error .08, step 2 of 10"
    ),
    (.likelyError(probability: 0.002), "hardly ever misjudged: fewer than 1 in 100", "error .00"),
    (
        .contradiction(difference: 0.4, neighbours: 10), "judged otherwise than the labelled messages most like it",
        "divergence .40, neighbours 10"
    ),
    (
        .contradiction(difference: 0.05, neighbours: 1), "judged much as the only labelled message",
        "divergence .05, neighbours 1"
    ),
    (.contradiction(difference: 0, neighbours: 0), "nothing is labelled yet to compare it with", nil),
    (.unknownToModel(share: 0.9, heldOut: 40), "unlike what the model was trained on", "outlier .90, held out 40"),
    (
        .unknownToModel(share: 0.6, heldOut: 40), "rather unlike what the model was trained on",
        "outlier .60, held out 40"
    ),
    (.unknownToModel(share: 0.2, heldOut: 40), "not unlike what the model was trained on", "outlier .20, held out 40"),
    (.unknownToModel(share: 0.5, heldOut: 0), "too few labels to tell what is new to the model", nil),
    (middle, "in the middle of a group of 40 messages", "group 1 of 2, similarity .87"),
    (
        .member(.init(.edge(similarity: 0.2), size: 40, group: 2, of: 2)), "at the edge of a group of 40 messages",
        "group 2 of 2, similarity .20"
    ),
    (
        .member(.init(.drawn, size: 40, group: 2, of: 2)), "a random one of a group of 40 messages", "group 2 of 2"
    ),
    (
        .member(.init(.middle(similarity: 1), size: 1, group: 2, of: 2)), "in no group with other messages",
        "group 2 of 2, similarity 1.0"
    ),
    (.ungrouped, "the model knows no word of it", nil),
    (.typical(pool: 0.5, labelled: 0.1), "typical of the messages not seen yet", "pool .50, labelled .10"),
    (
        .typical(pool: 0.1, labelled: 0.5), "like what is labelled, if less than other messages",
        "pool .10, labelled .50"
    ),
    (
        .typicalStill(score: 0.2, step: 3), "typical of what neither the labels nor this round has",
        "nearer by .20, step 3"
    ),
    (
        .typicalStill(score: -0.2, step: 3), "like what this round has already, if less than others",
        "nearer by -.20, step 3"
    ),
    (.far(share: nil), "the first: nothing is labelled yet", nil),
    (.far(share: 0.9), "unlike anything labelled so far", "distance .90"),
    (.far(share: 0.2), "a little unlike anything labelled so far", "distance .20"),
    (.far(share: 0), "just like something labelled or chosen", "distance .00"),
    (.lesson(length: 1, apart: nil), "would teach the model the most", "gradient 1.0"),
    (
        .lesson(length: 0.8, apart: 1.4), "would teach the model what the others in this round do not",
        "gradient .80, apart 1.4"
    ),
    (
        .lesson(length: 0.8, apart: 0), "would teach the model little beyond the others in this round",
        "gradient .80, apart .00"
    ),
    (.noLesson, "no message would teach the model more than another", nil),
    (
        .puzzlingGroup(entropy: 0.97, place: 1, groups: 20, size: 60, isKnown: true),
        "from the group of 60 messages that puzzles the model most", "entropy .97, group 1 of 20"
    ),
    (
        .puzzlingGroup(entropy: 0.9, place: 2, groups: 20, size: 60, isKnown: true),
        "from a group of 60 messages that puzzles the model", "entropy .90, group 2 of 20"
    ),
    (
        .puzzlingGroup(entropy: 0.9, place: 2, groups: 20, size: 1, isKnown: true),
        "a message like no other, and a puzzle to the model", "entropy .90, group 2 of 20"
    ),
    (
        .puzzlingGroup(entropy: 0.9, place: 1, groups: 20, size: 9, isKnown: false),
        "one of 9 of which the model knows no word", "entropy .90, group 1 of 20"
    ),
    (
        .thinGroup(own: 0.7, labelled: 0.2, group: 1, groups: 2), "typical of a group of which little is labelled",
        "own .70, labelled .20, group 1 of 2"
    ),
    (
        .thinGroup(own: 0.2, labelled: 0.7, group: 1, groups: 2), "in a group of which much is labelled",
        "own .20, labelled .70, group 1 of 2"
    ),
    (
        .toldApart(probability: 0.9, step: .init(1, of: 3)), "the model can tell it from what is labelled",
        "apart .90, step 1 of 3"
    ),
    (
        .toldApart(probability: 0.2, step: .init(3, of: 3)), "the model can hardly tell it from what is labelled",
        "apart .20, step 3 of 3"
    ),
    (
        .uncertain(score: 0.9, middle), "unsure of it; in the middle of a group of 40 messages",
        "uncertain .90, group 1 of 2, similarity .87"
    ),
    (
        .uncertain(score: 0.3, .unknownToModel(share: 0.6, heldOut: 40)),
        "not quite sure of it; rather unlike what the model was trained on", "uncertain .30, outlier .60, held out 40"
    ),
    (.uncertain(score: 0.01, .ungrouped), "fairly sure of it; the model knows no word of it", "uncertain .01"),
    (
        .instead(of: .noMistakes, .unsure(best: 0.6, score: 0.8)),
        "no mistake seen yet: the model is unsure of its best guess", "best guess .60"
    ),
    (
        .instead(of: .onlyMistakes, .unsure(best: 0.8, score: 0.4)),
        "only mistakes so far: the model is not quite sure of its best guess", "best guess .80"
    ),
    (
        .instead(of: .nothingLabelled, .typical(pool: 0.5, labelled: 0)),
        "nothing is labelled yet: typical of the messages not seen yet", "pool .50, labelled .00"
    ),
    (.nextInLine, "next in line, while the model learns", nil),
]

@Test("each reason has words of its own, and the numbers apart from them", arguments: sayings.indices)
func words(index: Int) {
    let (reason, words, figures) = sayings[index]
    #expect(reason.words(labels: ["not related", "related"]) == words)
    #expect(reason.figures == figures)
    // `why    ` and the margins of a line of 80 columns.
    #expect(words.count <= 69, "\(words.count)")
    #expect(sayings.count { $0.words == words } == 1)
}

@Test("each reason fits a column of a list, and says there what differs from one message to the next first")
func briefReasons() {
    for (reason, words, _) in sayings {
        #expect((4...24).contains(reason.brief.count), "\(words): \(reason.brief)")
        #expect(reason.brief.unicodeScalars.allSatisfy { $0.isASCII })
    }
    let errors = [0.002, 0.012, 0.08, 0.3, 0.61, 0.97].map { Reason.likelyError(probability: $0).brief }
    #expect(
        errors == [
            "hardly ever misjudged", "1 in 83 misjudged", "1 in 13 misjudged", "3 in 10 misjudged", "6 in 10 misjudged",
            "mostly misjudged",
        ])
    for probability in stride(from: 0.0, through: 1, by: 0.001) {
        #expect(Reason.likelyError(probability: probability, news: 1).brief.count <= 24)
    }
    // Not what the model takes it for.
    #expect(Reason.relevant(probability: 0.8, label: 1).brief == Reason.relevant(probability: 0.1, label: 0).brief)
    #expect(Reason.likelyError(probability: .nan, news: .nan).brief == "hardly ever misjudged")
}

@Test("words name no measure: no Greek, no formula, no term of the trade", arguments: sayings.indices)
func plainWords(index: Int) {
    let (_, words, _) = sayings[index]
    #expect(words.unicodeScalars.allSatisfy { $0.isASCII })
    for term in [
        "entropy", "probability", "margin", "ratio", "gradient", "cluster", "similarity", "divergence", "cosine",
        "rank",
        "=", "%", " .",
    ] {
        #expect(!words.contains(term), "\(words)")
    }
}

@Test("labels are named where there are no others, else only to those who have asked for the guess")
func namesOfLabels() {
    let labels = ["not related", "asks for help", "offers help"]
    let reason = Reason.torn(apart: 0.05, between: .init(2, 1, of: 3))
    #expect(reason.words(labels: labels) == "the model is torn between two labels")
    // In the scheme's order, whichever is the likelier.
    #expect(reason.words(labels: labels, showsGuess: true) == "the model is torn between asks for help and offers help")
    #expect(reason.words(showsGuess: true) == "the model is torn between two labels")
}

@Test("no reason that names three labels' guess is told to who has not asked for it", arguments: sayings.indices)
func hidesTheGuess(index: Int) {
    let labels = ["aaa", "bbb", "ccc"]
    var reason = sayings[index].reason
    if case .torn(let apart, _) = reason { reason = .torn(apart: apart, between: .init(0, 2, of: 3)) }
    let words = reason.words(labels: labels)
    for label in labels { #expect(!words.contains(label)) }
}
