/// A line that a server holds.
struct ServerLine: Sendable, Hashable {
    /// Its number, from 0.
    let number: Int
    /// Without a line end; nil for one that is too long to be a line.
    let bytes: [UInt8]?
}
