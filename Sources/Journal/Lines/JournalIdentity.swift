/// Tells one journal from all others: 128 random bits, which its first line names.
public struct JournalIdentity: Sendable, Hashable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// The type of the first line of format 2: what a session says, or a lost line, and the id before it.
    ///
    /// No other line has it, and programs before 0.4 do not know it: they stop at such a journal, and say that a newer
    /// program wrote it, where a `session` with a checksum that they understand would let them write into it.
    static let type = "journal"

    /// A new one.
    public init(using random: inout some RandomNumberGenerator) {
        (high, low) = (random.next(), random.next())
    }

    /// A new one, from the machine's random numbers.
    static func random() -> JournalIdentity {
        var random = MachineRandomness()
        return JournalIdentity(using: &random)
    }

    /// - Parameter text: 32 lower-case hexadecimal digits; nil for anything else.
    public init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 32 else { return nil }
        let parts = stride(from: 0, to: 32, by: 8).compactMap { CRC32C.value(ofDigits: digits[$0..<$0 + 8]) }
        guard parts.count == 4 else { return nil }
        high = UInt64(parts[0]) << 32 | UInt64(parts[1])
        low = UInt64(parts[2]) << 32 | UInt64(parts[3])
    }

    public var description: String {
        [high, low].map { part in
            CRC32C.text(UInt32(truncatingIfNeeded: part >> 32)) + CRC32C.text(UInt32(truncatingIfNeeded: part))
        }.joined()
    }
}
