extension LabelScheme {
    /// A number for each label, for programs that want numbers: its name or the first of its other spellings that is a
    /// whole number, where every label has one; else its place among the labels, counted from 0.
    ///
    /// - Throws: ``LabelCodeError`` where a place is a spelling of another label: who reads it back would take it for that
    ///   one.
    public func codes() throws(LabelCodeError) -> [Int] {
        let numbers = labels.map { label in
            ([label.name] + label.also).lazy.compactMap { spelling in
                Int(spelling).flatMap { String($0) == spelling ? $0 : nil }
            }.first
        }
        let known = numbers.compactMap { $0 }
        if known.count == labels.count { return known }
        for (place, label) in labels.enumerated() {
            if let other = index(ofName: String(place)), other != place {
                throw LabelCodeError(label: label.name, place: place, other: labels[other].name)
            }
        }
        return Array(labels.indices)
    }
}

/// A label whose place cannot stand for it.
public struct LabelCodeError: Error, Hashable, CustomStringConvertible {
    /// Name of the label.
    public let label: String
    /// Its place, counted from 0.
    public let place: Int
    /// Name of the label that is spelt like that place.
    public let other: String

    public var description: String {
        "label '\(label.shortened)' has the code \(place), its place, but '\(place)' is a spelling of label "
            + "'\(other.shortened)'; give every label a number under 'also', or leave out --codes"
    }
}
