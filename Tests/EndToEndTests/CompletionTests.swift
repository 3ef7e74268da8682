import Foundation
import Testing

@Test(
    "bash completes commands, options, strategies, values and files from what the program prints",
    arguments: [
        ("la", ["label"]), ("journal ver", ["verify"]), ("rank m.csv --cou", ["--count"]),
        ("rank m.csv --strategy lea", ["least-confidence"]), ("label m.csv --theme d", ["dark"]),
        ("simulate m.csv --strategies al", ["all"]), ("label flo", ["floods.csv"]),
        ("label floods.csv --task ow", ["own.yaml"]), ("label floods.csv --go", ["--goal"]),
    ])
func bashCompletes(line: String, expected: [String]) throws {
    let folder = try TemporaryFolder()
    for name in ["floods.csv", "own.yaml", "own.csv"] { _ = try folder.file(name, "") }
    let script = try Program.run("--generate-completion-script", "bash")
    #expect(script.status == 0)
    let path = try folder.file("completions", script.output)
    let asking = """
        cd "$0" && source "$1" && shift
        COMP_WORDS=(tocsin "$@"); COMP_CWORD=$#; COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
        _tocsin tocsin "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" && printf '%s\\n' "${COMPREPLY[@]}"
        """
    let words = line.split(separator: " ").map(String.init)
    let result = try run(["bash", "-c", asking, folder.url.path, path] + words)
    let found = result.output.split(separator: "\n").map { String($0).trimmingCharacters(in: .whitespaces) }
    #expect(found == expected, "\(result.output)\(result.error)")
}

@Test("completions and the manual page are put where the user's shells and man look, and nowhere else")
func completionsAreInstalled() throws {
    let folder = try TemporaryFolder()
    let home = folder.path("home")
    let place = ["HOME": home, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""]
    let result = try run(
        ["bash", Article.root.appendingPathComponent(".ci/completions").path, Program.path], environment: place)
    #expect(result.status == 0, "\(result.error)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: home).filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(home)/\(path)", isDirectory: &isFolder) && !isFolder.boolValue
    }
    #expect(
        files.sorted() == [
            ".config/fish/completions/tocsin.fish", ".local/share/bash-completion/completions/tocsin",
            ".local/share/man/man1/tocsin.1", ".local/share/zsh/site-functions/_tocsin",
        ])
    for file in files {
        #expect(result.output.contains(file))
        #expect(try String(contentsOfFile: "\(home)/\(file)", encoding: .utf8).contains("journal"))
    }
    #expect(try run(["bash", "-n", "\(home)/.local/share/bash-completion/completions/tocsin"]).status == 0)
    let wrong = try run(
        ["bash", Article.root.appendingPathComponent(".ci/completions").path, "/no/tocsin"], environment: place)
    #expect(wrong.status == 64 && wrong.error.contains("usage"))
}

@Test("the manual page has every command with its options, and no line of text that man takes for its own")
func manualPage() throws {
    let page = try Program.run("manual")
    #expect(page.status == 0 && page.error.isEmpty)
    for words in [
        ".TH TOCSIN 1", ".SS \"tocsin label messages\"", "\\fB\\-\\-goal\\fR \\fIlabels\\fR",
        ".SS \"tocsin journal merge ",
        "\\fB\\-n\\fR, \\fB\\-\\-count\\fR \\fIcount\\fR", ".SS \"tocsin model save journal messages\"",
    ] { #expect(page.output.contains(words), "\(words)") }
    let known = [".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I", ".RS", ".RE", ".nf", ".fi"]
    for line in page.output.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
        #expect(known.contains { line == $0 || line.hasPrefix($0 + " ") }, "\(line)")
    }
}
