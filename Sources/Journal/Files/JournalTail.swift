/// Somebody else's journal, read as it grows.
///
/// Nothing of it is locked or changed. A line is taken when it is there as a whole and goes on from the line before; half of one
/// is left alone until the rest is there. What was read once stays read, whatever becomes of the file.
public struct JournalTail: Sendable {
    /// What a look at the file has come to.
    public enum Reading: Sendable, Hashable {
        /// These lines have come; none where it is as before.
        case grown([JournalLine])
        /// It has fewer lines than were read, or others in their place: it is not gone on with.
        case withdrawn(reason: String)
        /// It cannot be read, now or for ever.
        case unreadable(reason: String)
    }

    /// Where it is.
    public let path: String
    /// Lines read so far.
    public private(set) var lineCount = 0
    /// Bytes of them.
    private var length = 0
    /// Checksum of the last of them.
    private var checksum: UInt32 = 0

    /// A journal of which nothing has been read.
    public init(path: String) {
        self.path = path
    }

    /// Looks for new lines.
    ///
    /// - Complexity: O(new bytes).
    public mutating func read() -> Reading { read(in: Disk()) }

    mutating func read(in files: any FileSystem) -> Reading {
        let bytes: [UInt8]
        let state: FileState
        do throws(SystemError) {
            let file = try files.open(path, .reading)
            defer { file.close() }
            state = try file.state()
            guard state.length <= JournalFile.largestLength else {
                return .unreadable(reason: "it is larger than \(JournalFile.largestLength >> 20) MiB")
            }
            if state.length < length {
                return .withdrawn(
                    reason: "it is shorter than before: \(state.length) bytes, \(length) of them had been read")
            }
            // Another file may have its name, as after a repair, and the number of the old one: each checksum goes on from the
            // one before, so that the last line read says whether all of them stand there.
            if length > 0 {
                let end = try file.readAll(from: max(0, length - LineTail.length - 1), to: length)
                guard end.last == LineCuts.lineFeed, LineTail(end.dropLast())?.checksum == checksum else {
                    return .withdrawn(reason: "another journal has its name: the lines read before are not its own")
                }
            }
            bytes = state.length == length ? [] : try file.readAll(from: length, to: state.length)
        } catch {
            return error == .missing && lineCount > 0
                ? .withdrawn(reason: "it is not there any more") : .unreadable(reason: error.description)
        }
        return take(bytes)
    }

    private mutating func take(_ bytes: [UInt8]) -> Reading {
        if lineCount == 0, JournalFormat(of: bytes) == .one, bytes.contains(LineCuts.lineFeed) {
            return .unreadable(reason: "it is of format 1: who it is of has to go on with it once")
        }
        var lines: [JournalLine] = []
        for cut in LineCuts(bytes) where cut.hasEnd {
            let line = bytes[cut.range]
            let number = lineCount + 1
            guard let tail = LineTail(line), tail.checksum == LineTail.checksum(of: line, after: checksum) else {
                if lines.isEmpty { return .unreadable(reason: "line \(number) is damaged: its checksum does not fit") }
                return .grown(lines)
            }
            do throws(LineDamage) {
                let (read, _) = try JournalLine.read(chained: line)
                guard read.sequence == lineCount else { throw LineDamage("found seq \(read.sequence)") }
                lines.append(read)
            } catch {
                if lines.isEmpty { return .unreadable(reason: "line \(number) is damaged: \(error.description)") }
                return .grown(lines)
            }
            lineCount += 1
            length += cut.range.count + 1
            checksum = tail.checksum
        }
        return .grown(lines)
    }
}
