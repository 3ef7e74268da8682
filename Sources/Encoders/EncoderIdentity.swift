import Arithmetic
import Foundation
import Notation
import TensorFiles

/// What tells an encoder's vectors from those of others; known without loading it.
public struct EncoderIdentity: Sendable, Hashable {
    /// What its folder is called.
    public let name: String
    /// Sixteen hexadecimal digits, from the files that encoders are read from and the words that are put before each text.
    /// Of large files not all is read, so that it protects from mistakes alone.
    public let digest: String
    /// What decides the last bits of vectors besides: `fma` where the kernels multiply and add in one step, else `plain`.
    public let arithmetic: String
    /// Bytes of the files that encoders are read from.
    public let byteCount: Int

    /// Ends of the names of files that an encoder may be read from.
    private static let extensions: Set<String> = ["json", "txt", "model", "safetensors", "npy"]
    /// More files than any encoder has.
    private static let largestFileCount = 1_000

    /// - Parameters:
    ///   - path: the encoder's folder.
    ///   - level: what the kernels may use of the CPU.
    /// - Throws: ``EncoderError`` where the folder or a file of it cannot be read.
    /// - Complexity: O(files), and a few pages of each MiB of them.
    public init(folder path: String, level: KernelLevel = .current) throws(EncoderError) {
        let folder = EncoderFolder(path: path)
        name = Self.name(ofFolder: path)
        let digest = try folder.digest(of: try Self.files(in: path), with: Self.prompt(folder, name: name))
        byteCount = digest.byteCount
        self.digest = digest.digits
        #if arch(arm64)
            arithmetic = "fma"
        #else
            arithmetic = level == .plain ? "plain" : "fma"
        #endif
    }

    /// What a folder is called; of one that a download tool keeps as `models--AUTHOR--NAME/snapshots/REVISION`, NAME.
    private static func name(ofFolder path: String) -> String {
        let parts = URL(fileURLWithPath: path).standardizedFileURL.pathComponents
        guard parts.count >= 3, parts[parts.count - 2] == "snapshots" else { return parts.last ?? path }
        return parts[parts.count - 3].split(separator: "--").last.map(String.init) ?? path
    }

    /// What is put before each text of the encoder in a folder.
    static func prompt(_ folder: EncoderFolder, name: String) throws(EncoderError) -> String {
        guard let configuration = try folder.settings(ifThere: "config.json") else { return "" }
        let names = [name, try configuration.text(ifThere: "_name_or_path")].compactMap { $0 }
        return try Prompt.text(names: names, settings: folder.settings(ifThere: Prompt.fileName))
    }

    /// The files of a folder and of the folders in it that may belong to an encoder, by their paths within it.
    private static func files(in path: String) throws(EncoderError) -> [String] {
        func names(_ path: String) throws(EncoderError) -> [String] {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
                throw EncoderError(path: path, found: "no folder", expected: "the folder of an encoder")
            }
            return names.filter { !$0.hasPrefix(".") }
        }
        var files: [String] = []
        for name in try names(path) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
            files += isFolder.boolValue ? try names(path + "/" + name).map { name + "/" + $0 } : [name]
        }
        let found = files.filter { Self.extensions.contains(URL(fileURLWithPath: $0).pathExtension) }.sorted()
        guard found.count <= largestFileCount else {
            throw EncoderError(
                path: path, found: "\(CountText.text(found.count, "file"))", expected: "those of one encoder")
        }
        return found
    }
}
