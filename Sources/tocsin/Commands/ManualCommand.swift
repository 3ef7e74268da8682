import ArgumentParser

/// `tocsin manual`: the manual page, from what the program declares of itself.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print the manual page, for man: tocsin manual | man -l -",
        discussion: """
            Completions for a shell: tocsin --generate-completion-script bash, zsh or fish. In Tocsin's repository \
            .ci/completions puts both where the user's shells and man look for them.
            """)

    func run() throws {
        Output.write(ManualPage(of: try CommandDeclaration.program()).text)
    }
}
