import Testing

@testable import NCursesTerminal

@Test(
    "a locale in UTF-8 is taken, one that says nothing is overruled, one that names another character set is meant so",
    arguments: [
        ("en_GB.UTF-8", "UTF-8", TextEncoding.utf8), ("C.UTF-8", "UTF-8", .utf8), ("de_AT.utf8@euro", "UTF-8", .utf8),
        ("ja_JP", "UTF-8", .utf8),
        // What glibc calls ASCII, for C itself and for locales that are not installed.
        ("C", "ANSI_X3.4-1968", .onlyASCII), ("POSIX", "ANSI_X3.4-1968", .onlyASCII),
        ("en_GB.UTF-8", "ANSI_X3.4-1968", .onlyASCII), ("tr_TR", "ANSI_X3.4-1968", .onlyASCII),
        ("en_US.US-ASCII", "ANSI_X3.4-1968", .onlyASCII), ("", "ANSI_X3.4-1968", .onlyASCII),
        ("de_DE.ISO-8859-1", "ISO-8859-1", .other("ISO-8859-1")), ("de_DE@euro", "ISO-8859-15", .other("ISO-8859-15")),
        ("de_DE.ISO-8859-1", "ANSI_X3.4-1968", .other("ISO-8859-1")), ("ru_RU.KOI8-R", "KOI8-R", .other("KOI8-R")),
        ("ja_JP.eucJP@x", "ANSI_X3.4-1968", .other("eucJP")),
    ])
func characterSets(locale: String, codeset: String, encoding: TextEncoding) {
    #expect(TextEncoding(locale: locale, codeset: codeset) == encoding)
}
