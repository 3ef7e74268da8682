import Foundation
import Notation

/// A command as it can be given to a shell.
struct ShellCommand: CustomStringConvertible {
    let words: [String]

    /// The command that this program was started by.
    static var own: ShellCommand { ShellCommand(words: CommandLine.arguments) }

    /// On one line, quoted where a shell would read a word otherwise, or a terminal obey it.
    var description: String { words.map(Self.quoted).joined(separator: " ") }

    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+:,./-".utf8)

    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { plain.contains($0) || $0 == UInt8(ascii: "=") }
        if isPlain, !word.isEmpty, !word.hasPrefix("=") { return word }
        guard TerminalText.onOneLine(word) == word else {
            // As bash, zsh and ksh take it, and none of it is a command to the terminal.
            let bytes = word.utf8.map { byte in
                plain.contains(byte) || byte == 0x20 ? String(UnicodeScalar(byte)) : String(format: "\\%03o", byte)
            }
            return "$'\(bytes.joined())'"
        }
        return "'\(word.replacing("'", with: "'\\''"))'"
    }
}
