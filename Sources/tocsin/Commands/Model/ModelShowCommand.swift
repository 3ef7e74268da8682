import ArgumentParser
import Learning

/// `tocsin model show`: what a model's file holds.
struct ModelShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print what a model's file says of itself: labels, threshold, features, sizes.")

    @Argument(help: ArgumentHelp("The model.", valueName: "file"), completion: .file(extensions: ["safetensors"]))
    var path: String

    func run() throws {
        let bytes = try ModelFile.bytes(of: path)
        Output.write(try TextModel(fileBytes: bytes, path: path).summary)
    }
}
