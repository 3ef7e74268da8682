import ArgumentParser
import Foundation
import Messages
import Testing

@testable import tocsin

@Test("every link of an article leads to a file", arguments: Article.all)
func linksLead(article: Article) throws {
    for link in try article.links() { #expect(article.leads(to: link), "\(link)") }
}

@Test("the catalogue's root leads to every other article of it")
func rootLeadsToAll() throws {
    let root = Article.named("Documentation")
    let catalogue = Article.all.map(\.description).filter { $0.contains(".docc/") && $0 != root.description }
    let names = try root.links()
    for article in catalogue { #expect(names.contains { article.hasSuffix("/" + $0) }, "\(article)") }
}

@Test("every file and folder that an article names is there", arguments: Article.all)
func namedFiles(article: Article) throws {
    let files = FileManager.default.enumerator(atPath: Article.root.appendingPathComponent("Sources").path)
    let tests = FileManager.default.enumerator(atPath: Article.root.appendingPathComponent("Tests").path)
    let all = Set([files, tests].flatMap { $0?.compactMap { ($0 as? String)?.split(separator: "/").last } ?? [] })
    for name in try article.marked() {
        if name.wholeMatch(of: /(Sources|Tests|sample-data|\.ci|\.github)\/\S+/) != nil {
            let path = Article.root.appendingPathComponent(name).path
            #expect(FileManager.default.fileExists(atPath: path), "\(name)")
        } else if name.wholeMatch(of: /[A-Za-z+]+\.swift/) != nil {
            let isThere = all.contains(name[...])
            #expect(isThere, "\(name)")
        }
    }
}

/// The commands of ours in a block of the shell's, without the words that build the program first.
private func commands(in block: String) -> [String] {
    block.replacing("&&", with: "\n").split(separator: "\n")
        .map { $0.trimmingCharacters(in: .whitespaces).replacing("swift run -c release tocsin", with: "tocsin") }
        .filter { $0.hasPrefix("tocsin ") }
}

/// Whether the program takes a command's words, those before a redirection.
private func isTaken(_ command: String) -> Bool {
    let words = command.split(whereSeparator: \.isWhitespace).dropFirst().prefix { $0 != ">" }.map(String.init)
    do {
        _ = try Tocsin.parseAsRoot(words)
        return true
    } catch {
        return Tocsin.exitCode(for: error).isSuccess
    }
}

/// Whether words are the name of a command and no more, as in a sentence about it.
private func isName(_ command: String) -> Bool {
    var type: any ParsableCommand.Type = Tocsin.self
    for word in command.split(whereSeparator: \.isWhitespace).dropFirst().map(String.init) {
        guard let next = type.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
            return false
        }
        type = next
    }
    return true
}

@Test("the program takes every command that an article shows", arguments: Article.all)
func commandsAreTaken(article: Article) throws {
    for block in try article.blocks(in: "sh") {
        for command in commands(in: block) { #expect(isTaken(command), "\(command)") }
    }
    for command in try article.marked() where command.hasPrefix("tocsin ") {
        #expect(isName(command) || isTaken(command), "\(command)")
    }
}

@Test("a shell understands every block that an article has for it", arguments: Article.all)
func shellBlocks(article: Article) throws {
    for block in try article.blocks(in: "sh") {
        let result = try run(["bash", "-n", "-c", block])
        #expect(result.status == 0 && result.error.isEmpty, "\(block): \(result.error)")
    }
}

@Test("the guide's files of keys and of a task are taken")
func guideFiles() throws {
    let folder = try TemporaryFolder()
    let blocks = try Article.named("Guide").blocks(in: "yaml")
    #expect(blocks.count == 4)
    for block in blocks {
        let file = try folder.file("file.yaml", block)
        if block.hasPrefix("task:") {
            // The second is the one of labels that change.
            #expect(
                try LabelScheme(contentsOf: file).labels.count
                    == (block.contains("was:") ? 5 : block.contains("several:") ? 4 : 2))
        } else {
            let map = try KeysFile.keyMap(contentsOf: file)
            try KeysFile.check(map, from: file, against: .disaster)
        }
    }
}

@Test("the architecture's rooms stand on what their files import")
func roomsAreDocumented() throws {
    let sources = Article.root.appendingPathComponent("Sources")
    let rooms = Set(try FileManager.default.contentsOfDirectory(atPath: sources.path))
    var documented: [String: Set<String>] = [:]
    for line in try Article.named("Architecture").part(from: "| room | stands on |", to: "\n\n").split(separator: "\n")
    {
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let room = cells.first, rooms.contains(room) else { continue }
        documented[room] = Set(
            cells.dropFirst().joined().split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }
    #expect(Set(documented.keys) == rooms)
    for room in rooms {
        let files = FileManager.default.enumerator(atPath: sources.appendingPathComponent(room).path)
        var imported: Set<String> = []
        for case let name as String in files ?? .init() where name.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appendingPathComponent("\(room)/\(name)"), encoding: .utf8)
            imported.formUnion(text.matches(of: /(?m)^import (\w+)$/).map { String($0.output.1) })
        }
        #expect(documented[room] == imported.intersection(rooms), "\(room)")
    }
}

@Test("every test that the page on reliability names is there")
func faultTestsAreThere() throws {
    let tests = Article.root.appendingPathComponent("Tests")
    var names: Set<String> = []
    for case let path as String in FileManager.default.enumerator(atPath: tests.path) ?? .init() {
        names.formUnion(path.replacing(".swift", with: "").split(separator: "/").map(String.init))
        guard path.hasSuffix(".swift") else { continue }
        let text = try String(contentsOf: tests.appendingPathComponent(path), encoding: .utf8)
        names.formUnion(text.matches(of: /func (\w+)\(/).map { String($0.output.1) })
    }
    let rows = try Article.named("Reliability").text().split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
    var count = 0
    for row in rows {
        let cell = String(row.split(separator: "|").dropFirst(2).first ?? "")
        for name in cell.matches(of: /`([A-Za-z]+)`/).map({ String($0.output.1) }) {
            count += 1
            #expect(names.contains(name), "\(name)")
        }
    }
    #expect(count > 50)
}
