import Learning
import Messages

/// The bytes of a model's file.
enum ModelFile {
    /// Models have a few hundred megabytes at most.
    private static let limit = 1 << 32

    /// - Throws: `ReadingError`.
    static func bytes(of path: String) throws(ReadingError) -> [UInt8] {
        do {
            return try InputFile.bytes(of: path, limit: limit, patience: 60)
        } catch .isDirectory {
            throw .notReadable(path: path, reason: "it is a directory")
        } catch .tooLarge {
            throw .notReadable(path: path, reason: "it holds more than \(limit >> 30) GiB")
        }
    }

    /// Tells one file from another, for the journal.
    static func digest(of bytes: [UInt8]) -> String {
        var hash = FNV1a()
        for byte in bytes { hash.add(byte) }
        return hash.digits
    }
}
