import Notation

/// The members of a JSON object as they are written, in their order.
struct MemberList {
    /// `"name":value`, with commas between.
    private(set) var text = ""
    /// Values of the members that hold sequences of other lines, by name.
    private(set) var references: [String: Int] = [:]

    /// Without a value there is no member; likewise below.
    mutating func add(_ name: String, _ value: String?) { write(name, value.map { JSONText.quoted($0) }) }
    mutating func add(_ name: String, _ value: Bool?) { write(name, value.map { "\($0)" }) }
    mutating func add(_ name: String, _ value: Int?) { write(name, value.map { "\($0)" }) }
    mutating func add(_ name: String, _ value: UInt64) { write(name, "\(value)") }

    /// Sixteen hexadecimal digits, which JSON has no number for.
    mutating func add(_ name: String, hash: UInt64?) { add(name, hash.map(Self.digits)) }

    /// A hash as it is written.
    static func digits(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A number that is not finite, which JSON cannot say, is left out.
    mutating func add(_ name: String, _ value: Double?) {
        write(name, value.flatMap { $0.isFinite ? "\($0)" : nil })
    }

    mutating func add(_ name: String, _ values: [String]) {
        write(name, "[" + values.map { JSONText.quoted($0) }.joined(separator: ",") + "]")
    }

    mutating func add(_ name: String, _ values: [[String]]) {
        let lists = values.map { "[" + $0.map { JSONText.quoted($0) }.joined(separator: ",") + "]" }
        write(name, "[" + lists.joined(separator: ",") + "]")
    }

    mutating func add(_ name: String, _ objects: [MemberList]) {
        write(name, "[" + objects.map { "{\($0.text)}" }.joined(separator: ",") + "]")
    }

    mutating func add(_ name: String, _ object: MemberList?) { write(name, object.map { "{\($0.text)}" }) }

    /// The sequence of another line: it changes with that line's when journals are merged.
    mutating func add(_ name: String, reference sequence: Int?) {
        add(name, sequence)
        references[name] = sequence
    }

    /// A value that is JSON already.
    mutating func add(_ name: String, raw value: String?) { write(name, value) }

    /// A text as JSON has it.
    static func quoted(_ text: String) -> String { JSONText.quoted(text) }

    private mutating func write(_ name: String, _ value: String?) {
        guard let value else { return }
        if !text.isEmpty { text += "," }
        text += "\(JSONText.quoted(name)):\(value)"
    }
}
