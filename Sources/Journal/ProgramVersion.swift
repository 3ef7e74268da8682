import Foundation

/// A version of the program, as a journal's session lines name it.
public struct ProgramVersion: Sendable, Hashable, CustomStringConvertible {
    /// As it is written.
    public let description: String

    public init(_ text: String) { description = text }

    /// Equal texts became one question, rounds got ten labels and more columns are known by their names: journals that were begun
    /// before keep what was usual then.
    public static let ofOneQuestion = ProgramVersion("0.4.0")

    /// Whether this one is older.
    public func isBefore(_ other: ProgramVersion) -> Bool {
        description.compare(other.description, options: .numeric) == .orderedAscending
    }
}
