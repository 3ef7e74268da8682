import Foundation

/// The program's two streams.
enum Output {
    /// Data go out as they are, unless it is a terminal that reads them.
    static func write(_ text: String) {
        let isForPeople = isatty(STDOUT_FILENO) != 0
        FileHandle.standardOutput.write(Data((isForPeople ? visible(text) : text).utf8))
    }

    /// For people alone, where there is still a terminal: it may have gone, or go meanwhile.
    static func writeToTerminal(_ text: String) {
        guard isatty(STDOUT_FILENO) == 1 else { return }
        try? FileHandle.standardOutput.write(contentsOf: Data(visible(text).utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((visible(text) + "\n").utf8))
    }

    /// The text with every control character as a symbol that can be seen, so that no file name, label or message
    /// commands the terminal; line ends and tabs stay, marks that turn the writing direction go.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case _ where !isControl(scalar): result.append(scalar)
            case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: result.append("\u{2421}")
            case 0x80..<0xA0: result.append("\u{FFFD}")
            default: break
            }
        }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// As ``visible(_:)``, line ends and tabs included: for a value inside a line.
    static func onOneLine(_ text: String) -> String {
        visible(text).replacing("\n", with: "\u{240A}").replacing("\t", with: "\u{2409}")
    }

    /// Names the rows that could not be taken, at most ten of them.
    static func complain(of problems: [String], count: Int) {
        guard count > 0 else { return }
        complain(
            "\(count) row\(count == 1 ? "" : "s") could not be taken as \(count == 1 ? "it stands" : "they stand"):")
        for problem in problems.prefix(10) { complain("  \(problem)") }
        if count > 10 { complain("  and \(count - min(10, problems.count)) more") }
    }
}
