import CPostgreSQL

/// libpq, PostgreSQL's client library, as the system has it.
public enum PostgreSQLLibrary {
    #if canImport(Darwin)
        static let names = [
            "libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib", "/usr/local/opt/libpq/lib/libpq.5.dylib",
        ]
        private static let installation = "brew install libpq"
    #else
        static let names = ["libpq.so.5"]
        private static let installation = "apt-get install libpq5"
    #endif

    /// Loads it, before anything else of it is used; from one thread.
    ///
    /// - Throws: ``ServerError`` with what installs it.
    public static func load() throws(ServerError) { try load(names) }

    static func load(_ names: [String]) throws(ServerError) {
        var reason = ""
        for name in names {
            guard let refusal = tocsin_pq_load(name) else { return }
            if reason.isEmpty { reason = String(cString: refusal) }
        }
        throw ServerError(
            "PostgreSQL's client library cannot be loaded (\(reason)); install it with: \(installation)")
    }
}
