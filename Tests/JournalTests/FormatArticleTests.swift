import Foundation
import Testing

@testable import Journal

private func article() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return try String(
        contentsOf: root.appendingPathComponent("Sources/tocsin/Documentation.docc/JournalFormat.md"), encoding: .utf8)
}

/// The names of an object's members, and of those in it.
private func names(in value: Any) -> [String] {
    ((value as? [String: Any]) ?? [:]).flatMap { [$0.key] + names(in: $0.value) }
}

@Test("the article on the format has a section for each event, with every field", arguments: EventKind.allCases)
func everyFieldIsDescribed(kind: EventKind) throws {
    let article = try article()
    let heading = try #require(article.range(of: "\n### `\(kind.rawValue)`\n"))
    let rest = article[heading.upperBound...]
    let section = rest[..<(rest.range(of: "\n### ")?.lowerBound ?? rest.endIndex)]
    for payload in [kind.samples.full, kind.samples.bare] {
        let members = try JSONSerialization.jsonObject(with: Data("{\(payload.members.text)}".utf8))
        for name in names(in: members) { #expect(section.contains("`\(name)`"), "\(name)") }
    }
}

@Test("the article's journal has a line of each event")
func everyEventIsShown() throws {
    let article = try article()
    let block = try #require(article.firstRange(of: "```json\n"))
    let lines = article[block.upperBound...].prefix { $0 != "`" }
    let contents = try JournalContents(Array(lines.utf8), path: "example")
    #expect(Set(contents.lines.map { type(of: $0.event.payload).kind }) == Set(EventKind.allCases))
}
