/// The program's manual page in the language of `man`, all commands on one page.
struct ManualPage {
    let text: String

    init(of program: CommandDeclaration) {
        var lines = [
            ".TH TOCSIN 1 \"\" \"Tocsin \(Tocsin.version)\" \"\"", ".SH NAME",
            "tocsin \\- " + Self.escaped(program.abstract ?? ""), ".SH SYNOPSIS", ".B tocsin", ".I command",
            "[options]", ".SH DESCRIPTION",
        ]
        lines += Self.paragraphs(program.discussion)
        lines.append(".SH COMMANDS")
        for command in program.commands { lines += Self.section(of: command, called: "tocsin") }
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func section(of command: CommandDeclaration, called parent: String) -> [String] {
        let name = "\(parent) \(command.commandName)"
        let arguments = (command.arguments ?? []).filter { $0.shouldDisplay && !isOfEvery($0) }
        let places = arguments.filter { $0.names == nil }.map { argument in
            let word = (argument.valueName ?? "value") + (argument.isRepeating ? "..." : "")
            return argument.isOptional ? "[\(word)]" : word
        }
        var lines = [".SS \"\(escaped(([name] + places).joined(separator: " ")))\"", escaped(command.abstract ?? "")]
        lines += command.discussion.map { [".PP"] + paragraphs($0) } ?? []
        for argument in arguments {
            let value = argument.kind == "option" ? argument.valueName.map { " \\fI\(escaped($0))\\fR" } ?? "" : ""
            let names = argument.names.map { $0.map { "\\fB\(escaped($0.written))\\fR" }.joined(separator: ", ") }
            lines += [".TP", (names ?? "\\fI\(escaped(argument.valueName ?? "value"))\\fR") + value]
            lines.append(escaped(argument.abstract ?? ""))
        }
        for inner in command.commands { lines += section(of: inner, called: name) }
        return lines
    }

    /// Options that every command has are not said of each.
    private static func isOfEvery(_ argument: CommandDeclaration.Option) -> Bool {
        (argument.names ?? []).contains { ["--help", "--version"].contains($0.written) }
    }

    /// Blocks between empty lines; one that is indented stays as it is.
    private static func paragraphs(_ text: String?) -> [String] {
        var lines: [String] = []
        for line in (text ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                lines.append(".PP")
            } else if line.hasPrefix("    ") {
                lines += [".RS", ".nf", escaped(String(line.drop { $0 == " " })), ".fi", ".RE"]
            } else {
                lines.append(escaped(String(line)))
            }
        }
        return lines
    }

    /// Text that `man` takes for no command of its own.
    private static func escaped(_ text: String) -> String {
        let line = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\"", with: "\\(dq")
            .replacing("\n", with: " ")
        return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }
}
