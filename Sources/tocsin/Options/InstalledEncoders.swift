import Annotation
import Encoders
import Foundation
import Notation

/// Encoders where the program looks for them: a folder each, under `tocsin/encoders` of the user's data.
struct InstalledEncoders {
    /// What stands for no encoder.
    static let none = "none"
    /// The one that `.ci/install` brings.
    static let standard = "use"

    /// Where they are.
    let path: String

    /// `$XDG_DATA_HOME/tocsin/encoders`, by default within `~/.local/share`.
    static var ofUser: InstalledEncoders {
        let environment = ProcessInfo.processInfo.environment
        // A relative path means nothing there (XDG Base Directory Specification).
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        // Not the home that the system knows of the user: to ask for it could open a socket.
        let home = environment["HOME"] ?? ""
        return InstalledEncoders(path: (data ?? home + "/.local/share") + "/tocsin/encoders")
    }

    /// Names of those that are there, in order.
    var names: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") && Self.isFolder(path + "/" + $0) }.sorted()
    }

    /// The one in use where none is named: the standard one, else the only one; nil for none.
    var standardName: String? {
        let names = names
        return names.contains(Self.standard) ? Self.standard : names.count == 1 ? names.first : nil
    }

    /// The installed encoder that a digest tells from others; nil for none.
    func name(ofDigest digest: String) -> String? {
        names.first { (try? EncoderIdentity(folder: path + "/" + $0))?.digest == digest }
    }

    /// The folder of an encoder by the name of an installed one or by a path.
    ///
    /// - Throws: ``UnknownEncoder``.
    func folder(named name: String) throws(UnknownEncoder) -> String {
        if !name.contains("/"), names.contains(name) { return path + "/" + name }
        if Self.isFolder(name) { return URL(fileURLWithPath: name).standardizedFileURL.path }
        throw UnknownEncoder(name: name, installed: names, path: path)
    }

    /// In words, how to come to an encoder.
    var wayToOne: String {
        "bash .ci/install brings one; a folder with a sentence transformer of the families BERT or XLM-R, as its authors "
            + "publish it, can be put there as well, or named with --encoder"
    }

    /// What is known of the encoder in a folder without loading it.
    ///
    /// - Throws: `EncoderError`.
    static func source(folder: String) throws -> EncoderSource {
        let identity = try EncoderIdentity(folder: folder)
        return EncoderSource(name: identity.name, digest: identity.digest, arithmetic: identity.arithmetic) {
            try SentenceEncoder(folder: folder)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}

/// Neither an installed encoder nor a folder has this name.
struct UnknownEncoder: Error, CustomStringConvertible {
    let name: String
    let installed: [String]
    let path: String

    var description: String {
        let known =
            installed.isEmpty ? "none is installed in \(path)" : "installed are \(installed.joined(separator: ", "))"
        return "\(TerminalText.onOneLine(name)): no encoder and no folder has this name; \(known) "
            + "(tocsin encoder list); --encoder none learns from words alone"
    }
}
