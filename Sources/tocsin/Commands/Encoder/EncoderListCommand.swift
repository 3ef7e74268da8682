import ArgumentParser
import Encoders
import Notation

/// `tocsin encoder list`: the encoders that a name is enough for.
struct EncoderListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the installed encoders: family, numbers of a vector, size, digest.",
        discussion: """
            Each is a folder under tocsin/encoders of $XDG_DATA_HOME, which is ~/.local/share where it is not set. \
            One that cannot be read is listed with the reason.
            """)

    func run() {
        let installed = InstalledEncoders.ofUser
        let names = installed.names
        Output.write("\(TerminalText.onOneLine(installed.path)):\(names.isEmpty ? " no encoder" : "")\n")
        if names.isEmpty { Output.write("\(installed.wayToOne)\n") }
        let standard = installed.standardName
        for name in names {
            let mark = name == standard ? " (in use where none is named)" : ""
            Output.write("  \(TerminalText.onOneLine(name))\(mark): \(Self.facts(of: installed.path + "/" + name))\n")
        }
    }

    private static func facts(of folder: String) -> String {
        do throws(EncoderError) {
            let encoder = try SentenceEncoder(folder: folder)
            return [
                encoder.family, "\(CountText.text(encoder.width, "number")) a vector", encoder.identity.sizeInWords,
                "digest \(encoder.identity.digest)",
            ].joined(separator: "; ")
        } catch {
            return "cannot be used: \(TerminalText.onOneLine(error.description))"
        }
    }
}
