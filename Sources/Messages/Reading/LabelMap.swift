/// Which values of files stand for which labels, said by whoever starts the program.
public struct LabelMap: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        let value: String
        /// Name of the label; nil for none.
        let label: String?
    }

    private(set) var entries: [Entry] = []

    public init() {}

    /// Reads `value=label`, several by commas; `value=` takes the value for no label. A comma in a part without `=` belongs
    /// to the value behind it.
    ///
    /// - Throws: ``LabelMapError``.
    public init(parsing texts: [String]) throws(LabelMapError) {
        for text in texts {
            var pending = ""
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                pending += pending.isEmpty ? String(part) : "," + part
                guard let sign = pending.lastIndex(of: "=") else { continue }
                let value = LabelSpellings.trimmed(pending[..<sign])
                let label = LabelSpellings.trimmed(pending[pending.index(after: sign)...])
                guard !value.isEmpty else { throw .noValue(text) }
                entries.append(Entry(value: value, label: label.isEmpty ? nil : label))
                pending = ""
            }
            guard LabelSpellings.trimmed(pending[...]).isEmpty else { throw .noSign(text) }
        }
    }

    /// - Throws: ``LabelMapError`` where a label is none of the scheme's.
    public func check(against scheme: LabelScheme) throws(LabelMapError) {
        for entry in entries {
            if let label = entry.label, scheme.index(ofName: label) == nil {
                throw .unknownLabel(label, known: scheme.names)
            }
        }
    }
}

/// What is wrong with a table of labels.
public enum LabelMapError: Error, Hashable, CustomStringConvertible {
    case noSign(String)
    case noValue(String)
    case unknownLabel(String, known: [String])

    public var description: String {
        switch self {
        case .noSign(let text):
            "--label-map takes VALUE=LABEL, several by commas, not '\(text.shortened)'; VALUE= takes a value for no label"
        case .noValue(let text): "--label-map '\(text.shortened)' names no value before its ="
        case .unknownLabel(let label, let known):
            "--label-map: '\(label.shortened)' is not a label of the scheme; the labels are "
                + known.prefix(40).joined(separator: ", ")
        }
    }
}
