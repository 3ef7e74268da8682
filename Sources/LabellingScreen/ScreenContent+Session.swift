import Annotation
import Answers
import Foundation
import Journal
import Learning
import Messages
import Notation
import Sampling
import TerminalUI

extension ScreenContent {
    /// What a whole sitting has in common.
    init(_ scheme: LabelScheme, unread: UnreadRows) {
        self.init()
        task = scheme.task
        question = scheme.question
        guidelines =
            scheme.guidelines.isEmpty
            ? scheme.labels.map { "\($0.title): \($0.description)" }.joined(separator: "\n\n")
            : scheme.guidelines
        problems = unread.texts
        problemCount = unread.count
        problemHeading = unread.heading
        labels = scheme.labels.map { label in
            Label(key: label.key, title: label.title, color: label.color.flatMap(Color.init), group: label.group)
        }
        isSeveral = scheme.isSeveral
        implications = scheme.implications
        strategies = StrategyCatalogue.standard.declarations.map {
            Strategy(
                id: $0.id, title: $0.title, sentence: $0.sentence, hotkey: $0.hotkey, details: Self.details(of: $0),
                options: $0.options.map {
                    Strategy.Option(
                        name: $0.name, pattern: $0.pattern, numbers: $0.numbers, sentence: $0.sentence,
                        excludes: $0.excludes)
                })
        }
    }

    private static func part(_ part: Recipe.Part) -> RecipeDraft.Part {
        let name = StrategyCatalogue.standard.name(part.strategy)
        return RecipeDraft.Part(
            strategy: name?.id ?? part.strategy,
            choices: name?.options.map { RecipeDraft.Choice(option: $0.option, number: $0.number) } ?? [],
            count: part.count)
    }

    /// Says what is wrong with a recipe in the making, or how many messages a round has with it.
    mutating func check(_ recipe: String) {
        do throws(RecipeError) {
            let size = try Recipe(parsing: recipe).checked(for: TaskKind(isSeveral: isSeveral)).size
            recipeCheck = RecipeCheck(recipe: recipe, problem: nil, size: size)
        } catch {
            recipeCheck = RecipeCheck(recipe: recipe, problem: error.description, size: nil)
        }
    }

    /// Fills in how the session stands.
    ///
    /// - Complexity: O(rows shown + rounds), not of the pool.
    mutating func fill(_ session: AnnotationSession, showsWords: Bool, keyMap: KeyMap) {
        let state = session.state
        recipe = state.recipe.description
        recipeParts = state.recipe.parts(filling: state.roundSize).map(Self.part)
        isMixed = state.recipe.size != nil
        roundSize = state.roundSize
        labelled = state.judgedCount
        isTeam = session.newestTeam != nil
        goneLabels = state.goneLabelCount
        f1History = state.history.rounds.compactMap(\.f1)
        isShuffled = !state.settings.ranked
        let scheme = state.corpus.scheme
        figuresLabel = scheme.isSeveral ? "mean of labels" : scheme.labels[scheme.positiveIndex].title
        isUnchecked = session.ranking?.evaluationCount == 0
        if let evaluation = session.ranking?.evaluation {
            findings = Findings(evaluation, label: scheme.positiveIndex, title: figuresLabel)
            f1 = evaluation.leadingF1.map(Measure.init)
            auc = evaluation.leadingAUC.map(Measure.init)
            evaluationCount = evaluation.count
        }
        fillStage(session, keyMap)
        fillMessages(session)
        if showsWords { fillWords(session) }
    }

    /// Fills in what says nearly the same as the message in front, and what means much the same, the most similar first, whether
    /// labelled or not.
    ///
    /// - Complexity: O(features of the pool) for a message that it was not asked of before.
    mutating func fillContext(_ session: AnnotationSession, finder: MessageFinder) {
        guard let row = card?.row else { return }
        let corpus = session.state.corpus
        comparesWords = finder.comparesWords(session)
        func past(_ row: Int) -> Past {
            Past(
                mark: session.state.history.labels[corpus.pool.id(at: row)].map { corpus.mark(of: $0.event.answer) }
                    ?? " ",
                text: corpus.pool.text(at: row), row: row)
        }
        likeIt = finder.likeIt(row, session).map(past)
        likeInMeaning = finder.likeInMeaning(row, session).map(past)
    }

    /// How much each word of the current message speaks for the guess, as a share of what the strongest does.
    private mutating func fillWords(_ session: AnnotationSession) {
        guard let row = card?.row, let text = card?.text, let explanation = session.explanation(for: row) else {
            return
        }
        let all = explanation.words.map(\.contribution) + [explanation.meaning ?? 0]
        guard let strongest = all.map({ abs($0) }).max(), strongest > 0 else { return }
        card?.meaning = explanation.meaning.map { $0 / strongest }
        card?.words = explanation.words.map { word in
            let start = text.utf8.distance(from: text.startIndex, to: word.range.lowerBound)
            let end = text.utf8.distance(from: text.startIndex, to: word.range.upperBound)
            return Card.Word(range: start..<end, strength: word.contribution / strongest)
        }
    }

    /// What the messages of each strategy have yielded so far.
    ///
    /// - Complexity: O(labels).
    mutating func fillYields(_ session: AnnotationSession) {
        let scheme = session.state.corpus.scheme
        let positive = scheme.labels[scheme.positiveIndex]
        var yields: [Substring: (labels: Int, positives: Int)] = [:]
        for record in session.state.history.labels.values {
            guard !record.event.isSpread, let row = session.state.corpus.pool.index(ofID: record.event.id),
                session.state.set(of: record, row: row) == .training
            else { continue }
            let id = record.event.strategy.prefix { $0 != ":" }
            yields[id, default: (0, 0)].labels += 1
            if record.event.answer.names.contains(positive.name) { yields[id, default: (0, 0)].positives += 1 }
        }
        for index in strategies.indices {
            let yield = yields[Substring(strategies[index].id)] ?? (0, 0)
            let share =
                yield.labels == 0
                ? "So far: no labels."
                : "So far: \(CountText.text(yield.labels, "label")), \(yield.positives) \(positive.title) "
                    + "(\(Int((Double(yield.positives) / Double(yield.labels) * 100).rounded())) %)."
            strategies[index].details.insert(share, at: 0)
        }
    }

    private static func details(of strategy: StrategyDeclaration) -> [String] {
        ["Source: \(strategy.source).", "A round costs: \(strategy.cost)."]
            + (strategy.options.isEmpty
                ? [] : ["Options: " + strategy.options.map { ":\($0.pattern)" }.joined(separator: " ")])
    }

    private mutating func fillStage(_ session: AnnotationSession, _ keyMap: KeyMap) {
        func name(_ action: Action) -> String { keyMap.name(of: action) }
        switch session.state.stage {
        case .evaluation(let done, let of):
            (stage, self.done, self.of) = ("to check the model", done, of)
        case .seed(let done, let of, let rarest):
            (stage, self.done, self.of) = ("first messages", done, of)
            if done >= of {
                let label = rarest.map { session.state.corpus.scheme.labels[$0].title }
                stage += label.map { ", more \($0) wanted" } ?? ", learning"
            }
        case .active(let round, let done, let of):
            (stage, self.done, self.of) = ("round \(round)", done, of)
            plainStage = "batch \(round)"
        case .finished(let skipped):
            stage = "finished"
            let isOfTeam = session.state.team != nil
            empty = isOfTeam ? "Nothing is left for you here." : "Every message is labelled."
            if skipped > 0 {
                let wayBack =
                    session.state.history.skipsToUndo >= skipped
                    ? "\(name(.undo)) brings them back"
                    : "\(name(.openHistory)), then \(name(.nextFilter)), lists them, and \(name(.confirm)) brings one back"
                empty =
                    (isOfTeam ? "Nothing is left for you here" : "Every message is labelled or skipped")
                    + "; \(skipped) skipped: \(wayBack)."
            }
            if session.waitsForOthers {
                empty = "Your share is done; messages of others' shares are looked for."
            } else {
                empty +=
                    "\n\ntocsin export \(isOfTeam ? "FOLDER writes what all have labelled" : "writes the labels"); "
                    + "\(name(.quit)) leaves."
            }
        }
        if empty.isEmpty {
            empty =
                session.learningProgress != nil
                ? "learning, and ranking all messages" : "no message is ranked; \(name(.learnNow)) learns anew"
        }
    }

    private mutating func fillMessages(_ session: AnnotationSession) {
        let state = session.state
        let pool = state.corpus.pool
        let items = session.upcoming(41)
        let titles = labels.map(\.title)
        if let item = items.first { card = Card(item, session) }
        upcoming = items.dropFirst().map { item in
            Upcoming(
                score: item.score.map(ShareText.rounded) ?? "  -", text: pool.text(at: item.row),
                strategy: item.strategy,
                reason: item.reason.words(labels: titles), brief: item.reason.brief, row: item.row)
        }
        past = state.history.recent(40).map { id, answer in
            let row = pool.index(ofID: id)
            return Past(
                mark: state.corpus.mark(of: answer),
                text: row.map { pool.text(at: $0) } ?? "\(id) is not among the messages any more", row: row)
        }
        hasSecondLooks = session.hasSecondLooks
        canUndo = state.history.hasAction
        canLearn = state.canLearn
        hasModel = session.ranking != nil
        isModelKept = session.ranking?.model.isWhole == false
    }
}

extension ScreenContent.Card {
    fileprivate init(_ item: QueueItem, _ session: AnnotationSession) {
        let corpus = session.state.corpus
        let id = corpus.pool.id(at: item.row)
        let fields = corpus.pool.fields(at: item.row)
        let titles = corpus.scheme.labels.map(\.title)
        let guess = session.ranking.map { Self.words(for: $0.model, row: item.row, titles) }
        self.init(
            id: id, text: corpus.pool.text(at: item.row),
            sources: fields.map(\.value), why: item.reason.words(labels: titles),
            guess: guess?.guess,
            whyInFull: item.reason.words(labels: titles, showsGuess: true), figures: item.reason.figures, row: item.row,
            note: session.state.history.notes[id] ?? "", isFlagged: session.state.history.flagged.contains(id),
            columns: fields.map { Column(name: $0.name, value: $0.value) })
        guessRule = guess?.rule
        // A check comes unmarked: nothing tells that it has a label. It is none of a changed text.
        isChanged = !item.isRepeat && session.state.isChanged(item.row)
        if corpus.scheme.isSeveral, !item.isRepeat { given = session.state.labelsBefore(on: item) }
    }

    /// The guess and the most probable other label, each with its probability; and why it is not the most probable, where
    /// it is not.
    private static func words(
        for model: LearntModel, row: Int, _ titles: [String]
    ) -> (guess: String, rule: String?) {
        let guess = model.guess(for: row)
        let probabilities = Array(model.probabilities.row(row)).map(Double.init)
        guard let label = guess.answer.label else {
            let labels = guess.answer.labels.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
            let words = labels.map { "\(titles[$0]) (\(ShareText.percent(probabilities[$0])))" }
            return labels.isEmpty ? ("none", nil) : (words.joined(separator: ", "), "each from a share of its own on")
        }
        let others = probabilities.indices.filter { $0 != label }
        guard let next = others.max(by: { probabilities[$0] < probabilities[$1] }) else {
            return (titles[label], nil)
        }
        let words =
            "\(titles[label]) (\(ShareText.percent(guess.probability)); \(titles[next]) "
            + "\(ShareText.percent(probabilities[next])))"
        guard guess.probability < probabilities[next] else { return (words, nil) }
        let positive = model.decision.positive
        return (
            words,
            "as it says \(titles[positive]) \(label == positive ? "" : "only ")from "
                + "\(ShareText.percent(model.decision.threshold)) on"
        )
    }
}

extension Corpus {
    /// The keys of an answer's labels, in the order of the scheme; a dash where there is no answer, a question mark for a label that
    /// the scheme has no more, a point for an answer that no label holds.
    func mark(of answer: NamedAnswer?) -> String {
        guard let answer else { return "-" }
        let indices = answer.names.map { scheme.index(ofName: $0) ?? scheme.labels.count }.sorted()
        let keys = indices.map { $0 < scheme.labels.count ? String(scheme.labels[$0].key) : "?" }
        return keys.isEmpty ? ScreenContent.noneMark : keys.joined()
    }
}

extension ScreenContent.Findings {
    /// nil where too few messages check it.
    fileprivate init?(_ evaluation: Evaluation, label: Int, title: String) {
        if let several = evaluation.several {
            self.init(several)
            return
        }
        let hits = evaluation.confusion[label][label]
        guard evaluation.f1 != nil,
            let found = ScreenContent.Measure(hits: hits, of: evaluation.confusion[label].reduce(0, +))
        else { return nil }
        self.init(
            label: title, found: found,
            right: ScreenContent.Measure(hits: hits, of: evaluation.confusion.reduce(0) { $0 + $1[label] }),
            count: evaluation.count)
    }
}

extension ScreenContent.Findings {
    /// Over all labels that messages have. The labels of one message are no independent draws: the intervals are those of as many
    /// as there are messages.
    fileprivate init?(_ several: SeveralEvaluation) {
        let hits = several.labels.reduce(0) { $0 + $1.hits }
        let positives = hits + several.labels.reduce(0) { $0 + $1.misses }
        let guesses = hits + several.labels.reduce(0) { $0 + $1.falseAlarms }
        func measure(of all: Int) -> ScreenContent.Measure? {
            guard all > 0,
                let share = ScoreInterval(
                    share: Double(hits) / Double(all), of: Double(min(all, several.count)))
            else { return nil }
            return ScreenContent.Measure(value: share.share, low: share.low, high: share.high)
        }
        guard several.macroF1 != nil, let found = measure(of: positives) else { return nil }
        self.init(label: "labels", found: found, right: measure(of: guesses), count: several.count)
    }
}

extension ScreenContent.Measure {
    /// nil for none of none.
    fileprivate init?(hits: Int, of count: Int) {
        guard count > 0, let share = ScoreInterval(share: Double(hits) / Double(count), of: Double(count)) else {
            return nil
        }
        self.init(value: share.share, low: share.low, high: share.high)
    }

    fileprivate init(_ estimate: Estimate) {
        self.init(value: estimate.value, low: estimate.low, high: estimate.high)
    }
}

extension TerminalUI.Color {
    fileprivate init?(_ color: LabelColor) {
        switch color {
        case .red: self = .red
        case .green: self = .green
        case .yellow: self = .yellow
        case .blue: self = .blue
        case .magenta: self = .magenta
        case .cyan: self = .cyan
        case .white: self = .white
        }
    }
}
