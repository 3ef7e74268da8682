/// A journal of format 1 in format 2: the same lines with the same numbers and times, and all their fields.
struct CarriedJournal: Sendable {
    /// The journal as it was.
    let old: [UInt8]
    /// The journal of format 2.
    let bytes: [UInt8]
    /// What goes on behind its last line.
    let chain: LineChain
    /// Lines that nothing shows to be unchanged; each is marked so.
    let uncheckedCount: Int

    /// - Parameters:
    ///   - old: a sound journal without a torn line.
    ///   - contents: what it holds.
    ///   - identity: what the new one is called.
    /// - Complexity: O(bytes).
    init(_ old: [UInt8], _ contents: JournalContents, _ identity: JournalIdentity) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(old.count + 100)
        var chain = LineChain(identity: identity)
        for (line, cut) in zip(contents.lines, LineCuts(old)) {
            bytes += chain.encoded(line, from: old[cut.range], .one)
        }
        self.old = old
        self.bytes = bytes
        self.chain = chain
        uncheckedCount = contents.uncheckedCount
    }

    /// Where the old journal stays: `NAME.journal.v1.jsonl`, or with a number where that is taken.
    static func place(ofOld path: String, _ number: Int) -> String {
        let mark = ".v1" + (number == 1 ? "" : "-\(number)")
        let ending = ".jsonl"
        return path.hasSuffix(ending) ? path.dropLast(ending.count) + mark + ending : path + mark
    }
}
