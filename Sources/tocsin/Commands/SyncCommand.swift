import ArgumentParser
import Foundation
import Journal
import Notation
import Synchronisation

/// `tocsin sync`: a team's folder on several machines, through a PostgreSQL server.
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Keep a team's folder on several machines alike, through a PostgreSQL server.",
        discussion: """
            Copies the lines of all journals of a folder, NAME.journal.jsonl, to a table of the server, and those that other \
            machines have put there into the folder, until ctrl-C. Nothing is overwritten on either side; where two lines of \
            the same number differ, it stops and says which. Labelling goes on beside it and never waits. The only command \
            that opens a connection.

            What the address leaves open comes from where libpq looks for it: PGHOST, PGUSER, PGPASSFILE, PGSERVICE and so on. \
            A password in the address can be read by other users of this machine, in its list of processes: put it into \
            ~/.pgpass instead.
            """)

    @Argument(help: ArgumentHelp("The team's folder on this machine.", valueName: "folder"), completion: .directory)
    var folder: String

    @Argument(help: ArgumentHelp("The server and its database: postgres://USER@HOST/DATABASE.", valueName: "address"))
    var address: String

    @Option(
        help: ArgumentHelp(
            "What the team is called on the server, the same on all machines; without it, what the folder is called.",
            valueName: "name"))
    var team: String?

    @Flag(help: "Exchange what there is and leave, with status 0 where both sides have everything then.")
    var once = false

    func validate() throws {
        guard ServerAddress.isAddress(address) else {
            let hint = ServerAddress.isAddress(folder) ? "the folder stands first, the address second" : "postgres://…"
            throw ValidationError("sync takes a folder and the address of a server: \(hint)")
        }
        _ = try teamName()
    }

    func run() throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw ValidationError(
                "there is no folder \(folder); on a new machine make it first: \(ShellCommand(words: ["mkdir", folder]))"
            )
        }
        try PostgreSQLLibrary.load()
        let stop = StopSignal()
        stop.raiseOnSignals()
        var synchroniser = Synchroniser(
            folder: folder, team: try teamName(), address: try ServerAddress(address), stop: stop,
            say: { Output.write("\($0)\n") }, complain: { Output.complain($0) })
        let isRight = once ? synchroniser.once() : synchroniser.run()
        guard isRight else { throw ExitCode.failure }
    }

    private func teamName() throws -> TeamName {
        do throws(NameFault) {
            return if let team { try TeamName(team) } else { try TeamName(ofFolder: folder) }
        } catch {
            throw ValidationError(
                "'\(TerminalText.onOneLine(team ?? folder))' is no name of a team: \(error); give one with --team")
        }
    }
}
