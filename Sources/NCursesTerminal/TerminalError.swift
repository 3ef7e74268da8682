/// Why there is no terminal to work in.
public enum TerminalError: Error, Hashable, CustomStringConvertible {
    case notATerminal(stream: String)
    case unknownType(String)
    case noDatabase
    /// The locale, as the environment names it, has another character set.
    case otherCharacters(locale: String, characters: String)
    /// The locale has only ASCII, and the machine has no locale `C.UTF-8` to put in its place.
    case onlyASCII(locale: String)
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
        case .otherCharacters(let locale, let characters):
            "the locale '\(locale)' (LANG or LC_ALL) says that the terminal takes \(characters), but messages are shown in "
                + "UTF-8; try LC_ALL=C.UTF-8 in a terminal that takes UTF-8"
        case .onlyASCII(let locale):
            "the locale '\(locale)' (LANG or LC_ALL) has only ASCII, and C.UTF-8 is not installed here; set LANG to a "
                + "locale in UTF-8, such as one that `locale -a` lists"
        case .noPipe(let reason):
            "no pipe could be opened: \(reason)"
        }
    }
}
