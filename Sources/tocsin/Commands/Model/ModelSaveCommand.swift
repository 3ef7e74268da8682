import Annotation
import ArgumentParser
import Journal
import Learning
import Notation

/// `tocsin model save`: the model of a session, as a file.
struct ModelSaveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Learn from all labels of a journal, as its next round would, and write the model to a file.",
        discussion: """
            The file is in the safetensors format, with all that it needs to go from a text to probabilities, but for \
            the encoder of meaning where it has learnt from one: that is named in it. Another task can start from it with --transfer-from. Name the same --task, --training, --evaluation and \
            --transfer-from as for labelling, if any were named there.
            """)

    @Argument(help: ArgumentHelp("The journal.", valueName: "journal"), completion: .file())
    var journal: String

    @OptionGroup var messages: MessageOptions

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write the model there.", valueName: "file.safetensors"),
        completion: .file(extensions: ["safetensors"]))
    var output: String

    @Flag(help: "Replace a file of that name, though it is no model of this program.")
    var force = false

    @OptionGroup var encoder: EncoderOptions

    @OptionGroup var transfer: TransferOptions

    @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "n"))
    var threads: Int?

    func run() throws {
        try TeamFolder.refuse(messages.path, by: "tocsin model save")
        var source = try SessionSource(
            messages, try SessionOptions(journal: journal, encoder: encoder, transfer: transfer, threads: threads),
            annotator: "")
        let file = OutputFile(
            path: output, kind: .model, option: "--output", others: source.files + [journal], isForced: force)
        try file.check()
        Output.complain(of: source.account, columns: source.takenColumns)
        var contents = try source.journal(at: journal)
        source = try source.goingOn(contents)
        contents = try source.accepting(contents)
        let state = try SessionState(
            corpus: source.corpus, settings: try source.settings(for: contents), lines: contents.lines)
        let choice = try source.encoder(for: contents)
        for notice in source.notices(choice) { Output.complain(notice) }
        let vectors = try source.vectors(choice, for: contents)
        try vectors?.makeWithProgress()
        let modelSettings = try source.modelSettings(for: contents)
        let model = try TextModel(
            nextRoundOf: state, modelSettings: modelSettings, transfer: source.transfer(with: vectors),
            vectors: vectors, features: source.features(modelSettings), tool: "tocsin \(Tocsin.version)",
            threads: source.threads)
        let bytes = model.fileBytes
        try file.write(bytes)
        Output.write("\(output): \(CountText.text(bytes.count, "byte"))\n\(model.summary)")
    }
}
