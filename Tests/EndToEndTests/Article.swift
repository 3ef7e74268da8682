import Foundation

/// A page for people that stands in the repository.
struct Article: Sendable, CustomStringConvertible {
    /// Its path in the repository.
    let description: String

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let catalogue = "Sources/tocsin/Documentation.docc"

    static let readme = Article(description: "README.md")

    /// An article of the catalogue.
    static func named(_ name: String) -> Article { Article(description: "\(catalogue)/\(name).md") }

    static let all: [Article] = {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(catalogue).path)) ?? []
        return [
            readme, Article(description: ".github/CONTRIBUTING.md"), Article(description: "sample-data/README.md"),
            Article(description: "sample-data/COMPARISON.md"), Article(description: "sample-data/needs/README.md"),
            Article(description: "sample-data/needs-several/README.md"),
        ] + names.filter { $0.hasSuffix(".md") }.sorted().map { Article(description: "\(catalogue)/\($0)") }
    }()

    private var file: URL { Self.root.appendingPathComponent(description) }

    func text() throws -> String { try String(contentsOf: file, encoding: .utf8) }

    /// What stands between two marks.
    func part(from start: String, to end: String) throws -> String {
        let text = try text()
        guard let opening = text.range(of: start),
            let closing = text[opening.upperBound...].range(of: end)
        else { throw NoPart(article: self, start: start, end: end) }
        return text[opening.upperBound..<closing.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines)
    }

    struct NoPart: Error {
        let article: Article
        let start: String
        let end: String
    }

    /// The blocks that are marked as being in a language.
    func blocks(in language: String) throws -> [String] {
        try text().components(separatedBy: "\n```\(language)\n").dropFirst().map { rest in
            String(rest.prefix(upTo: rest.range(of: "\n```")?.lowerBound ?? rest.endIndex))
        }
    }

    /// What stands in code marks within sentences and tables.
    func marked() throws -> [String] {
        var isBlock = false
        let lines = try text().split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            guard line.drop(while: { $0 == " " }).hasPrefix("```") else { return !isBlock }
            isBlock.toggle()
            return false
        }
        let parts = lines.joined(separator: "\n").split(separator: "`", omittingEmptySubsequences: false)
        return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// What it refers to beside it: targets of links that name no other place, and articles that are named for the catalogue.
    func links() throws -> [String] {
        let text = try text()
        let named = text.matches(of: /<doc:([A-Za-z]+)>/).map { "\($0.output.1).md" }
        let targets = text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) }
        return named + targets.filter { !$0.contains("://") }
    }

    /// Whether a path that is relative to the article leads to a file.
    func leads(to path: String) -> Bool {
        FileManager.default.fileExists(
            atPath: file.deletingLastPathComponent().appendingPathComponent(path).standardized.path)
    }
}
