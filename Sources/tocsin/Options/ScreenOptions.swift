import ArgumentParser
import Foundation
import TerminalUI

extension Theme: ExpressibleByArgument {}

/// How the screen looks and which keys it takes.
struct ScreenOptions: ParsableArguments {
    @Option(help: "dark, light, contrast or none; default: none with NO_COLOR set, else dark.")
    var theme: Theme?

    @Option(
        help: ArgumentHelp(
            "Keys of your own (YAML), a line for each such as undo: z. Names: "
                + KeyMap.standard.bindings.map(\.id).joined(separator: ", ") + ".", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var keys: String?

    @Flag(inversion: .prefixedNo, help: "Take clicks and the wheel; without, the terminal keeps them for selecting.")
    var mouse = true

    /// The theme that was asked for, by option or by NO_COLOR.
    var chosenTheme: Theme {
        theme ?? (ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty ? .dark : .none)
    }
}
