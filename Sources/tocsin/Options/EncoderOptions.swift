import ArgumentParser

/// The encoder whose vectors models learn from; the same for every command that learns.
struct EncoderOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Encoder of meaning: an installed one (tocsin encoder list), a folder, or none; default: the journal's, else the installed one.",
            valueName: "name"),
        completion: .directory)
    var encoder: String?

    func validate() throws {
        if encoder == "" { throw ValidationError("--encoder takes a name, a folder, or none") }
    }
}
