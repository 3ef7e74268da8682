import Journal
import Notation

/// How far the annotators of several journals agree, and on which messages they do not.
///
/// Of each journal the labels count that hold at its end, under the names of then. Left out are labels that went to copies of a
/// labelled text, which are no judgement, and those that wait for a second look since their label was split.
public struct AnnotatorAgreement: Sendable {
    /// Who began a journal.
    public struct Annotator: Sendable {
        /// Unlike that of all others: with the journal's path where two have one name.
        public let name: String
        /// The journal.
        public let path: String
        /// Labels that count.
        public fileprivate(set) var labelCount = 0
        /// Labels that wait for a second look.
        public fileprivate(set) var doubtedCount = 0
    }

    /// Which messages figures are of. What a strategy chose is harder than what was drawn at random, and agreement is lower there.
    public enum Kind: String, Sendable, CaseIterable {
        case all
        /// Drawn at random by everybody who labelled them: evaluation and seed items, and what the strategy `random` brought.
        case random
        /// Chosen by a strategy, or by hand, by one of those who labelled them at least.
        case chosen
    }

    /// The figures of one kind of messages.
    public struct Group: Sendable {
        public let kind: Kind
        public let figures: AgreementFigures
        /// All pairs of annotators, in their order.
        public let pairs: [PairAgreement]
    }

    /// What the annotators gave, by places of the labels.
    public enum Ratings: Sendable {
        /// One label a message.
        case one(RatingTable)
        /// Those that hold, of several.
        case several(LabelSetTable)
    }

    /// A message with different labels.
    public struct Disagreement: Sendable {
        /// Id of the message.
        public let id: String
        /// Place of each annotator who has labelled it, and what as.
        public let answers: [(annotator: Int, answer: NamedAnswer)]
        /// Pairs of annotators that differ.
        public let differing: Int
    }

    /// In the order of the journals.
    public let annotators: [Annotator]
    /// All labels that annotators could give, or gave: the first journal's in its order, then what others have besides.
    public let labels: [String]
    /// Places of the labels that a message labelled by two or more has.
    public let sharedLabels: [Int]
    /// Messages with a label.
    public let messageCount: Int
    /// Messages whose text differs between journals; compared are labels of the same text alone.
    public let otherTextCount: Int
    /// Of each kind of messages.
    public let groups: [Group]
    /// All messages with different labels: those first of which most pairs of annotators differ, then of most of their pairs, then by
    /// their ids.
    public let disagreements: [Disagreement]
    /// What was given: a row a message, in the order of ``messageIDs``, a column an annotator.
    public let ratings: Ratings
    /// Ids of the rows of ``ratings``; one stands twice where journals have different texts of it.
    public let messageIDs: [String]
    /// Whether a message can have several labels, by one journal at least. A label of a journal of one a message is then a set of one.
    public let isSeveral: Bool
    /// What else there is to know of the journals, in sentences.
    public let remarks: [String]

    /// - Throws: ``JournalError`` for lines that contradict those before them.
    /// - Complexity: O(lines), and that of the figures.
    public init(_ journals: [(path: String, contents: JournalContents)]) throws(JournalError) {
        var (annotators, schemes) = ([Annotator](), [[String]?]())
        var found: [String: [Judgement]] = [:]
        let begun = journals.map { Self.annotators(of: $0.contents).first ?? "?" }
        for (place, (path, contents)) in journals.enumerated() {
            let isOnly = begun.count { $0 == begun[place] } == 1
            var annotator = Annotator(name: isOnly ? begun[place] : "\(begun[place]) (\(path))", path: path)
            for (id, record) in try Self.history(contents, path: path).labels where !record.event.isSpread {
                guard !record.isDoubted else {
                    annotator.doubtedCount += 1
                    continue
                }
                annotator.labelCount += 1
                found[id, default: []].append(Judgement(annotator: place, event: record.event))
            }
            annotators.append(annotator)
            schemes.append(contents.scheme?.names)
        }
        var labels: [String] = []
        var places: [String: Int] = [:]
        let given = Set(found.values.joined().flatMap(\.event.answer.names)).sorted()
        for name in schemes.flatMap({ $0 ?? [] }) + given where places[name] == nil {
            places[name] = labels.count
            labels.append(name)
        }
        var messages: [Message] = []
        var otherTextCount = 0
        for (id, judgements) in found.sorted(by: { $0.key < $1.key }) {
            let texts = Self.byText(judgements)
            if texts.count > 1 { otherTextCount += 1 }
            messages += texts.map { Message(id: id, judgements: $0) }
        }
        let severals = journals.map(\.contents.isSeveral)
        isSeveral = severals.contains(true)
        let ratings = Self.ratings(of: messages, annotators.count, labels: places, isSeveral: isSeveral)
        groups = Kind.allCases.map { kind in
            let chosen = messages.indices.filter { kind == .all || messages[$0].isRandom == (kind == .random) }
            return Group(kind, kind == .all ? ratings : ratings.rows(chosen))
        }
        sharedLabels = Set(
            messages.filter { $0.judgements.count > 1 }.flatMap { message in
                message.judgements.flatMap { $0.event.answer.names.compactMap { places[$0] } }
            }
        ).sorted()
        disagreements = messages.compactMap(\.disagreement).sorted { left, right in
            let shares = [left, right].map { Double($0.differing) / Double($0.answers.count * ($0.answers.count - 1)) }
            return (right.differing, shares[1], left.id) < (left.differing, shares[0], right.id)
        }
        messageCount = messages.count
        self.ratings = ratings
        messageIDs = messages.map(\.id)
        self.otherTextCount = otherTextCount
        remarks = Self.remarks(journals, annotators, schemes, severals, otherTextCount: otherTextCount)
        (self.annotators, self.labels) = (annotators, labels)
    }

    /// The label of one annotator.
    private struct Judgement {
        let annotator: Int
        let event: LabelEvent
    }

    /// A message with all judgements of the same text.
    private struct Message {
        let id: String
        let judgements: [Judgement]

        var isRandom: Bool { judgements.allSatisfy { $0.event.strategy == "random" } }

        var disagreement: Disagreement? {
            let answers = judgements.map { (annotator: $0.annotator, answer: $0.event.answer) }
            let labels = answers.map { Set($0.answer.names) }
            let differing = labels.indices.reduce(0) { sum, place in
                sum + labels[..<place].count { $0 != labels[place] }
            }
            return differing > 0 ? Disagreement(id: id, answers: answers, differing: differing) : nil
        }
    }

    private static func ratings(
        of messages: [Message], _ annotatorCount: Int, labels places: [String: Int], isSeveral: Bool
    ) -> Ratings {
        func allRows<Rating>(_ rating: (NamedAnswer) -> Rating?) -> [[Rating?]] {
            messages.map { message in
                var row = [Rating?](repeating: nil, count: annotatorCount)
                for judgement in message.judgements { row[judgement.annotator] = rating(judgement.event.answer) }
                return row
            }
        }
        guard isSeveral else {
            let rows = allRows { places[$0.text] }
            return .one(RatingTable(labelCount: places.count, annotatorCount: annotatorCount, rows: rows))
        }
        let rows = allRows { Set($0.names.compactMap { places[$0] }) }
        return .several(LabelSetTable(labelCount: places.count, annotatorCount: annotatorCount, rows: rows))
    }

    /// Judgements of one text are of one message. Where no line says of which text one is, it is taken for that of the others, if
    /// these are of one.
    private static func byText(_ judgements: [Judgement]) -> [[Judgement]] {
        let hashes = Set(judgements.compactMap(\.event.textHash))
        guard hashes.count > 1 else { return [judgements] }
        return hashes.sorted().map { hash in judgements.filter { $0.event.textHash == hash } }
            + judgements.filter { $0.event.textHash == nil }.map { [$0] }
    }

    private static func history(_ contents: JournalContents, path: String) throws(JournalError) -> LabelHistory {
        var history = LabelHistory(expecting: contents.lines.count)
        for line in contents.lines {
            do throws(ReplayError) { try history.apply(line) } catch {
                throw .damaged(path: path, line: error.line, reason: error.reason)
            }
        }
        return history
    }

    /// Who sat at a journal, each once, in order.
    private static func annotators(of contents: JournalContents) -> [String] {
        var known: Set<String> = []
        return contents.lines.compactMap { line in
            guard case .session(let event) = line.event, known.insert(event.annotator).inserted else { return nil }
            return event.annotator
        }
    }

    private static func remarks(
        _ journals: [(path: String, contents: JournalContents)], _ annotators: [Annotator], _ schemes: [[String]?],
        _ severals: [Bool], otherTextCount: Int
    ) -> [String] {
        var remarks: [String] = []
        let names = schemes.compactMap { $0 }
        let first = journals.first?.contents
        for (place, (path, contents)) in journals.enumerated() {
            let sitters = Self.annotators(of: contents)
            if sitters.count > 1 {
                remarks.append(
                    "\(path): \(sitters.joined(separator: ", ")) have labelled there; its labels count as those of one")
            }
            if let scheme = schemes[place] {
                var known = Set(scheme)
                for name in names.joined() where known.insert(name).inserted {
                    remarks.append("\(path): its scheme lacks the label '\(name)', which another journal has")
                }
            }
            if severals.contains(true), !severals[place] {
                remarks.append(
                    "\(path): a message has one label there, and several in another journal; each counts as the only one that "
                        + "holds")
            }
            if let own = contents.lastPool, let other = first?.lastPool,
                (own.count, own.digest) != (other.count, other.digest)
            {
                remarks.append(
                    "\(path): it was used with other messages than \(journals[0].path); those with the same id are "
                        + "compared, and the same text where the journals say of which it is")
            }
            if annotators[place].doubtedCount > 0 {
                let words = CountText.text(
                    annotators[place].doubtedCount, "label", one: "waits for a second look and does not count",
                    several: "wait for a second look and do not count")
                remarks.append("\(path): \(words)")
            }
        }
        if otherTextCount > 0 {
            remarks.append(
                CountText.text(
                    otherTextCount, "message", one: "has another text in another journal",
                    several: "have another text in another journal") + ": labels of the same text alone are compared")
        }
        return remarks
    }
}

extension AnnotatorAgreement.Group {
    fileprivate init(_ kind: AnnotatorAgreement.Kind, _ ratings: AnnotatorAgreement.Ratings) {
        self.kind = kind
        func pairs(_ annotators: Int, _ pair: (Int, Int) -> PairAgreement) -> [PairAgreement] {
            (0..<annotators).flatMap { left in
                (left + 1..<max(left + 1, annotators)).map { pair(left, $0) }
            }
        }
        switch ratings {
        case .one(let table):
            figures = AgreementFigures(table)
            self.pairs = pairs(table.annotatorCount) { PairAgreement(table, $0, $1) }
        case .several(let table):
            figures = AgreementFigures(table)
            self.pairs = pairs(table.annotatorCount) { PairAgreement(table, $0, $1) }
        }
    }
}

extension AnnotatorAgreement.Ratings {
    /// The rows of some messages alone.
    fileprivate func rows(_ messages: [Int]) -> Self {
        switch self {
        case .one(let table): .one(table.rows(messages))
        case .several(let table): .several(table.rows(messages))
        }
    }
}

extension JournalContents {
    /// Whether a message can have several labels, as a session or a label of it says.
    fileprivate var isSeveral: Bool {
        lines.contains { line in
            switch line.event {
            case .session(let event): event.isSeveral
            case .label(let event): event.answer.isSeveral
            default: false
            }
        }
    }
}
