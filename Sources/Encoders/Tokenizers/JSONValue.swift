/// What a JSON file says; texts as bytes, because two that look alike are equal to Swift.
enum JSONValue {
    case null
    case bool(Bool)
    case number(Double)
    case string([UInt8])
    case array([JSONValue])
    case object([(name: [UInt8], value: JSONValue)])

    /// The value of a name, of several the last; nil where there is none, or null.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self,
            let value = members.last(where: { $0.name.elementsEqual(name.utf8) })?.value
        else { return nil }
        if case .null = value { return nil }
        return value
    }

    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var bytes: [UInt8]? { if case .string(let value) = self { value } else { nil } }
    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
    var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

    /// A whole number from 0 up to what 31 bits hold.
    var index: Int32? { number.flatMap { $0 >= 0 ? Int32(exactly: $0) : nil } }

    /// What this is, for an error.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): "'\(String(decoding: value, as: UTF8.self))'"
        case .array(let value): "an array of \(value.count)"
        case .object: "an object"
        }
    }
}
