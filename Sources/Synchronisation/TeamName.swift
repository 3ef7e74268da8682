import Foundation
import Journal
import Notation

/// What a team's lines are filed under on a server, so that several teams can share a database.
public struct TeamName: Sendable, Hashable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// - Throws: ``NameFault``.
    public init(_ text: String) throws(NameFault) {
        guard !text.isEmpty else { throw NameFault("it is empty") }
        guard text.utf8.count <= AnnotatorName.mostBytes else {
            throw NameFault("it has \(text.utf8.count) bytes; \(AnnotatorName.mostBytes) are allowed")
        }
        guard TerminalText.onOneLine(text) == text else { throw NameFault("it has control characters") }
        description = text
    }

    /// The name of a folder, whichever way it was given.
    ///
    /// - Throws: ``NameFault`` for a folder that has none, as `/`.
    public init(ofFolder path: String) throws(NameFault) {
        let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
        guard name != "/" else { throw NameFault("the folder has no name") }
        try self.init(name)
    }
}
