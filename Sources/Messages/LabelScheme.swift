import Answers
import Notation

/// What a message can be labelled as, and what the labels mean.
public struct LabelScheme: Sendable, Hashable {
    /// What a message can be labelled as.
    public struct Label: Sendable, Hashable {
        /// Name in the journal and in files.
        public let name: String
        /// Name on the screen.
        public let title: String
        /// The key that gives it.
        public let key: Character
        /// Colour on the screen where there is colour; nil for none.
        public let color: LabelColor?
        /// What the label is for, in a sentence.
        public let description: String
        /// Other spellings in data, such as `1`.
        public let also: [String]
        /// Names that the label had before, or that labels had of which it was made; nil where nothing is said of them.
        public let was: [String]?
        /// Names of labels that hold wherever this one does, in a task of several labels a message.
        public let implies: [String]
        /// What the label stands together with on the screen; nil for nothing.
        public let group: String?

        public init(
            name: String, title: String? = nil, key: Character, color: LabelColor? = nil, description: String = "",
            also: [String] = [], was: [String]? = nil, implies: [String] = [], group: String? = nil
        ) {
            self.was = was
            self.implies = implies
            self.group = group
            self.name = name
            self.title = title ?? name
            self.key = key
            self.color = color
            self.description = description
            self.also = also
        }
    }

    /// Name of the task.
    public let task: String
    /// At least two; a label's index is its place here.
    public let labels: [Label]
    /// The class that F1, AUC and average precision are about.
    public let positiveIndex: Int
    /// How to decide, as text.
    public let guidelines: String
    /// What is asked of every message, in a line; empty for nothing.
    public let question: String
    /// Whether a message can have several labels, and none: an answer is then a set of labels.
    public let isSeveral: Bool
    /// Which labels hold wherever others do; of a task of one label a message none.
    public let implications: Implications

    /// - Parameters:
    ///   - question: what is asked of every message; nil for the first question that the guidelines ask, if any.
    ///   - isSeveral: whether a message can have several labels.
    ///   - reserved: keys that the program uses itself, and what for; none where no keys are pressed.
    /// - Throws: ``LabelSchemeError`` when there are fewer than two labels, or of several a message more than
    ///   `LabelIndices.limit`, when two share a name, a spelling or a key, when a key is reserved or is not one visible character,
    ///   when the positive class is not among them, and when a label implies what it cannot.
    public init(
        task: String, labels: [Label], positive: String?, guidelines: String, question: String? = nil,
        isSeveral: Bool = false, reserved: [Character: String] = [:]
    ) throws(LabelSchemeError) {
        guard labels.count >= 2 else { throw .tooFewLabels(found: labels.count) }
        guard !isSeveral || labels.count <= LabelIndices.limit else { throw .tooManyLabels(found: labels.count) }
        var spellings: Set<String> = []
        var owners: [Character: String] = [:]
        for label in labels {
            for spelling in [label.name] + label.also {
                guard !Self.folded(spelling).isEmpty else { throw .emptyName }
                guard spellings.insert(Self.folded(spelling)).inserted else { throw .repeatedName(spelling) }
            }
            var former: Set<String> = []
            for name in label.was ?? [] {
                guard !Self.folded(name).isEmpty else { throw .emptyFormerName(label: label.name) }
                guard former.insert(Self.folded(name)).inserted else {
                    throw .repeatedFormerName(name, label: label.name)
                }
            }
            if let fault = LabelKeys.fault(of: label.key, reserved: reserved) {
                throw .badKey(String(label.key), label: label.name, fault, free: Self.freeKeys(labels, reserved))
            }
            if let owner = owners.updateValue(label.name, forKey: label.key) {
                throw .repeatedKey(label.key, labels: [owner, label.name], free: Self.freeKeys(labels, reserved))
            }
        }
        self.task = task
        self.labels = labels
        self.guidelines = guidelines
        self.question = Self.question(question, guidelines)
        self.isSeveral = isSeveral
        implications = try Self.implications(of: labels, isSeveral: isSeveral)
        if let positive {
            let index = labels.firstIndex { label in
                ([label.name] + label.also).contains { Self.folded($0) == Self.folded(positive) }
            }
            guard let index else { throw .unknownPositive(positive, known: labels.map(\.name)) }
            positiveIndex = index
        } else {
            positiveIndex = labels.count == 2 ? 1 : 0
        }
    }

    /// Keys on every keyboard that none of the labels has.
    private static func freeKeys(_ labels: [Label], _ reserved: [Character: String]) -> [Character] {
        LabelKeys.plain.filter { key in reserved[key] == nil && !labels.contains { $0.key == key } }
    }

    /// A scheme known to be right, written in the program.
    init(
        checkedTask task: String, labels: [Label], positiveIndex: Int, guidelines: String, question: String,
        isSeveral: Bool = false
    ) {
        self.isSeveral = isSeveral
        implications = (try? Self.implications(of: labels, isSeveral: isSeveral)) ?? Implications()
        self.task = task
        self.labels = labels
        self.positiveIndex = positiveIndex
        self.guidelines = guidelines
        self.question = question
    }

    /// What is given, in a line; where nothing is, the first question of the guidelines.
    private static func question(_ given: String?, _ guidelines: String) -> String {
        given.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            ?? Paragraphs(guidelines).firstQuestion ?? ""
    }

    /// The task with the name and the labels that it had before, for who presses no keys.
    ///
    /// - Parameter names: different ones, at least two; nil is returned for others.
    public func withLabels(task: String, named names: [String]) -> LabelScheme? {
        guard names.count >= 2, Set(names.map(Self.folded)).count == names.count else { return nil }
        let known = Dictionary(labels.map { ($0.name, $0) }) { first, _ in first }
        return LabelScheme(
            checkedTask: task, labels: names.map { known[$0] ?? Label(name: $0, key: " ") },
            positiveIndex: names.firstIndex(of: labels[positiveIndex].name) ?? (names.count == 2 ? 1 : 0),
            guidelines: guidelines, question: question, isSeveral: isSeveral)
    }

    /// Names in the order of the label indices.
    public var names: [String] { labels.map(\.name) }

    /// What a label is called that somebody's journal names: who has not gone on since it got another name still writes the old one;
    /// nil for one that the scheme has no place for, or that was split: which part it is nobody has said.
    public func currentName(of name: String) -> String? {
        if let index = index(ofName: name) { return labels[index].name }
        let renamed = labels.filter { $0.was?.contains(name) == true }
        return renamed.count == 1 ? renamed[0].name : nil
    }

    /// The index of each name or other spelling that labels have, without those that none has.
    public func indices(ofNames names: some Sequence<String>) -> LabelIndices {
        LabelIndices(names.lazy.compactMap(index(ofName:)))
    }

    /// The label of that name or other spelling; capitals and surrounding space do not matter.
    public func index(ofName name: String) -> Int? {
        // As a journal has it, a million times over.
        if let exact = labels.firstIndex(where: { $0.name == name }) { return exact }
        let folded = Self.folded(name)
        return labels.firstIndex { label in ([label.name] + label.also).contains { Self.folded($0) == folded } }
    }

    /// A name without what does not matter in it: capitals and surrounding space.
    public static func folded(_ name: String) -> String {
        var folded = Substring(name.lowercased())
        while folded.first?.isWhitespace == true { folded.removeFirst() }
        while folded.last?.isWhitespace == true { folded.removeLast() }
        return String(folded)
    }
}

/// The colours that every colour terminal has.
public enum LabelColor: String, Sendable, Hashable, CaseIterable {
    case red, green, yellow, blue, magenta, cyan, white
}

/// What is wrong with a label scheme.
public enum LabelSchemeError: Error, Hashable, CustomStringConvertible {
    case notReadable(path: String, reason: String)
    case notYAML(path: String, line: Int?, reason: String)
    case missing(String)
    case unknownField(String, known: [String])
    case wrongType(String, expected: String)
    case tooFewLabels(found: Int)
    case emptyName
    case repeatedName(String)
    /// A label with a former name that is none.
    case emptyFormerName(label: String)
    /// A label with the same former name twice.
    case repeatedFormerName(String, label: String)
    case repeatedKey(Character, labels: [String], free: [Character])
    case badKey(String, label: String, LabelKeys.Fault, free: [Character])
    /// More labels than there are standard keys, with the names of those that are left without one.
    case tooFewKeys(path: String, labels: Int, without: [String], free: [Character])
    case unknownPositive(String, known: [String])
    /// More labels than an answer of several has room for.
    case tooManyLabels(found: Int)
    /// A label of a task of one label a message implies another.
    case impliesInTaskOfOne(label: String)
    case unknownImplied(String, label: String, known: [String])
    /// Labels that imply each other, the first again at the end.
    case impliesInCircle([String])
    /// Something of these, and where it stands.
    indirect case at(path: String, line: Int?, LabelSchemeError)

    public var description: String {
        switch self {
        case .notReadable(let path, let reason):
            "\(path): the label scheme cannot be read: \(reason)"
        case .notYAML(let path, let line, let reason):
            "\(path)\(line.map { ", line \($0)" } ?? ""): the label scheme is not YAML as expected: \(reason)"
        case .missing(let field):
            "the label scheme has no '\(field)'"
        case .unknownField(let field, let known):
            "the label scheme has an unknown field '\(field.shortened)'\(NearName.hint(for: field, among: known)); known are \(known.joined(separator: ", "))"
        case .wrongType(let field, let expected):
            "'\(field)' in the label scheme should be \(expected)"
        case .tooFewLabels(let found):
            "the label scheme has \(CountText.text(found, "label")); it needs at least two"
        case .emptyName:
            "the label scheme has a label without a name"
        case .repeatedName(let name):
            "the label scheme has two labels named or spelt '\(name)'; give each its own"
        case .emptyFormerName(let label):
            "label '\(label.shortened)' has an empty name in 'was'; name the label that it was, or write was: [] for none"
        case .repeatedFormerName(let name, let label):
            "label '\(label.shortened)' names '\(name.shortened)' twice in 'was'; name it once"
        case .repeatedKey(let key, let labels, let free):
            "the key '\(key)' is that of both label \(labels.map { "'\($0.shortened)'" }.joined(separator: " and label ")); "
                + "give one of them another with 'key:', such as \(Self.list(free))"
        case .badKey(let key, let label, let fault, let free):
            "the key '\(key)' of label '\(label.shortened)' \(Self.words(for: fault)); "
                + "give the label another with 'key:', such as \(Self.list(free))"
        case .tooFewKeys(let path, let labels, let without, let free):
            "\(path): there are \(labels) labels, and keys for \(LabelKeys.standard.count) without your saying which; "
                + "give \(CountText.text(without.count, "label")) a key each, as in "
                + "- {name: \(without.first ?? ""), key: \"\(free.first.map(String.init) ?? "é")\"}; "
                + "without one are \(Self.names(without)); free are \(Self.list(free)), and letters and signs beyond "
                + "those of the English keyboard, such as é, ж or あ, where yours has them; "
                + "a capital letter takes the place of a strategy's"
        case .unknownPositive(let name, let known):
            "the positive class '\(name)' is not a label\(NearName.hint(for: name, among: known)); the labels are "
                + known.joined(separator: ", ")
        case .tooManyLabels(let found):
            "the label scheme has \(found) labels; where a message can have several there is room for \(LabelIndices.limit)"
        case .impliesInTaskOfOne(let label):
            "label '\(label.shortened)' has 'implies', but a message has one label here; write several: true at the top of "
                + "the scheme where it can have more, or leave 'implies' out"
        case .unknownImplied(let name, let label, let known):
            "label '\(label.shortened)' implies '\(name.shortened)', which is not a label"
                + "\(NearName.hint(for: name, among: known)); the labels are \(Self.names(known))"
        case .impliesInCircle(let names):
            "labels imply each other: \(names.map { "'\($0.shortened)'" }.joined(separator: " implies ")); make them one label, "
                + "or leave one 'implies' out"
        case .at(let path, let line, let error):
            "\(path)\(line.map { ", line \($0)" } ?? ""): \(error)"
        }
    }

    private static func names(_ labels: [String]) -> String {
        labels.prefix(40).joined(separator: ", ") + (labels.count > 40 ? " and \(labels.count - 40) more" : "")
    }

    private static func list(_ keys: [Character]) -> String {
        keys.isEmpty ? "é, ж or あ" : keys.map(String.init).joined(separator: " ")
    }

    private static func words(for fault: LabelKeys.Fault) -> String {
        switch fault {
        case .isTaken(let use): "is the program's for '\(use)'"
        case .isNoKey: "is not one character that a key gives and that can be seen"
        }
    }
}
