import Journal

/// The lines of the others of a team, as far as they have been read and contradict nothing before them.
public struct TeamJournals: Sendable {
    /// By the names of the journals.
    public private(set) var lines: [String: [JournalLine]] = [:]

    /// Of nobody.
    public init() {}

    /// Lines read of each.
    public var counts: SeenLines { lines.mapValues(\.count) }

    /// Takes more lines of a journal, behind those that are there. Where one was cut off, what follows it stands on nothing, and is
    /// left out.
    public mutating func take(_ new: [JournalLine], of name: String) {
        let first = lines[name]?.count ?? 0
        guard new.first?.sequence == first else { return }
        lines[name, default: []] += new
    }

    /// Forgets the lines of a journal from a number on: they contradict those before them.
    mutating func cut(_ name: String, to count: Int) {
        guard let known = lines[name], known.count > count else { return }
        lines[name] = Array(known.prefix(count))
    }
}

/// A journal of the team that does not hold what has been read of it.
public struct JournalWithdrawn: Error, CustomStringConvertible {
    /// Whose it is.
    public let name: String
    /// Lines that it has, and lines that had been read.
    public let has: Int
    public let seen: Int

    /// - Parameters:
    ///   - name: whose it is.
    ///   - has: lines that it has.
    ///   - seen: lines of it that had been read.
    public init(name: String, has: Int, seen: Int) {
        self.name = name
        self.has = has
        self.seen = seen
    }

    /// What is wrong, and the way out.
    public var description: String {
        "the journal of \(name) has \(has) lines, but your labels rest on \(seen) of them: it was cut, or an older copy took its "
            + "place; bring the newer one back (tocsin sync does, where the team syncs), then go on"
    }
}
