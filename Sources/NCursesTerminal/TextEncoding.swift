import CNcurses
import Glibc

/// The character set that the environment's locale says the terminal takes.
///
/// Messages are in all languages, so it has to be UTF-8. A locale that says nothing (`C`, none, or one that is not
/// installed) is overruled: hardly any terminal takes only ASCII today. One that names another set means it.
enum TextEncoding: Hashable {
    case utf8, onlyASCII
    case other(String)

    /// - Parameters:
    ///   - locale: as the environment names it, such as `de_DE.ISO-8859-1@euro`.
    ///   - codeset: what the C library makes of it.
    init(locale: String, codeset: String) {
        let named = locale.split(separator: "@", omittingEmptySubsequences: false).first?.split(separator: ".")
        // A locale that is not installed is plain C for the library, whatever it names.
        let name = Self.isASCII(codeset) ? named?.dropFirst().last.map(String.init) ?? codeset : codeset
        if Self.isASCII(name) {
            self = .onlyASCII
        } else if Self.plain(name) == "utf8" {
            self = Self.plain(codeset) == "utf8" ? .utf8 : .onlyASCII
        } else {
            self = .other(name)
        }
    }

    private static func isASCII(_ name: String) -> Bool {
        ["ansix341968", "usascii", "ascii", "646"].contains(plain(name))
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// Makes UTF-8 the character set of the program.
    ///
    /// - Throws: ``TerminalError`` where the environment wants another, or the machine has no locale for it.
    static func takeUTF8() throws(TerminalError) {
        let names: [String] = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.map { getenv($0).map { String(cString: $0) } ?? "" }.first { !$0.isEmpty } ?? "C"
        switch TextEncoding(locale: locale, codeset: take("")) {
        case .utf8: break
        case .onlyASCII: guard plain(take("C.UTF-8")) == "utf8" else { throw .onlyASCII(locale: locale) }
        case .other(let characters): throw .otherCharacters(locale: locale, characters: characters)
        }
    }

    private static func take(_ locale: String) -> String { String(cString: tocsin_take_locale(locale)) }
}
