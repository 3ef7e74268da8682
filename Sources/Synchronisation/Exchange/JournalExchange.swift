import Journal

/// One annotator's journal, here and on the server: whichever has more lines gives them to the other.
struct JournalExchange {
    let name: AnnotatorName
    private var copy: JournalCopy
    /// How many lines are known to be the same in both places.
    private var same = 0

    init(_ name: AnnotatorName, path: String) {
        self.name = name
        copy = JournalCopy(path: path)
    }

    /// Whether the file here looks as it did not the last time.
    var hasChanged: Bool { copy.hasChanged }

    /// Compares line by line from the last one that was the same on, and gives each side what the other has more of.
    ///
    /// - Parameter report: told what went, also where a fault ends it.
    mutating func run(
        _ server: some LineServer, team: TeamName, _ report: inout ExchangeReport
    ) throws(ServerError) {
        var count = ExchangeReport.Count()
        let fault: ExchangeFault?
        do throws(ServerError) {
            fault = try run(server, team, &count)
        } catch {
            report.counts[name] = count
            throw error
        }
        if count.sent + count.got > 0 { report.counts[name] = count }
        if let fault { report.faults.append(fault) }
    }

    private mutating func run(
        _ server: some LineServer, _ team: TeamName, _ count: inout ExchangeReport.Count
    ) throws(ServerError) -> ExchangeFault? {
        let here: JournalCopy.Lines
        do throws(JournalCopyError) { here = try copy.read(from: same - 1) } catch { return .journal(error) }
        // A file that is not only longer than before is compared from its beginning.
        if here.first == 0 { same = 0 }
        var position = max(0, same - 1)
        // Numbers among which the server has one, as it said.
        var taken: Range<Int>?
        while true {
            let there = try server.lines(of: "\(name)", from: position)
            if position == same - 1, there.first?.number != position {
                // It has lost lines, as by going back to an older state.
                (copy, same) = (JournalCopy(path: copy.path), 0)
                return try run(server, team, &count)
            }
            if let taken, !taken.contains(there.first?.number ?? -1) {
                throw ServerError("the server has lines of \(name) that it does not show")
            }
            taken = nil
            let (before, more) = Self.run(of: there, from: position, upTo: here.end)
            if let other = before.first(where: { $0.bytes?.elementsEqual(here[$0.number]) != true }) {
                return .conflict(
                    ExchangeFault.Conflict(
                        annotator: "\(name)", line: other.number + 1, file: copy.path, server: server.place,
                        team: "\(team)"))
            }
            position += before.count
            same = max(same, position)
            if let fault = take(more, server, &count) { return fault }
            position += more.count
            same = max(same, position)
            let gap = there.first { $0.number >= position }
            // More may come from behind these.
            guard there.isEmpty || gap != nil else { continue }
            guard position < here.end else {
                return gap.map {
                    .missingLine(
                        annotator: "\(name)", line: position + 1, next: $0.number, server: server.place)
                }
            }
            guard let lines = Self.batch(of: here, from: position, upTo: gap?.number ?? here.end) else {
                return .longLine(path: copy.path, line: position + 1)
            }
            // Where somebody else was faster, what stands there now is compared in the next turn.
            guard try server.add(lines, of: "\(name)", from: position) else {
                taken = position..<position + lines.count
                continue
            }
            count.sent += lines.count
            position += lines.count
            same = position
        }
    }

    /// Lines with numbers without gaps from one on: those that have one of the same number here, and those behind them.
    private static func run(
        of lines: [ServerLine], from number: Int, upTo end: Int
    ) -> (before: ArraySlice<ServerLine>, more: ArraySlice<ServerLine>) {
        let count = zip(lines, number...).prefix { $0.number == $1 }.count
        let split = min(count, max(0, end - number))
        return (lines[..<split], lines[split..<count])
    }

    /// Puts lines of the server behind those that are here.
    private mutating func take(
        _ lines: ArraySlice<ServerLine>, _ server: some LineServer, _ count: inout ExchangeReport.Count
    ) -> ExchangeFault? {
        let short = lines.prefix { $0.bytes != nil }
        let checked = copy.checked(short.lazy.compactMap { $0.bytes?[...] })
        do throws(JournalCopyError) { try copy.append(checked) } catch { return .journal(error) }
        count.got += checked.count
        guard checked.count < lines.count else { return nil }
        same = max(same, copy.count)
        let reason = checked.damage?.description ?? "it has more than \(LineLimits.mostBytes >> 20) MiB"
        return .refusedLine(annotator: "\(name)", line: copy.count + 1, server: server.place, reason: reason)
    }

    /// As many lines as go together; nil where the first is too long.
    private static func batch(of lines: JournalCopy.Lines, from number: Int, upTo end: Int) -> [ArraySlice<UInt8>]? {
        var batch: [ArraySlice<UInt8>] = []
        var size = 0
        for number in number..<min(end, lines.end, number + LineLimits.batchCount) {
            let line = lines[number]
            guard size <= LineLimits.batchBytes, line.count <= LineLimits.mostBytes else { break }
            batch.append(line)
            size += line.count
        }
        return batch.isEmpty ? nil : batch
    }
}
