import Analysis
import Annotation
import Foundation
import Threads

/// The results of a simulation: a line that says what is simulated, then a JSON object for each record, appended as
/// they come, so that a simulation goes on where it stopped.
final class SimulationFile: Sendable {
    /// What is simulated; records of another are of no use.
    struct Identity: Codable, Hashable {
        var tool: String
        var messages: String
        var start: Int
        var round: Int
        var baseRate: Double?
        var heldOut: Double
        var features: String
        /// Whether near copies may stand in one round; nil where not.
        var copies: Bool?
        /// The vectors that models learn from beside the words; nil for words alone.
        var vectors: String?
        /// The task that models start from, and whether its layer goes on; nil where they start from nothing.
        var transfer: String?
    }

    let path: String
    /// Records that were there before.
    let known: [SimulationRecord]
    private let handle: Lock<FileHandle>

    /// Whether a file that begins with these bytes holds results.
    static func isBeginning(_ bytes: [UInt8]) -> Bool {
        (try? JSONDecoder().decode(Identity.self, from: Data(bytes.prefix { $0 != 0x0A }))) != nil
    }

    /// Opens the results of the same simulation, or starts them.
    ///
    /// A last line without its end is what a killed run leaves; it is cut off and played again.
    /// - Throws: ``SimulationFileError`` for the results of another simulation, and for damage; ``OutputFileError`` where
    ///   they must not be begun.
    init(_ file: OutputFile, identity: Identity, fresh: Bool) throws {
        let path = file.path
        self.path = path
        if fresh || !file.isThere { try file.write(Array(try Self.encoder.encode(identity) + Data("\n".utf8))) }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw SimulationFileError.notWritable(path: path, reason: error.localizedDescription)
        }
        let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let lines = bytes[..<end].split(separator: 0x0A)
        let decoder = JSONDecoder()
        guard let first = lines.first, let found = try? decoder.decode(Identity.self, from: first) else {
            throw SimulationFileError.notResults(path: path)
        }
        guard found == identity else {
            throw SimulationFileError.otherSimulation(path: path, differences: found.differences(to: identity))
        }
        known = try lines.dropFirst().enumerated().map { index, line in
            do {
                return try decoder.decode(SimulationRecord.self, from: line)
            } catch {
                throw SimulationFileError.damaged(path: path, line: index + 2)
            }
        }
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw SimulationFileError.notWritable(path: path, reason: "it cannot be opened for writing")
        }
        try handle.truncate(atOffset: UInt64(end))
        self.handle = Lock(handle)
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// Adds a record at the end.
    func append(_ record: SimulationRecord) throws {
        let line = try Self.encoder.encode(record) + Data("\n".utf8)
        try handle.withLock { handle in
            try handle.seekToEnd()
            try handle.write(contentsOf: line)
        }
    }
}

extension SimulationFile.Identity {
    /// In words, what tells these results from others.
    func differences(to other: SimulationFile.Identity) -> [String] {
        var found: [String] = []
        func compare(_ name: String, _ own: String, _ others: String) {
            if own != others { found.append("\(name) \(own) there, \(others) here") }
        }
        compare("version", tool, other.tool)
        compare("messages and labels", messages, other.messages)
        compare("--start", "\(start)", "\(other.start)")
        compare("--round", "\(round)", "\(other.round)")
        compare("--base-rate", baseRate.map { "\($0)" } ?? "none", other.baseRate.map { "\($0)" } ?? "none")
        compare("--held-out", "\(heldOut)", "\(other.heldOut)")
        compare("--copies", "\(copies ?? false)", "\(other.copies ?? false)")
        compare("--features", features, other.features)
        compare("--encoder", vectors ?? "none", other.vectors ?? "none")
        compare("--transfer-from", transfer ?? "none", other.transfer ?? "none")
        return found
    }
}

/// Why a file of results cannot be used.
enum SimulationFileError: Error, CustomStringConvertible {
    case notWritable(path: String, reason: String)
    case notResults(path: String)
    case otherSimulation(path: String, differences: [String])
    case damaged(path: String, line: Int)

    var description: String {
        switch self {
        case .notWritable(let path, let reason):
            "\(path): the results cannot be kept there: \(reason); name another file with --results"
        case .notResults(let path):
            "\(path), line 1: these are not the results of a simulation; name another file with --results"
        case .otherSimulation(let path, let differences):
            "\(path): these are the results of another simulation (\(differences.joined(separator: "; "))); "
                + "name another file with --results, or start over with --fresh"
        case .damaged(let path, let line):
            "\(path), line \(line): this is not a result; remove the line, or start over with --fresh"
        }
    }
}
