/// What values of files mean as labels of a scheme, whichever tool wrote them.
struct LabelSpellings {
    enum Meaning: Hashable {
        case label(Int)
        /// The value stands for no label.
        case none
        case outside
    }

    let scheme: LabelScheme
    private var mapped: [String: Meaning] = [:]
    /// Values that were met before: there are few of them, and many rows.
    private var known: [String: Meaning] = [:]
    /// Lists of labels that were met before.
    var lists: [String: Listed] = [:]
    static let knownLimit = 1_000

    init(_ scheme: LabelScheme, _ map: LabelMap) {
        self.scheme = scheme
        for entry in map.entries {
            guard let label = entry.label else {
                mapped[Self.folded(entry.value)] = Meaning.none
                continue
            }
            // Of another scheme: a task that is started from has its own labels.
            guard let index = scheme.index(ofName: label) else { continue }
            mapped[Self.folded(entry.value)] = .label(index)
        }
    }

    /// - Complexity: O(1) on average for a value that came before.
    mutating func meaning(of value: String) -> Meaning {
        if let meaning = known[value] { return meaning }
        let meaning = newMeaning(of: value)
        if known.count < Self.knownLimit { known[value] = meaning }
        return meaning
    }

    /// Whether somebody has said that a value stands for no label.
    func isForNoLabel(_ value: String) -> Bool {
        mapped[Self.folded(value)] == Meaning.none
    }

    private func newMeaning(of value: String) -> Meaning {
        if let meaning = mapped[Self.folded(value)] { return meaning }
        if let index = scheme.index(ofName: value) { return .label(index) }
        let bare = Self.bare(value)
        if bare.isEmpty { return .none }
        if let meaning = mapped[Self.folded(bare)] { return meaning }
        if let index = scheme.index(ofName: bare) { return .label(index) }
        let folded = Self.folded(bare)
        if let index = scheme.labels.firstIndex(where: { label in
            ([label.name, label.title] + label.also).contains { Self.folded($0) == folded }
        }) {
            return .label(index)
        }
        // A file keeps the name that a label had, as a journal does; that of one that was split is neither part.
        let renamed = scheme.labels.indices.filter { index in
            (scheme.labels[index].was ?? []).contains { Self.folded($0) == folded }
        }
        if renamed.count == 1 { return .label(renamed[0]) }
        return truth(folded).map { .label($0) } ?? .outside
    }

    /// Of two labels `yes` is the one that is also spelt `1`, or else the positive one; `no` is the other.
    private func truth(_ folded: String) -> Int? {
        guard scheme.labels.count == 2, !scheme.isSeveral else { return nil }
        let yes = scheme.index(ofName: "1") ?? scheme.index(ofName: "0").map { 1 - $0 } ?? scheme.positiveIndex
        switch folded {
        case "yes", "y", "true": return yes
        case "no", "n", "false": return 1 - yes
        default: return nil
        }
    }

    /// What is left of `["related"]`, `__label__related` and `1.0`.
    private static func bare(_ value: String) -> String {
        var text = trimmed(value[...])
        if text.hasPrefix("["), text.hasSuffix("]") { text = trimmed(text.dropFirst().dropLast()) }
        for quote in ["\"", "'"] where text.count > 1 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            let inside = text.dropFirst().dropLast()
            if !inside.contains(quote) { text = trimmed(inside) }
        }
        if text.hasPrefix("__label__") { text.removeFirst("__label__".count) }
        if let point = text.lastIndex(of: "."), Int(text[..<point]) != nil,
            text[point...].dropFirst().allSatisfy({ $0 == "0" })
        {
            text = String(text[..<point])
        }
        return text
    }

    static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// Capitals do not matter, nor whether words are parted by a space, `_` or `-`.
    private static func folded(_ text: String) -> String {
        text.lowercased().split { $0.isWhitespace || $0 == "_" || $0 == "-" }.joined(separator: " ")
    }
}
