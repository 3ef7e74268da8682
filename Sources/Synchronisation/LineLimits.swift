/// What lines may be like on their way.
enum LineLimits {
    /// Bytes of one line.
    static let mostBytes = 16 << 20
    /// Bytes after which no further line is begun.
    static let batchBytes = 4 << 20
    /// Lines that go together.
    static let batchCount = 1_000
}
