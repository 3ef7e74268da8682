import ArgumentParser

/// The task that models start from; the same for every command that learns.
struct TransferOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Start from the hidden layer of another task: its journal (with its messages beside it), its model (tocsin model save), or labelled messages.",
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
            "How fast that hidden layer goes on learning: 1 as usual, 0 frozen; default: the journal's, else 1.",
            valueName: "rate"))
    var transferRate: Double?

    func validate() throws {
        if let transferRate, !(0...1).contains(transferRate) {
            throw ValidationError("--transfer-rate takes a number from 0 to 1, not \(transferRate)")
        }
        if transferFrom == nil, transferMessages != nil || transferRate != nil {
            throw ValidationError("--transfer-messages and --transfer-rate need --transfer-from")
        }
    }
}
