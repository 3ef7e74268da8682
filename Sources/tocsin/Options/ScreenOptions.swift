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
                + KeyMap.bindingNames.joined(separator: ", ") + ", and strategy-NAME for each strategy.",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var keys: String?

    @Flag(inversion: .prefixedNo, help: "Take clicks and the wheel; without, the terminal keeps them for selecting.")
    var mouse = true

    @Option(
        help: ArgumentHelp(
            "How long a message is on the screen before a key labels it, and how long a key rests before it counts again; 0 takes every key.",
            valueName: "ms"))
    var `guard` = 150

    func validate() throws {
        guard (0...5_000).contains(`guard`) else {
            throw ValidationError("--guard takes milliseconds from 0 to 5000, not \(`guard`)")
        }
    }

    /// The theme that was asked for, by option or by NO_COLOR.
    var chosenTheme: Theme {
        theme ?? (ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty ? .dark : .none)
    }
}
