import Answers

extension LabelSpellings {
    /// What a row's labels mean as its answer.
    enum AnswerMeaning: Hashable {
        case answer(Answer)
        /// Nothing is said of it.
        case none
        case problem(ReadingProblem.Kind)
    }

    /// - Complexity: O(1) on average for a text that came before.
    mutating func answer(of given: GivenLabels) -> AnswerMeaning {
        scheme.isSeveral ? several(given) : one(given)
    }

    /// Whether a value may be about the labels: whether one of the scheme's stands in it, or it stands for none.
    mutating func isAboutLabels(_ given: GivenLabels) -> Bool {
        if case .problem = answer(of: given) { false } else { true }
    }

    /// Whether nothing but labels stands in a text, and at least one.
    mutating func isOfLabels(_ text: String) -> Bool {
        switch answer(of: .text(text)) {
        case .answer(let answer): !answer.isEmpty
        case .none, .problem: false
        }
    }

    // MARK: Tasks of one label a message

    private mutating func one(_ given: GivenLabels) -> AnswerMeaning {
        switch given {
        case .text(let text):
            switch meaning(of: text) {
            case .label(let label): return .answer(.one(label))
            case .none: return .none
            case .outside:
                guard case .labels(let labels) = listed(in: text), labels.count > 1 else {
                    return .problem(.labelOutsideScheme(text))
                }
                return .problem(.severalLabels(text))
            }
        case .list(let labels): return labels.isEmpty ? .none : one(.text(labels.joined(separator: ";")))
        case .differing(let answers):
            var all: [String] = []
            for label in answers.joined() where !all.contains(label) { all.append(label) }
            return one(.list(all))
        case .marks: return .none
        }
    }

    // MARK: Tasks of several

    private mutating func several(_ given: GivenLabels) -> AnswerMeaning {
        switch given {
        case .text(let text):
            switch listed(in: text) {
            case .labels(let labels): return .answer(.several(scheme.implications.completed(labels)))
            case .unsaid: return .none
            case .outside(let name): return .problem(.labelOutsideScheme(name))
            }
        case .list(let names):
            switch labels(of: names) {
            case .labels(let labels): return .answer(.several(scheme.implications.completed(labels)))
            case .unsaid: return .none
            case .outside(let name): return .problem(.labelOutsideScheme(name))
            }
        case .differing(let answers):
            return .problem(.differingAnswers(answers.map { $0.joined(separator: ";") }.joined(separator: " | ")))
        case .marks(let marks): return several(marks)
        }
    }

    private func several(_ marks: [GivenLabels.Mark]) -> AnswerMeaning {
        var labels: LabelIndices = []
        var isSaid = false
        for mark in marks {
            do throws(GivenLabels.Strange) {
                guard let holds = try mark.truth() else { continue }
                isSaid = true
                if holds { labels.insert(mark.label) }
            } catch {
                return .problem(.strangeMark(column: mark.column, found: mark.value))
            }
        }
        return isSaid ? .answer(.several(scheme.implications.completed(labels))) : .none
    }

    // MARK: Lists

    /// What a list names.
    enum Listed: Hashable {
        case labels(LabelIndices)
        case unsaid
        /// A name in it is none of the scheme's.
        case outside(String)
    }

    /// What divides the labels of a text, in the order in which they are tried: only where the undivided text is no label.
    static let separators: [Character] = [";", "|", ","]

    /// Labels that a text lists.
    private mutating func listed(in text: String) -> Listed {
        if let known = lists[text] { return known }
        let found = newListed(in: text)
        if lists.count < Self.knownLimit { lists[text] = found }
        return found
    }

    private mutating func newListed(in text: String) -> Listed {
        let whole = Self.trimmed(text[...])
        if whole.isEmpty { return .unsaid }
        if case .label(let label) = meaning(of: whole) { return .labels([label]) }
        if isForNoLabel(whole) { return .labels([]) }
        if whole.lowercased() == "null" { return .unsaid }
        if whole.hasPrefix("["), whole.hasSuffix("]") { return labels(of: Self.elements(whole)) }
        if meaning(of: whole) == .none { return .unsaid }
        return divided(whole, at: Self.separators[...])
    }

    private mutating func divided(_ text: String, at separators: ArraySlice<Character>) -> Listed {
        switch meaning(of: text) {
        case .label(let label): return .labels([label])
        case .none: return .labels([])
        case .outside: break
        }
        guard let place = separators.firstIndex(where: text.contains) else { return .outside(text) }
        let parts = text.split(separator: separators[place]).map(Self.trimmed).filter { !$0.isEmpty }
        if parts.isEmpty { return .unsaid }
        var labels: LabelIndices = []
        for part in parts {
            switch divided(part, at: separators[(place + 1)...]) {
            case .labels(let some): labels = labels.union(some)
            case .unsaid: break
            case .outside(let name): return .outside(name)
            }
        }
        return .labels(labels)
    }

    /// Labels of names that stand one by one.
    private mutating func labels(of names: [String]) -> Listed {
        var labels: LabelIndices = []
        for name in names {
            switch meaning(of: name) {
            case .label(let label): labels.insert(label)
            case .none: break
            case .outside: return .outside(name)
            }
        }
        return .labels(labels)
    }

    /// The elements of a list as JSON and Python write it.
    private static func elements(_ text: String) -> [String] {
        var scanner = JSONScanner(Array(text.utf8))
        if let elements = try? scanner.value().array, scanner.byte == nil { return elements.compactMap(\.scalar) }
        return text.dropFirst().dropLast().split(separator: ",").map(trimmed).filter { !$0.isEmpty }
    }
}
