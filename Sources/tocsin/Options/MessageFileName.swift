import Foundation
import Messages

/// The name of a file of messages, which the files beside it are named for.
enum MessageFileName {
    /// Endings that messages have, in the order in which they are looked for.
    static let endings = MessageReader.endings

    /// A path without its ending, and without that of gzip behind it: `pool` for `pool.csv` and `pool.csv.gz`.
    static func stem(of path: String) -> URL {
        let url = URL(fileURLWithPath: path)
        let unpacked = url.pathExtension.lowercased() == "gz" ? url.deletingPathExtension() : url
        return unpacked.deletingPathExtension()
    }

    /// The ending that tells the format: `csv` for `pool.csv` and `pool.csv.gz`.
    static func ending(of path: String) -> String {
        let url = URL(fileURLWithPath: path)
        return (url.pathExtension.lowercased() == "gz" ? url.deletingPathExtension() : url).pathExtension
    }
}
