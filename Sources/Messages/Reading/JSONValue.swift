/// A value of JSON as a file has it: numbers as they are written, so that long ids keep all digits, and members in their
/// order.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// What a string, a number or a truth value says; nil for all others.
    var scalar: String? {
        switch self {
        case .string(let text): text
        case .number(let digits): Self.plain(digits)
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

    var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// `7` for `7.0`, which many tools write of whole numbers; longer ones have been rounded and stay as they are.
    private static func plain(_ digits: String) -> String {
        guard digits.utf8.count < 16, let point = digits.firstIndex(of: "."),
            digits[point...].dropFirst().allSatisfy({ $0 == "0" })
        else { return digits }
        return String(digits[..<point])
    }
}

/// The members of an object of JSON.
struct JSONObject: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        let name: String
        let value: JSONValue
    }

    /// Line of the file, from 1, on which it begins.
    let line: Int
    var members: [Member] = []

    /// The first member of that name.
    ///
    /// - Complexity: O(members).
    subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    /// What a path leads to, such as `user.name` or `entities.0.text`; a member whose own name has dots goes first.
    func value(at path: String) -> JSONValue? { JSONValue.object(self).value(at: path[...]) }
}

extension JSONValue {
    fileprivate func value(at path: Substring) -> JSONValue? {
        switch self {
        case .object(let object):
            if let member = object[String(path)] { return member }
            for point in path.indices where path[point] == "." {
                if let found = object[String(path[..<point])]?.value(at: path[path.index(after: point)...]) {
                    return found
                }
            }
            return nil
        case .array(let elements):
            let parts = path.split(separator: ".", maxSplits: 1)
            guard let first = parts.first, let place = Int(first), elements.indices.contains(place) else { return nil }
            return parts.count == 1 ? elements[place] : elements[place].value(at: parts[1])
        case .null, .bool, .number, .string: return nil
        }
    }
}
