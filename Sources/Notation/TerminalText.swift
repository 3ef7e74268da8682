/// Text that commands no terminal.
public enum TerminalText {
    /// What stands for a scalar where a terminal shows it: control characters become symbols that can be seen, line and
    /// paragraph separators a space; nil for marks that turn the writing direction, which are left out.
    public static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        case 0x80..<0xA0: "\u{FFFD}"
        case 0x2028, 0x2029: " "
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: nil
        default: scalar
        }
    }

    /// A text with every scalar made visible; line ends and tabs stay.
    public static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { !isAsItIs($0) }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isAsItIs(scalar) { result.append(scalar) } else if let shown = visible(scalar) { result.append(shown) }
        }
        return String(result)
    }

    private static func isAsItIs(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\t" || visible(scalar) == scalar
    }

    /// As ``visible(_:)``, line ends and tabs included: for a value inside a line.
    public static func onOneLine(_ text: String) -> String {
        visible(text).replacing("\n", with: "\u{240A}").replacing("\t", with: "\u{2409}")
    }
}
