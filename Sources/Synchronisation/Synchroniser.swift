import Journal
import Notation

/// Keeps a team's folder and a server alike, for as long as nobody wants it to end.
///
/// Labelling never waits for it: it only reads journals that somebody writes, and has no memory but the folder and the server.
public struct Synchroniser {
    /// Seconds after which the server is asked without any hint.
    public static let interval = 5
    /// Seconds that pauses grow up to while the server does not answer.
    public static let longestPause = 60
    /// Seconds between two lines about what went, at least.
    private static let quiet = 10

    private let address: ServerAddress
    private let stop: StopSignal
    private let say: (String) -> Void
    private let complain: (String) -> Void
    private var exchange: TeamExchange

    private var hasGreeted = false
    /// What is not said yet.
    private var unsaid = ExchangeReport()
    private var lastSaid: ContinuousClock.Instant?
    /// What is wrong and has been said.
    private var knownFaults: Set<ExchangeFault> = []
    /// What was wrong the last time and may be over.
    private var passingFaults: Set<ExchangeFault> = []
    /// Why the server did not answer, while it does not.
    private var outage: String?
    private var pause = 1

    /// - Parameters:
    ///   - say: takes a line about what went.
    ///   - complain: takes a line about what is wrong.
    public init(
        folder: String, team: TeamName, address: ServerAddress, stop: StopSignal, say: @escaping (String) -> Void,
        complain: @escaping (String) -> Void
    ) {
        exchange = TeamExchange(folder: folder, team: team)
        self.address = address
        self.stop = stop
        self.say = say
        self.complain = complain
    }

    /// Exchanges what there is.
    ///
    /// - Returns: whether both sides have everything now; what is wrong else has been said.
    public mutating func once() -> Bool {
        var report = ExchangeReport()
        do throws(ServerError) {
            let server = try connect()
            try exchange.exchangeAll(server, &report)
            if report.hasSent { try server.wakeOthers() }
        } catch {
            if let words = report.words { say(words) }
            for fault in report.faults { complain("\(fault)") }
            complain("\(error)")
            return false
        }
        say(report.words ?? "nothing new")
        for fault in report.faults { complain("\(fault)") }
        return report.faults.isEmpty
    }

    /// Exchanges until somebody wants it to end, or until something is wrong with which it must not go on.
    ///
    /// - Returns: whether nothing of that kind was found.
    public mutating func run() -> Bool {
        var isRight = true
        while isRight, !stop.isRaised {
            do throws(ServerError) {
                let server = try connect()
                isRight = try run(server)
            } catch {
                guard error != .stopped else { break }
                if outage != error.description {
                    complain(
                        "\(error); the server is asked again, with pauses of up to \(Self.longestPause) s; labelling goes on"
                    )
                }
                outage = error.description
                stop.wait(milliseconds: 1_000 * pause)
                pause = min(Self.longestPause, 2 * pause)
            }
        }
        sayUnsaid()
        return isRight
    }

    private mutating func connect() throws(ServerError) -> PostgreSQLServer {
        let server = try PostgreSQLServer(address, team: exchange.team, stop: stop)
        guard !hasGreeted else { return server }
        hasGreeted = true
        let team = TerminalText.onOneLine("\(exchange.team)")
        say("team \(team), \(server.place)")
        if let reason = server.reasonNotToWake {
            complain("the server wakes nobody (\(reason)): it is asked every \(Self.interval) s all the same")
        }
        if try server.annotators().isEmpty {
            let others = try server.teams().map { TerminalText.onOneLine($0) }
            if !others.isEmpty {
                complain(
                    "the server has no lines of team \(team) yet; it has those of: \(others.joined(separator: ", ")) (--team "
                        + "takes another name)")
            }
        }
        return server
    }

    /// - Returns: true when somebody wants it to end, false for a fault with which it must not go on.
    private mutating func run(_ server: PostgreSQLServer) throws(ServerError) -> Bool {
        while true {
            guard try step(server, isOfAll: true) else { return false }
            if outage != nil { say("the server answers again") }
            (outage, pause) = (nil, 1)
            let next = ContinuousClock.now + .seconds(Self.interval)
            while ContinuousClock.now < next, try !server.waitForLines(milliseconds: 1_000) {
                guard try step(server, isOfAll: false) else { return false }
            }
        }
    }

    private mutating func step(_ server: PostgreSQLServer, isOfAll: Bool) throws(ServerError) -> Bool {
        var report = ExchangeReport()
        // Said also where the server fails in the middle.
        defer { take(&report, isOfAll: isOfAll) }
        if isOfAll {
            try exchange.exchangeAll(server, &report)
        } else {
            try exchange.exchangeChanged(server, &report)
        }
        if report.hasSent { try server.wakeOthers() }
        return report.finalFault == nil
    }

    private mutating func take(_ report: inout ExchangeReport, isOfAll: Bool) {
        let faults = Set(report.faults)
        for fault in report.faults where !knownFaults.contains(fault) {
            // A moment later the line that another machine is just sending may be there.
            guard !fault.isPassing || passingFaults.contains(fault) else { continue }
            knownFaults.insert(fault)
            complain("\(fault)")
        }
        if isOfAll {
            passingFaults = faults.filter(\.isPassing)
            knownFaults.formIntersection(faults)
        }
        report.faults = []
        unsaid.merge(report)
        if lastSaid.map({ ContinuousClock.now - $0 >= .seconds(Self.quiet) }) ?? true { sayUnsaid() }
    }

    private mutating func sayUnsaid() {
        guard let words = unsaid.words else { return }
        say(words)
        (unsaid, lastSaid) = (ExchangeReport(), .now)
    }
}
