/// Why a server does not do as it is asked; asked again later, it may.
public struct ServerError: Error, Hashable, CustomStringConvertible {
    /// In words.
    public let description: String
    /// The five characters with which the server says what kind of failure it is.
    let state: String?

    init(_ description: String, state: String? = nil) {
        self.description = description
        self.state = state
    }

    /// Somebody wants to stop.
    static let stopped = ServerError("stopped")
}
