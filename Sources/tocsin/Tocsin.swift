import ArgumentParser
import Arithmetic
import Foundation
import Synchronisation

@main
struct Tocsin: ParsableCommand {
    static let version = "0.4.0"

    static let configuration = CommandConfiguration(
        commandName: "tocsin",
        abstract: "Label disaster messages in the terminal, the ones worth labelling first.",
        discussion: """
            Tocsin shows one message at a time, takes one key for it, writes that key to a journal, and learns in \
            the background which message to show next.

                tocsin label messages.csv

            Without a command it lists the journals of the folder, and goes on with the last after enter.

            Exit status: 0 for success, 1 for a failure, 64 for wrong usage. Errors go to standard error.
            """,
        version: version,
        subcommands: [
            LabelCommand.self, RankCommand.self, SimulateCommand.self, ReportCommand.self, AgreementCommand.self,
            AdjudicateCommand.self, ExportCommand.self, TeamCommand.self, SyncCommand.self, ModelCommand.self,
            ScoreCommand.self, EncoderCommand.self, StrategiesCommand.self, JournalCommand.self, ManualCommand.self,
        ])

    /// Without a command: the journals of the folder, or where there are none how to begin.
    func run() throws {
        let folder = ProjectFolder(FileManager.default.currentDirectoryPath)
        guard folder.journals.allSatisfy(\.isEmpty) else { return try folder.open() }
        Output.write(Self.helpMessage() + (folder.begins.map { "\n\nto begin here: \($0)" } ?? "") + "\n")
    }

    static func main() {
        // Whatever the shell's umask is: messages and labels are for their owner's eyes alone.
        umask(0o077)
        do {
            do {
                _ = try KernelLevel.chosen(by: KernelLevel.environment)
            } catch {
                throw ValidationError(String(describing: error))
            }
            var command = try parseAsRoot()
            try command.run()
        } catch {
            leave(with: error)
        }
    }

    /// As ArgumentParser ends a program, but with everything that came from outside made visible first.
    private static func leave(with error: any Error) -> Never {
        let code = exitCode(for: error)
        var text = fullMessage(for: error)
        if code == .validationFailure, let program = try? CommandDeclaration.program(),
            let wrong = WrongWord(in: Array(CommandLine.arguments.dropFirst()), of: program)
        {
            // In the place of what ArgumentParser says, a line or a list, above how the command is used.
            let usage = text.split(separator: "\n").map(String.init)
                .drop { !$0.hasPrefix("Help:") && !$0.hasPrefix("Usage:") }
            text = (["Error: \(wrong)"] + usage).joined(separator: "\n")
        }
        // A word that is not understood is repeated, and may be an address.
        text = ServerAddress.withoutPasswords(text)
        if code.isSuccess {
            if !text.isEmpty { Output.write(text + "\n") }
        } else if !text.isEmpty {
            Output.complain(text)
        }
        exit(withError: code)
    }
}
