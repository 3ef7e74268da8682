import CPostgreSQL

/// The address of a PostgreSQL server and of a database there, as libpq reads it: `postgres://…`.
///
/// What it leaves open comes from the environment and from files, as libpq has it: `PGHOST`, `PGUSER`, `PGPASSFILE`,
/// `PGSERVICE` and the like. A password that stands in it is in no text that is made of it.
public struct ServerAddress: Sendable {
    /// As it was given.
    let text: String
    /// Seconds that a connection may take.
    let patience: Int

    private static let schemes = ["postgres://", "postgresql://"]

    /// Whether a text is meant to be an address.
    public static func isAddress(_ text: String) -> Bool { schemes.contains { text.hasPrefix($0) } }

    /// - Precondition: the library is loaded.
    /// - Throws: ``ServerError`` for what is no address, without repeating it.
    public init(_ text: String) throws(ServerError) {
        guard let scheme = Self.schemes.first(where: { text.hasPrefix($0) }) else {
            throw ServerError("the address of the server has to begin with postgres://")
        }
        guard !text.utf8.contains(0), Self.isUnmistakable(text.dropFirst(scheme.count)) else {
            throw ServerError(
                "the address of the server cannot be read: in a user's name or password write %40 for @, %2F for /, %3A for :, "
                    + "%3F for ?")
        }
        var reason: UnsafeMutablePointer<CChar>?
        guard let parts = tocsin_pq_address(text, &reason) else {
            let words = reason.map { String(cString: $0) } ?? "there is no memory"
            tocsin_pq_free(reason)
            // Of an address with a user the words could have a part of the password.
            throw ServerError(
                "the address of the server cannot be read" + (text.contains("@") ? "" : ": \(words.trimmed)"))
        }
        defer { tocsin_pq_address_free(parts) }
        func value(_ keyword: String) -> String? { tocsin_pq_address_value(parts, keyword).map { String(cString: $0) } }
        guard (value("port") ?? "").allSatisfy({ $0.isASCII && $0.isNumber || $0 == "," }) else {
            throw ServerError("the address of the server cannot be read: what stands behind the ':' is no port")
        }
        self.text = text
        patience = value("connect_timeout").flatMap { Int($0) }.flatMap { (1...3_600).contains($0) ? $0 : nil } ?? 15
    }

    /// Whether the `@` behind the user can be no other's: else what libpq says of the rest may have a part of the password.
    private static func isUnmistakable(_ rest: Substring) -> Bool {
        let ats = rest.indices.filter { rest[$0] == "@" }
        guard let at = ats.first else { return true }
        let end = rest.firstIndex { "/?".contains($0) } ?? rest.endIndex
        let user = rest[..<at]
        return ats.count == 1 && at < end && user.count { $0 == ":" } <= 1
    }

    /// A text for people without the passwords of addresses that stand in it.
    public static func withoutPasswords(_ text: String) -> String {
        text.replacing(/(postgres(?:ql)?:\/\/)[^\s']*@/) { "\($0.output.1)…@" }
            .replacing(/(password=)[^\s'&]*/) { "\($0.output.1)…" }
    }
}

extension String {
    /// On one line, as libpq's messages are not.
    var trimmed: String {
        split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }.filter { !$0.isEmpty }
            .joined(separator: "; ")
    }
}
