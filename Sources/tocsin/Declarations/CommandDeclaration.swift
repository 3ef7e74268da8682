import ArgumentParser
import Foundation

/// A command with its options and its commands, as the program declares them: read from what ArgumentParser writes of itself
/// (`--experimental-dump-help`), so that whatever lists them lists what there is.
struct CommandDeclaration: Decodable {
    struct Option: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            /// As it is written, such as `--count` and `-n`.
            var written: String { (kind == "long" ? "--" : "-") + name }
        }

        let kind: String
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let isOptional: Bool
        let isRepeating: Bool
        /// All that it takes, where these are a few words.
        let allValues: [String]?
        let shouldDisplay: Bool
    }

    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [Option]?
    let subcommands: [CommandDeclaration]?

    private struct Dump: Decodable {
        let command: CommandDeclaration
    }

    /// The program's own.
    ///
    /// - Throws: `DecodingError` where ArgumentParser writes something else than it did.
    static func program() throws -> CommandDeclaration {
        try JSONDecoder().decode(Dump.self, from: Data(Tocsin._dumpHelp().utf8)).command
    }

    /// Commands below it, but for `help`.
    var commands: [CommandDeclaration] { (subcommands ?? []).filter { $0.commandName != "help" } }

    /// All that its options are called.
    var optionNames: [String] { (arguments ?? []).flatMap { ($0.names ?? []).map(\.written) } }
}
