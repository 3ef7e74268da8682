/// What a JSON file of an encoder's folder says, each value looked at when it is asked for.
struct EncoderSettings {
    let path: String
    private let value: JSONValue
    /// Names on the way from the file's beginning to here.
    private let names: [String]

    init(_ value: JSONValue, path: String, names: [String] = []) {
        self.value = value
        self.path = path
        self.names = names
    }

    /// The elements of an array.
    func elements() throws(EncoderError) -> [EncoderSettings] {
        guard let elements = value.array else { throw fault(nil, value.kind, "an array") }
        return elements.enumerated().map { EncoderSettings($1, path: path, names: names + ["\($0)"]) }
    }

    /// What stands at a name; nil where nothing or null does.
    func part(_ name: String) -> EncoderSettings? {
        value[name].map { EncoderSettings($0, path: path, names: names + [name]) }
    }

    /// A whole number.
    ///
    /// - Parameter other: what holds where there is none; without it one must be there.
    func number(_ name: String, in range: ClosedRange<Int>, else other: Int? = nil) throws(EncoderError) -> Int {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let found = value[name] else {
            guard let other else { throw fault(name, "nothing", expected) }
            return other
        }
        guard let number = found.number.flatMap(Int.init(exactly:)), range.contains(number) else {
            throw fault(name, found.kind, expected)
        }
        return number
    }

    /// A number above 0, no larger than 1.
    func share(_ name: String) throws(EncoderError) -> Float {
        guard let found = value[name] else { throw fault(name, "nothing", "a number above 0, no larger than 1") }
        guard let number = found.number.map({ Float($0) }), number > 0, number <= 1 else {
            throw fault(name, found.kind, "a number above 0, no larger than 1")
        }
        return number
    }

    /// A text; nil where there is none.
    func text(ifThere name: String) throws(EncoderError) -> String? {
        guard let found = value[name] else { return nil }
        guard let text = found.text else { throw fault(name, found.kind, "a text") }
        return text
    }

    /// A text.
    func text(_ name: String) throws(EncoderError) -> String {
        guard let text = try text(ifThere: name) else { throw fault(name, "nothing", "a text") }
        return text
    }

    /// A truth value.
    func isTrue(_ name: String, else other: Bool) throws(EncoderError) -> Bool {
        guard let found = value[name] else { return other }
        guard let isTrue = found.bool else { throw fault(name, found.kind, "true or false") }
        return isTrue
    }

    func fault(_ name: String?, _ found: String, _ expected: String) -> EncoderError {
        let place = (names + (name.map { [$0] } ?? [])).joined(separator: ".")
        return EncoderError(path: path, place: place.isEmpty ? nil : "'\(place)'", found: found, expected: expected)
    }
}
