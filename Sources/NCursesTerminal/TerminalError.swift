/// Why there is no terminal to work in.
public enum TerminalError: Error, Hashable, CustomStringConvertible {
    case notATerminal(stream: String)
    case unknownType(String)
    case noDatabase
    case noPipe(String)

    public var description: String {
        switch self {
        case .notATerminal(let stream):
            "\(stream) is not a terminal; run tocsin label in one, or use tocsin rank, which needs none"
        case .unknownType(let type):
            type.isEmpty
                ? "TERM is not set; set it to your terminal's type, such as xterm-256color"
                : "the terminal type '\(type)' (TERM) is not known here, or cannot address its screen; "
                    + "try TERM=xterm-256color"
        case .noDatabase:
            "there is no terminal database on this machine; install ncurses-base"
        case .noPipe(let reason):
            "no pipe could be opened: \(reason)"
        }
    }
}
