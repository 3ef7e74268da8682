import ArgumentParser

/// The task that models start from; the same for every command that learns.
struct TransferOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Start from what another task has learnt: its journal (with its messages beside it), its model (tocsin model save), or labelled messages; or built-in, what a model of Tocsin's sample messages knows; default: that, for the disaster task with the encoder that the install brings.",
            valueName: "file"),
        completion: .file())
    var transferFrom: String?

    @Option(
        help: ArgumentHelp(
            "The messages of the journal that --transfer-from names; default: the file that it is named for.",
            valueName: "file"),
        completion: .file())
    var transferMessages: String?

    @Option(
        help: ArgumentHelp(
            "Let that task's hidden layer go on under a new output layer: 1 learns as usual, 0 is frozen; default: the journal's, else it is kept beside new units, and what it says of labels of the same name with it.",
            valueName: "rate"))
    var transferRate: Double?

    @Flag(help: "Start from nothing, though there is something that knows the labels.")
    var fromNothing = false

    /// The file that is named; nil for what the program itself knows, and for none.
    var file: String? { transferFrom == BuiltInStart.name ? nil : transferFrom }

    func validate() throws {
        if fromNothing, transferFrom != nil {
            throw ValidationError("--from-nothing and --transfer-from exclude each other")
        }
        if let transferRate, !(0...1).contains(transferRate) {
            throw ValidationError("--transfer-rate takes a number from 0 to 1, not \(transferRate)")
        }
        if file == nil, transferMessages != nil || transferRate != nil {
            throw ValidationError("--transfer-messages and --transfer-rate need --transfer-from and a file")
        }
    }
}
