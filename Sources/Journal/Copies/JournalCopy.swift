/// A journal's file for who copies lines: whole lines are read as it grows, and lines of the same journal are put behind them.
///
/// It is written only while nobody else does, by the journal's own lock, and only at its end: no byte that stands there is ever
/// replaced or cut off. Lines are on the disk before they are handed out, so that no other place has what this machine could
/// still lose.
public struct JournalCopy: Sendable {
    /// Where it is.
    public let path: String
    let files: any FileSystem
    /// Of all whole lines that were read.
    var check = LineCheck()
    /// Bytes of them.
    var length = 0
    /// The last of them with its end.
    var last: [UInt8] = []
    /// Bytes behind the last line end.
    private var tornLength = 0
    private(set) var identity: FileIdentity?

    /// - Parameter path: need not be there yet.
    public init(path: String) {
        self.init(path: path, in: Disk())
    }

    init(path: String, in files: any FileSystem) {
        self.path = path
        self.files = files
    }

    /// How many lines are known to stand there.
    public var count: Int { check.count }

    /// Whether it does not look as it did when it was read last.
    public var hasChanged: Bool {
        guard let file = try? files.open(path, .reading) else { return identity != nil }
        defer { file.close() }
        guard let state = try? file.state() else { return true }
        return state != identity.map { FileState(identity: $0, length: length + tornLength) }
    }

    /// Whole lines that stand there.
    public struct Lines: Sendable {
        /// Number of the first of them, from 0.
        public let first: Int
        private let bytes: [UInt8]
        private let ranges: [Range<Int>]

        init(first: Int, bytes: [UInt8] = [], ranges: [Range<Int>] = []) {
            (self.first, self.bytes, self.ranges) = (first, bytes, ranges)
        }

        /// The number behind the last.
        public var end: Int { first + ranges.count }

        /// A line without its end.
        ///
        /// - Parameter number: from ``first`` to before ``end``.
        public subscript(number: Int) -> ArraySlice<UInt8> { bytes[ranges[number - first]] }
    }

    /// The lines from one on, or all of them; none where there is no file.
    ///
    /// - Parameter number: where it is that of the last line that was read, and the file has only grown, the lines begin
    ///   with that one; else with the first.
    /// - Complexity: O(bytes that are read).
    public mutating func read(from number: Int) throws(JournalCopyError) -> Lines {
        let file: any OpenFile
        do throws(SystemError) {
            file = try files.open(path, .reading)
        } catch {
            guard error == .missing else { throw refused(error) }
            forget()
            return Lines(first: 0)
        }
        defer { file.close() }
        let state = try asking { () throws(SystemError) in try file.state() }
        guard state.length <= JournalFile.largestLength else {
            throw .refused(path: path, reason: "it is larger than \(JournalFile.largestLength >> 20) MiB")
        }
        if number > 0, number == count - 1, state.identity == identity, state.length >= length {
            let start = length - last.count
            let bytes = try asking { () throws(SystemError) in try file.readAll(from: start) }
            if bytes.starts(with: last) { return try take(bytes, of: file, checkedCount: 1) }
        }
        forget()
        identity = state.identity
        return try take(try asking { () throws(SystemError) in try file.readAll() }, of: file, checkedCount: 0)
    }

    /// Takes what was read, from the first line or from the last that was known.
    private mutating func take(
        _ bytes: [UInt8], of file: any OpenFile, checkedCount: Int
    ) throws(JournalCopyError) -> Lines {
        // As long as nothing else is known: what is not right now is looked at again when it has changed.
        tornLength = bytes.count - (checkedCount > 0 ? last.count : 0)
        guard checkedCount > 0 || JournalFormat(of: bytes) == .two else {
            // Also of what is no journal at all.
            if let line = LineCuts(bytes).first(where: \.hasEnd) {
                guard (try? JournalLine(decoding: bytes[line.range])) == nil else { throw .oldFormat(path: path) }
                throw damaged(1, bytes[line.range])
            }
            return Lines(first: 0)
        }
        let first = count - checkedCount
        let start = length - (checkedCount > 0 ? last.count : 0)
        var ranges: [Range<Int>] = []
        var end = 0
        var next = check
        for cut in LineCuts(bytes) where cut.hasEnd {
            if ranges.count >= checkedCount {
                do throws(LineDamage) {
                    try next.take(bytes[cut.range])
                } catch {
                    throw .damaged(path: path, line: next.count + 1, reason: error.description)
                }
            }
            ranges.append(cut.range)
            end = cut.range.upperBound + 1
        }
        if ranges.count > checkedCount {
            try asking { () throws(SystemError) in try file.sync() }
        }
        if let range = ranges.last { last = Array(bytes[range.lowerBound..<end]) }
        (check, length, tornLength) = (next, start + end, bytes.count - end)
        return Lines(first: first, bytes: bytes, ranges: ranges)
    }

    private func damaged(_ number: Int, _ line: ArraySlice<UInt8>) -> JournalCopyError {
        var check = LineCheck()
        do throws(LineDamage) {
            try check.take(line)
        } catch {
            return .damaged(path: path, line: number, reason: error.description)
        }
        return .changed(path: path)
    }

    private mutating func forget() { self = JournalCopy(path: path, in: files) }

    mutating func grow(by lines: CheckedLines, in file: FileIdentity) {
        length += lines.bytes.count
        if lines.count > 0 { last = Array(lines.bytes[lines.lastStart...]) }
        (check, tornLength, identity) = (lines.after, 0, file)
    }

    func refused(_ error: SystemError) -> JournalCopyError { .refused(path: path, reason: error.description) }

    /// What the machine refuses is said with the path.
    func asking<Answer>(_ machine: () throws(SystemError) -> Answer) throws(JournalCopyError) -> Answer {
        do throws(SystemError) { return try machine() } catch { throw refused(error) }
    }
}
