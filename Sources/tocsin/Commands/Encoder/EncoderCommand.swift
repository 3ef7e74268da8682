import ArgumentParser

/// `tocsin encoder`: the networks that sessions learn with besides words.
struct EncoderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encoder", abstract: "List the encoders of meaning that are installed, or try one.",
        subcommands: [EncoderListCommand.self, EncoderCheckCommand.self])
}
