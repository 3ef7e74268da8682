import ArgumentParser

/// Which messages, and what belongs to them; the same for every command that reads messages.
struct MessageOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The messages: CSV, TSV, JSON, JSON Lines, fastText or a message a line, told apart by content, also packed with gzip; - reads standard input.",
            valueName: "messages"),
        completion: .file())
    var path: String

    @Option(
        help: ArgumentHelp(
            "Label scheme (YAML); default: task.yaml beside messages.*, else the disaster task.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var task: String?

    @Option(
        help: ArgumentHelp(
            "Labelled messages to learn from; default: training.* beside messages.*.", valueName: "file"),
        completion: .file())
    var training: String?

    @Option(
        help: ArgumentHelp(
            "Labelled messages that only measure; default: evaluation.* beside messages.*.", valueName: "file"),
        completion: .file())
    var evaluation: String?

    @Flag(help: "Take no task.yaml, training.* and evaluation.* from beside messages.*.")
    var alone = false

    @Flag(
        help:
            "Go on though messages or labels have changed since the journal was used last; without it label asks, once."
    )
    var acceptChanges = false

    /// Whether the messages are all files of a folder, as a team may have them.
    var isTeamFolder: Bool { TeamFolder.isFolder(path) }

    @OptionGroup var columns: ColumnOptions

    @Option(help: FileEncodings.help)
    var encoding: [String] = []

    func validate() throws { _ = try FileEncodings(encoding) }
}
