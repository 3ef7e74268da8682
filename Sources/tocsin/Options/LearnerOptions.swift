import ArgumentParser

/// What a command that learns from a journal, and labels nothing, needs to know of how the session learns.
struct LearnerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("As for labelling: the task that the models start from.", valueName: "file"),
        completion: .file())
    var transferFrom: String?

    @Option(help: ArgumentHelp("As for labelling.", valueName: "file"), completion: .file())
    var transferMessages: String?

    @Option(help: ArgumentHelp("As for labelling.", valueName: "rate"))
    var transferRate: Double?

    @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "n"))
    var threads: Int?

    func validate() throws { _ = try session(of: nil) }

    /// The options of the session that a journal has recorded.
    ///
    /// - Throws: `ValidationError` for what labelling does not take either.
    func session(of journal: String?, preset: Preset? = nil) throws -> SessionOptions {
        var options = try SessionOptions.parse([])
        options.journal = journal
        options.preset = preset
        options.transferFrom = transferFrom
        options.transferMessages = transferMessages
        options.transferRate = transferRate
        options.threads = threads
        try options.validate()
        return options
    }
}
