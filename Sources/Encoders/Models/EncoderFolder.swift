import Foundation
import Notation
import TensorFiles

/// The folder of an encoder.
struct EncoderFolder {
    let path: String

    /// Larger files that are not tensors are refused: the vocabularies of published encoders have a quarter of it.
    private static let limit = 64 << 20

    /// Where a file of the folder is.
    func file(_ name: String) -> String { path + "/" + name }

    /// Whether something of that name is there.
    func contains(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    /// The bytes of a file that is no tensor; nil if there is none.
    func bytes(ifThere name: String) throws(EncoderError) -> [UInt8]? {
        contains(name) ? try bytes(name) : nil
    }

    /// The bytes of a file that is no tensor.
    func bytes(_ name: String) throws(EncoderError) -> [UInt8] {
        let path = file(name)
        let file = try EncoderError.reading { () throws(TensorFileError) in try MappedFile(path: path) }
        guard file.count <= Self.limit else {
            throw EncoderError(
                path: path, found: "\(CountText.text(file.count, "byte"))", expected: "at most \(Self.limit)")
        }
        return FileBytes(file).array
    }

    /// A file of settings.
    func settings(_ name: String) throws(EncoderError) -> EncoderSettings {
        let bytes = try bytes(name)
        return EncoderSettings(try JSONParser.value(of: bytes, path: path + "/" + name), path: path + "/" + name)
    }

    /// A file of settings; nil if there is none.
    func settings(ifThere name: String) throws(EncoderError) -> EncoderSettings? {
        contains(name) ? try settings(name) : nil
    }

    /// The digest of files, and of what else decides an encoder's vectors.
    func digest(of names: [String], with text: String) throws(EncoderError) -> FileDigest {
        try EncoderError.reading { () throws(TensorFileError) in
            var digest = FileDigest()
            digest.add(text)
            for name in names {
                digest.add(name)
                digest.add(file: FileBytes(try MappedFile(path: path + "/" + name)))
            }
            return digest
        }
    }
}
