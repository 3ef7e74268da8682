import Foundation

extension JournalCopy {
    /// Lines of the same journal as far as they may stand behind those that are known.
    ///
    /// - Parameter lines: without their ends.
    public func checked(_ lines: some Sequence<ArraySlice<UInt8>>) -> CheckedLines {
        CheckedLines(lines, behind: check)
    }

    /// Puts lines behind those that stand there, and has them on the disk; a file that is not there yet is begun.
    ///
    /// Where the last try was cut off in the middle of a line, it goes on in the middle.
    /// - Throws: ``JournalCopyError``, before anything is written but where the machine refuses in the middle.
    public mutating func append(_ lines: CheckedLines) throws(JournalCopyError) {
        guard lines.count > 0 else { return }
        guard lines.before == check else { throw .changed(path: path) }
        let file: any OpenFile
        do throws(SystemError) {
            file = try files.open(path, identity == nil ? .creating : .appendingBeside)
        } catch {
            throw error == .alreadyThere ? .changed(path: path) : refused(error)
        }
        defer { file.close() }
        let state = try asking { () throws(SystemError) in try file.state() }
        guard try asking({ () throws(SystemError) in try file.lock() }) else {
            let holder = JournalLock(of: files.resolved(path)).holder(in: files, identity: state.identity)
            throw .held(path: path, by: holder)
        }
        // Whoever held the lock before may have put another file in its place.
        guard (try? files.identity(of: path)) == state.identity, identity == nil || identity == state.identity else {
            throw .changed(path: path)
        }
        let lock = JournalLock(of: files.resolved(path))
        lock.announce(in: files, now: .now)
        defer { lock.withdraw(in: files) }
        let tail = try asking { () throws(SystemError) in try file.readAll(from: length - last.count) }
        let torn = tail.dropFirst(last.count)
        guard tail.starts(with: last), !torn.contains(LineCuts.lineFeed) else { throw .changed(path: path) }
        guard lines.bytes.starts(with: torn) else { throw .torn(path: path, count: torn.count) }
        let isNew = identity == nil
        try asking { () throws(SystemError) in
            try file.appendAll(lines.bytes.dropFirst(torn.count))
            try file.sync()
            if isNew { try files.syncFolder(of: files.resolved(path)) }
        }
        grow(by: lines, in: state.identity)
    }
}
