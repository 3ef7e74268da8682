import ArgumentParser

/// `tocsin model`: models that leave the program.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Write what a session has taught to a file, or look at such a file.",
        subcommands: [ModelSaveCommand.self, ModelShowCommand.self])
}
