/// The members of a parsed line, or of an object in it, each asked for by name and type.
struct JSONMembers {
    private let members: [String: Any]
    /// Type of the line, and the names that lead to this object: for what is said of damage.
    private let type: String
    private let path: String

    init(_ line: [String: Any]) {
        self.init(line, type: line["type"] as? String ?? "", path: "")
    }

    private init(_ members: [String: Any], type: String, path: String) {
        self.members = members
        self.type = type
        self.path = path
    }

    /// The value of a member; nil where there is none, or one of another type.
    subscript<Value: JSONValue>(name: String) -> Value? { members[name].flatMap(Value.value) }

    /// The parsed value of a member, of whatever type.
    func value(_ name: String) -> Any? { members[name] }

    /// A hash in sixteen hexadecimal digits, as ``MemberList`` writes it; nil where there is none, or another text.
    func hash(_ name: String) -> UInt64? {
        let text: String? = self[name]
        return text.flatMap(Self.hash)
    }

    /// A hash as it is written; nil for another text.
    static func hash(_ text: String) -> UInt64? {
        guard text.utf8.count == 16, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        return UInt64(text, radix: 16)
    }

    func required<Value: JSONValue>(_ name: String) throws(LineDamage) -> Value {
        guard let value: Value = self[name] else { throw damage(name) }
        return value
    }

    func object(_ name: String) throws(LineDamage) -> JSONMembers {
        guard let object = members[name] as? [String: Any] else { throw damage(name) }
        return JSONMembers(object, type: type, path: path + name + ".")
    }

    func object(ifPresent name: String) throws(LineDamage) -> JSONMembers? {
        members[name] == nil ? nil : try object(name)
    }

    func objects(_ name: String) throws(LineDamage) -> [JSONMembers] {
        guard let objects = members[name] as? [[String: Any]] else { throw damage(name) }
        return objects.map { JSONMembers($0, type: type, path: path + name + ".") }
    }

    private func damage(_ name: String) -> LineDamage {
        LineDamage("found a '\(type)' line without a proper '\(path)\(name)'")
    }

    /// - Parameter version: of the format, as the line says.
    func event(version: Int) throws(LineDamage) -> JournalEvent {
        guard let type: String = self["type"] else { throw LineDamage("found no 'type'") }
        guard let kind = EventKind(rawValue: type) else {
            throw LineDamage(
                "found type '\(type)' (version \(version)), which this program does not know; "
                    + "a newer tocsin wrote it: use that one")
        }
        return try kind.event(self)
    }

    /// What the first line of format 2 says: a session, or that one was lost.
    func beginning() throws(LineDamage) -> JournalEvent {
        members["tool"] == nil && members["reason"] != nil
            ? .lost(try LostEvent(self)) : .session(try SessionEvent(self))
    }
}
