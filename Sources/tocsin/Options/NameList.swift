import ArgumentParser
import Notation

/// Names that a program knows, with commas between, each at most once.
struct NameList<Element: RawRepresentable & CaseIterable & Hashable & Sendable>: Sendable, CustomStringConvertible
where Element.RawValue == String {
    let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    /// - Throws: `ValidationError` for a name that is not known or comes twice, and for none at all.
    init(parsing text: String) throws {
        var elements: [Element] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.drop { $0 == " " }
            guard let element = Element(rawValue: String(name)) else {
                throw ValidationError(
                    "there is no '\(name)'\(NearName.hint(for: String(name), among: Element.allCases.map(\.rawValue))); "
                        + "known are \(Self.known)")
            }
            guard !elements.contains(element) else { throw ValidationError("'\(name)' is named twice") }
            elements.append(element)
        }
        self.elements = elements
    }

    var description: String { elements.map(\.rawValue).joined(separator: ",") }

    static var known: String { Element.allCases.map(\.rawValue).joined(separator: ", ") }
}
