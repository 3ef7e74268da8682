/// Finds id, text, label and further fields in objects of JSON, which need not all be alike.
struct JSONFields {
    /// What the name of a member tells of it.
    private struct Role {
        var ranks: [ColumnRole: Int] = [:]
        var holdsMessages = false
        var isInside = false
    }

    private let idColumn: String?
    private let textColumn: String?
    private let labelColumn: String?
    private let optionalColumns: Set<ColumnRole>
    private let labelColumns: LabelColumns?
    private let scheme: LabelScheme
    private let needsLabels: Bool
    private var spellings: LabelSpellings
    private var roles: [String: Role] = [:]
    /// The member that labels were found in by what it says, where no name tells.
    private var tellingName: String?
    private(set) var taken = TakenColumns()

    /// Members that hold a list of messages beside what is said of the list.
    private static let listNames: Set<String> = [
        "data", "features", "statuses", "tweets", "messages", "results", "items", "rows", "records", "documents",
    ]
    /// Members that hold the message beside what is said of it.
    private static let insideNames: Set<String> = ["data", "properties", "tweet", "message"]
    /// What a page of tweets brings besides: other tweets and users, that are no part of this one.
    private static let passedOver: Set<String> = ["includes"]
    private static let roleLimit = 10_000
    /// Bytes of a field's path; what stands deeper, or under a longer name, is no field.
    private static let pathLimit = 1_000

    init(_ reader: MessageReader) {
        idColumn = reader.idColumn
        textColumn = reader.textColumn
        labelColumn = reader.labelColumn
        optionalColumns = reader.optionalColumns
        needsLabels = reader.needsLabels
        labelColumns = reader.labelColumns
        scheme = reader.scheme
        spellings = LabelSpellings(reader.scheme, reader.labelMap)
    }

    // MARK: Lists

    /// The objects of the list that an object is the wrapping of, and how many of its elements are no objects; nil for a message.
    ///
    /// A list of messages is one in which an element has a text.
    mutating func list(in object: JSONObject) -> (objects: [JSONObject], others: Int)? {
        for member in object.members where role(member.name).holdsMessages {
            guard let elements = member.value.array else { continue }
            let objects = elements.compactMap(\.object)
            guard objects.contains(where: { text(in: $0) != nil }) else { continue }
            return (objects, elements.count - objects.count)
        }
        return nil
    }

    // MARK: Rows

    /// - Returns: nil where there is no text.
    /// - Complexity: O(members, nested ones included).
    mutating func row(of object: JSONObject) -> JSONRow? {
        guard let text = text(in: object) else { return nil }
        var row = JSONRow(line: object.line, text: text.value)
        var hidden: Set<String> = [text.path]
        taken.take(text.path, for: .text)
        if let id = id(in: object, beside: text) {
            row.id = id.value
            row.idPath = id.path
            hidden.insert(id.path)
            taken.take(id.path, for: .id)
        } else {
            taken.isCounted = true
        }
        if labelColumn != MessageReader.answerName, case .string(let answer)? = object[MessageReader.answerName],
            MessageReader.refusals.contains(answer)
        {
            row.refusal = answer
        }
        if let label = label(in: object, except: hidden) {
            row.label = label.given
            for path in label.paths {
                hidden.insert(path)
                taken.take(path, for: .label)
            }
        }
        hidden.formUnion(markNames(of: object))
        collect(object, prefix: "", hidden: hidden, into: &row.fields)
        return row
    }

    /// The id of an object that has no text.
    mutating func idAlone(in object: JSONObject) -> JSONValue? {
        id(in: object, beside: Found(path: "", value: "", owner: object)).flatMap { object.value(at: $0.path) }
    }

    private struct Found {
        let path: String
        let value: String
        /// The object that it was found in, and that one's path.
        var owner: JSONObject
        var prefix = ""
    }

    private mutating func text(in object: JSONObject) -> Found? {
        if let textColumn, let value = object.value(at: textColumn).flatMap(Self.words) {
            return Found(path: textColumn, value: value, owner: object)
        }
        guard textColumn == nil || optionalColumns.contains(.text) else { return nil }
        return text(in: object, prefix: "", depth: 0)
    }

    private mutating func text(in object: JSONObject, prefix: String, depth: Int) -> Found? {
        if let whole = Self.wholeTweet(object) {
            return Found(path: prefix + whole.path, value: whole.text, owner: object, prefix: prefix)
        }
        if let (name, value) = best(.text, in: object) {
            return Found(path: prefix + name, value: value, owner: object, prefix: prefix)
        }
        guard depth < 2 else { return nil }
        for member in object.members where role(member.name).isInside {
            guard let inner = member.value.object else { continue }
            if let found = text(in: inner, prefix: "\(prefix)\(member.name).", depth: depth + 1) { return found }
        }
        return nil
    }

    /// The text that a tweet has been cut from: `text` may end after 140 characters, and that of a retweet with its original.
    private static func wholeTweet(_ object: JSONObject) -> (path: String, text: String)? {
        if let original = object["retweeted_status"]?.object {
            if let whole = wholeTweet(original) { return ("retweeted_status.\(whole.path)", whole.text) }
            if original["truncated"] != .bool(true), case .string(let text)? = original["text"] {
                return ("retweeted_status.text", text)
            }
        }
        if case .string(let text)? = object["extended_tweet"]?.object?["full_text"] {
            return ("extended_tweet.full_text", text)
        }
        if case .string(let text)? = object["full_text"] { return ("full_text", text) }
        return nil
    }

    private mutating func id(in object: JSONObject, beside text: Found) -> Found? {
        if let idColumn {
            guard idColumn != ColumnRole.none else { return nil }
            if let value = object.value(at: idColumn)?.scalar {
                return Found(path: idColumn, value: value, owner: object)
            }
            guard optionalColumns.contains(.id) else { return nil }
        }
        if let (name, value) = best(.id, in: text.owner) {
            return Found(path: text.prefix + name, value: value, owner: text.owner)
        }
        return best(.id, in: object).map { Found(path: $0.name, value: $0.value, owner: object) }
    }

    /// What an object says of its labels, and where.
    private struct FoundLabels {
        let paths: [String]
        let given: GivenLabels
    }

    private mutating func label(in object: JSONObject, except hidden: Set<String>) -> FoundLabels? {
        if let labelColumn {
            let found = object.value(at: labelColumn).flatMap { label($0, path: labelColumn) }
            if found != nil || !optionalColumns.contains(.label) { return found }
        }
        if let marks = marks(in: object, except: hidden) {
            // A list goes before members that nobody has named.
            let isList = object.members.contains { ColumnRole.isCertain(ColumnRole.folded($0.name), several: true) }
            if labelColumns != nil || !isList { return marks }
        }
        if let found = label(in: object, prefix: "") { return found }
        for member in object.members where role(member.name).isInside {
            guard let inner = member.value.object else { continue }
            if let found = label(in: inner, prefix: "\(member.name).") { return found }
        }
        return needsLabels ? tellingLabel(in: object, except: hidden) : nil
    }

    private mutating func label(in object: JSONObject, prefix: String) -> FoundLabels? {
        var best: (rank: Int, found: FoundLabels)?
        for member in object.members {
            guard let rank = role(member.name).ranks[.label], rank < best?.rank ?? .max,
                let found = label(member.value, path: prefix + member.name)
            else { continue }
            // Another name may be about something else.
            let isCertain =
                needsLabels || ColumnRole.isCertain(ColumnRole.folded(member.name), several: scheme.isSeveral)
            guard isCertain || spellings.isAboutLabels(found.given) && found.given != .list([]) else { continue }
            best = (rank, found)
        }
        if let best { return best.found }
        for name in JSONLabel.toolNames {
            if let found = object[name].flatMap({ label($0, path: prefix + name) }) { return found }
        }
        return nil
    }

    /// A label that is known by what it says: a name of the scheme's, always in the same member.
    private mutating func tellingLabel(in object: JSONObject, except hidden: Set<String>) -> FoundLabels? {
        for member in object.members where tellingName == nil || member.name == tellingName {
            guard !hidden.contains(member.name), case .string(let value) = member.value,
                spellings.isOfLabels(value)
            else { continue }
            tellingName = member.name
            return FoundLabels(paths: [member.name], given: .text(value))
        }
        return nil
    }

    /// - Returns: what a value says of labels; nil for nothing. Where a message has one label, no labels are nothing.
    private func label(_ value: JSONValue, path: String) -> FoundLabels? {
        let name = path.split(separator: ".").last.map(String.init) ?? path
        guard var given = JSONLabel.labels(in: value, named: name) else { return nil }
        if given == .list([]), !scheme.isSeveral { return nil }
        if scheme.isSeveral, ColumnRole.folded(name) == ColumnRole.listName, case .text(let text) = given,
            text.allSatisfy(\.isWhitespace)
        {
            given = .list([])
        }
        return FoundLabels(paths: [path], given: given)
    }

    // MARK: Members of 0 and 1

    /// Members that stand for a label each, where they are to be read or every label of the scheme has one; nil for none.
    private mutating func marks(in object: JSONObject, except hidden: Set<String>) -> FoundLabels? {
        guard scheme.isSeveral else { return nil }
        var marks: [GivenLabels.Mark] = []
        switch labelColumns {
        case .named(let names):
            for name in names {
                guard case .label(let label) = spellings.meaning(of: name), let value = object.value(at: name) else {
                    continue
                }
                marks.append(GivenLabels.Mark(label: label, column: name, value: Self.mark(value)))
            }
        case .all, nil:
            for member in object.members where !hidden.contains(member.name) {
                guard case .label(let label) = spellings.meaning(of: member.name) else { continue }
                marks.append(GivenLabels.Mark(label: label, column: member.name, value: Self.mark(member.value)))
            }
            if labelColumns == nil, Set(marks.map(\.label)).count < scheme.labels.count { return nil }
        }
        return marks.isEmpty ? nil : FoundLabels(paths: marks.map(\.column), given: .marks(marks))
    }

    /// Names of members that stand for labels, which are no part of the message whatever else says what they are.
    private mutating func markNames(of object: JSONObject) -> [String] {
        guard scheme.isSeveral else { return [] }
        return marks(in: object, except: [])?.paths ?? []
    }

    private static func mark(_ value: JSONValue) -> String {
        if case .null = value { return "" }
        return value.scalar ?? words(value) ?? "{…}"
    }

    private mutating func best(_ wanted: ColumnRole, in object: JSONObject) -> (name: String, value: String)? {
        var best: (rank: Int, name: String, value: String)?
        for member in object.members {
            guard let rank = role(member.name).ranks[wanted], rank < best?.rank ?? .max,
                let value = member.value.scalar
            else { continue }
            best = (rank, member.name, value)
        }
        return best.map { ($0.name, $0.value) }
    }

    private mutating func role(_ name: String) -> Role {
        if let known = roles[name] { return known }
        let folded = ColumnRole.folded(name)
        var role = Role(
            holdsMessages: Self.listNames.contains(folded), isInside: Self.insideNames.contains(folded))
        for wanted in ColumnRole.allCases {
            role.ranks[wanted] = wanted.names(several: scheme.isSeveral).firstIndex(of: folded)
        }
        if roles.count < Self.roleLimit { roles[name] = role }
        return role
    }

    // MARK: Further fields

    /// More fields than are kept of an object, so that those of one cannot fill the memory.
    private static let fieldLimit = MessageReader.fieldLimit + 1

    private func collect(_ object: JSONObject, prefix: String, hidden: Set<String>, into fields: inout [Message.Field])
    {
        for member in object.members {
            let path = prefix + member.name
            guard !hidden.contains(path), !Self.passedOver.contains(member.name),
                labelColumn != nil || !JSONLabel.hiddenNames.contains(member.name)
            else { continue }
            collect(member.value, path: path, hidden: hidden, into: &fields)
        }
    }

    private func collect(_ value: JSONValue, path: String, hidden: Set<String>, into fields: inout [Message.Field]) {
        guard fields.count < Self.fieldLimit, path.utf8.count <= Self.pathLimit else { return }
        switch value {
        case .null: break
        case .object(let object): collect(object, prefix: path + ".", hidden: hidden, into: &fields)
        case .bool, .number, .string, .array:
            if let words = Self.words(value) {
                if !words.isEmpty { fields.append(Message.Field(name: path, value: words)) }
            } else {
                for (place, element) in (value.array ?? []).enumerated() {
                    collect(element, path: "\(path).\(place)", hidden: hidden, into: &fields)
                }
            }
        }
    }

    /// A value as one field: a list of words by commas; nil for what has fields of its own.
    private static func words(_ value: JSONValue) -> String? {
        guard let elements = value.array else { return value.scalar }
        let words = elements.compactMap(\.scalar)
        return words.count == elements.count ? words.joined(separator: ", ") : nil
    }

    /// The paths of all fields of an object, for an error that lists them.
    static func paths(of object: JSONObject) -> [String] {
        object.members.flatMap { member -> [String] in
            guard let inner = member.value.object else { return [member.name] }
            return paths(of: inner).map { "\(member.name).\($0)" }
        }
    }
}
