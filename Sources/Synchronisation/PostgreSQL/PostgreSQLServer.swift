import Notation

/// The lines of one team in a table of a server that speaks PostgreSQL's protocol.
final class PostgreSQLServer: LineServer {
    let team: TeamName
    private let connection: PostgreSQLConnection
    let place: String
    /// Whether others hear at once of lines that are added.
    private(set) var canWake = false
    /// Why not.
    private(set) var reasonNotToWake: String?

    /// The table. The key is what tells one line from another; nothing else decides what is new.
    static let table = """
        create table if not exists tocsin_lines (
            team text not null,
            annotator text not null,
            seq bigint not null check (seq >= 0),
            line bytea not null,
            primary key (team, annotator, seq)
        )
        """

    /// What annotators' machines tell each other by; only a hint that there is something to ask for.
    private static let listening = "listen tocsin_lines"
    private static let waking = "select pg_notify('tocsin_lines', $1)"

    /// Connects, and makes the table where there is none.
    init(_ address: ServerAddress, team: TeamName, stop: StopSignal) throws(ServerError) {
        self.team = team
        connection = try PostgreSQLConnection(address, stop: stop)
        place = connection.place
        try makeTable()
        do throws(ServerError) {
            try connection.run(Self.listening)
            canWake = true
        } catch {
            if error == .stopped || error.state == nil { throw error }
            reasonNotToWake = error.description
        }
    }

    private func makeTable() throws(ServerError) {
        let looking = "select team, annotator, seq, line from tocsin_lines limit 0"
        do throws(ServerError) {
            try connection.run(looking)
            return
        } catch {
            // undefined_table
            guard error.state == "42P01" else { throw error }
        }
        do throws(ServerError) {
            try connection.run(Self.table)
        } catch {
            // duplicate_table, or unique_violation in the catalogue: another machine was faster.
            guard error.state == "42P07" || error.state == "23505" else {
                throw ServerError(
                    "the table tocsin_lines is not there and cannot be made: \(error)", state: error.state)
            }
        }
        try connection.run(looking)
    }

    /// Names beyond which nobody believes them.
    private static let mostNames = 10_000

    func annotators() throws(ServerError) -> [String] {
        // From one to the next by the key, which reads as many rows as there are names and not all.
        let names = try names(
            "select annotator from tocsin_lines where team = $1 and annotator > $2 order by annotator limit 1",
            [.text("\(team)")], most: Self.mostNames + 1)
        guard names.count <= Self.mostNames else {
            throw ServerError("the server has more than \(Self.mostNames) annotators of team \(team)")
        }
        return names
    }

    /// Names of teams that have lines, a few at most.
    func teams() throws(ServerError) -> [String] {
        try names("select team from tocsin_lines where team > $1 order by team limit 1", [], most: 5)
    }

    private func names(
        _ statement: String, _ parameters: [PostgreSQLConnection.Parameter], most: Int
    ) throws(ServerError) -> [String] {
        var names: [String] = []
        while names.count < most {
            let rows = try connection.run(statement, parameters + [.text(names.last ?? "")])
            guard let row = rows.first else { break }
            guard let bytes = row.first ?? nil, let name = String(validating: bytes, as: UTF8.self) else {
                throw ServerError("the table tocsin_lines has a name that is not UTF-8")
            }
            names.append(name)
        }
        return names
    }

    func lines(of annotator: String, from number: Int) throws(ServerError) -> [ServerLine] {
        let rows = try connection.run(
            """
            select seq, case when octet_length(line) <= $6 then line end
            from (
                select seq, line, sum(octet_length(line)) over (order by seq) - octet_length(line) as before
                from (
                    select seq, line from tocsin_lines
                    where team = $1 and annotator = $2 and seq >= $3 order by seq limit $4
                ) as next_ones
            ) as counted
            where before <= $5 order by seq
            """,
            [
                .text("\(team)"), .text(annotator), .number(number), .number(LineLimits.batchCount),
                .number(LineLimits.batchBytes), .number(LineLimits.mostBytes),
            ])
        return try rows.map { (row) throws(ServerError) in
            guard row.count == 2, let number = row[0], number.count == 8 else {
                throw ServerError("the table tocsin_lines has other columns than it should have")
            }
            return ServerLine(
                number: Int(number.reduce(into: Int64(0)) { $0 = $0 << 8 | Int64($1) }), bytes: row[1])
        }
    }

    func add(_ lines: [ArraySlice<UInt8>], of annotator: String, from number: Int) throws(ServerError) -> Bool {
        guard !lines.isEmpty else { return true }
        // As many places for parameters as there are lines: numbers of ours, nobody's data.
        let places = lines.indices.map { "($1, $2, $\(2 * $0 + 3), $\(2 * $0 + 4))" }.joined(separator: ", ")
        let values = zip(number..., lines).flatMap { [PostgreSQLConnection.Parameter.number($0), .bytes($1)] }
        do throws(ServerError) {
            // Not "on conflict do nothing", which would add the lines behind those that are another journal's.
            try connection.run(
                "insert into tocsin_lines (team, annotator, seq, line) values \(places)",
                [.text("\(team)"), .text(annotator)] + values)
            return true
        } catch {
            // unique_violation
            guard error.state == "23505" else { throw error }
            return false
        }
    }

    /// Tells the other machines that there are new lines.
    func wakeOthers() throws(ServerError) {
        guard canWake else { return }
        do throws(ServerError) {
            try connection.run(Self.waking, [.text("\(team)")])
        } catch {
            if error == .stopped || error.state == nil { throw error }
            (canWake, reasonNotToWake) = (false, error.description)
        }
    }

    /// Waits until another machine has added lines, so long at most.
    ///
    /// - Returns: whether one has.
    func waitForLines(milliseconds: Int) throws(ServerError) -> Bool {
        try connection.notifications(milliseconds: milliseconds).contains("\(team)")
    }
}
