/// Lines that may stand behind those of a ``JournalCopy``, up to the first that may not.
public struct CheckedLines: Sendable {
    /// How many there are.
    public let count: Int
    /// What is wrong with the next one; nil where all are right.
    public let damage: LineDamage?
    /// The lines with their ends.
    let bytes: [UInt8]
    /// Where the last of them begins.
    let lastStart: Int
    /// What they go on from, and what goes on from them.
    let (before, after): (LineCheck, LineCheck)

    /// - Parameter lines: without their ends.
    /// - Complexity: O(bytes).
    init(_ lines: some Sequence<ArraySlice<UInt8>>, behind check: LineCheck) {
        var (after, bytes, lastStart) = (check, [UInt8](), 0)
        var damage: LineDamage?
        for line in lines {
            do throws(LineDamage) {
                try after.take(line)
            } catch {
                damage = error
                break
            }
            lastStart = bytes.count
            bytes += line
            bytes.append(LineCuts.lineFeed)
        }
        count = after.count - check.count
        (self.damage, self.bytes, self.lastStart) = (damage, bytes, lastStart)
        (before, self.after) = (check, after)
    }
}
