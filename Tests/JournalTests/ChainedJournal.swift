@testable import Journal

/// The id of journals whose bytes are compared.
let knownIdentity = JournalIdentity("00112233445566778899aabbccddeeff") ?? .random()

/// Events as a journal of one format.
func journal(_ events: [JournalEvent], _ format: JournalFormat, _ identity: JournalIdentity = knownIdentity) -> [UInt8]
{
    let lines = events.enumerated().map { sequence, event in
        JournalLine(sequence: sequence, at: Timestamp(milliseconds: 1_700_000_000_123), event: event)
    }
    var chain = LineChain(identity: identity)
    return lines.flatMap { line in format == .one ? line.encoded : chain.encoded(line) }
}

extension [UInt8] {
    /// Its lines, with their ends.
    var journalLines: [[UInt8]] { split(separator: 0x0A).map { Array($0) + [0x0A] } }
}
