import ArgumentParser
import Messages

/// The encodings that a command line names: one for all files of messages, or others for some of them.
struct FileEncodings {
    /// What a file of messages is to the command that reads it.
    typealias File = ColumnOptions.File

    private var all: CharacterEncoding?
    private var own: [File: CharacterEncoding] = [:]

    /// - Parameter names: `cp1252`, or `training:cp1252` for one file.
    /// - Throws: `ValidationError` for an encoding that this machine does not know, and for a file that there is not.
    init(_ names: [String]) throws {
        for name in names {
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            if parts.count == 2, let file = File(rawValue: parts[0].lowercased()) {
                own[file] = try Self.encoding(parts[1])
            } else if parts.count == 2, CharacterEncoding(named: name) == nil {
                let files = File.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--encoding \(name): before the colon stands one of \(files)")
            } else {
                all = try Self.encoding(name)
            }
        }
    }

    /// A reader with the encoding of a file.
    ///
    /// - Parameter isAlone: whether no other file is read, so that its encoding may as well be named for all.
    func applied(to reader: MessageReader, of file: File, isAlone: Bool = false) -> MessageReader {
        var reader = reader
        reader.encoding = own[file] ?? all
        if !isAlone { reader.encodingOption = "--encoding \(file.rawValue):" }
        return reader
    }

    private static func encoding(_ name: String) throws -> CharacterEncoding {
        guard let encoding = CharacterEncoding(named: name) else {
            throw ValidationError(
                "--encoding: this machine knows no encoding '\(name)'; it is a name such as utf-8, utf-16le, cp1252, "
                    + "latin-1, cp1251, koi8-r, macroman, shift-jis, gbk or euc-kr (iconv -l lists them)")
        }
        return encoding
    }

    static let help = ArgumentHelp(
        "How the characters of files are written that are not UTF-8 and have no byte order mark: cp1252, latin-1, cp1251, "
            + "shift-jis, utf-16le ...; for all files, or for one as in training:cp1252 (messages, training, evaluation, "
            + "gold, transfer); can stand more than once. Nothing to do with --encoder.",
        valueName: "name")
}
