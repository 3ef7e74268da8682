import Answers
import Foundation

extension MessageReader {
    /// Endings of files that are messages.
    public static let endings = ["csv", "tsv", "jsonl", "json", "txt"]

    /// Reads all files of a folder as one pool, in the order of their names; hidden files and those of other endings are passed
    /// over.
    ///
    /// Rows without an id are counted in their file, and called `FILE:ROW`. A message that stands in two files is there once.
    /// - Throws: ``ReadingError`` of the first file that cannot be read, and for an id that two files give to different texts.
    /// - Complexity: O(bytes).
    public func read(folder: String) throws(ReadingError) -> ReadMessages {
        var pool = MessagePool()
        var answers = OptionalAnswers()
        var origins: [String] = []
        var starts: [Int] = []
        var read: [ReadMessages] = []
        for name in try Self.names(in: folder) {
            let path = "\(folder)/\(name)"
            let file = try self.read(path: path)
            let stem = name.split(separator: ".").first.map(String.init) ?? name
            starts.append(pool.count)
            origins.append(path)
            for index in file.pool.indices {
                let plain = file.pool.id(at: index)
                let id = file.isCounted ? "\(stem):\(plain)" : plain
                var fields: [String] = []
                for field in file.pool.fields(at: index) {
                    guard let place = pool.place(ofField: field.name, limit: Self.fieldLimit) else { continue }
                    fields += Array(repeating: "", count: max(0, place + 1 - fields.count))
                    fields[place] = field.value
                }
                guard let known = pool.append(id: id, text: file.pool.text(at: index), fields: fields) else {
                    answers.append(file.answers[index])
                    continue
                }
                guard pool.text(at: known) == file.pool.text(at: index) else {
                    let other = origins[(starts.lastIndex { $0 <= known }) ?? 0]
                    throw .idInTwoFiles(path: path, other: other, id: id, option: "--\(ColumnRole.id.rawValue)-column ")
                }
            }
            read.append(file)
        }
        guard var whole = read.first else { throw .noFilesOfMessages(path: folder) }
        whole = ReadMessages(
            path: folder, format: whole.format, pool: pool, answers: answers, problems: read.flatMap(\.problems),
            tally: whole.tally, taken: whole.taken, columnNames: whole.columnNames)
        whole.otherTallies = read.dropFirst().map(\.tally)
        return whole
    }

    private static func names(in folder: String) throws(ReadingError) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw .notReadable(path: folder, reason: error.localizedDescription)
        }
        return names.filter { name in
            let parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard let last = parts.last, parts.count > 1, !name.hasPrefix(".") else { return false }
            return endings.contains(last == "gz" && parts.count > 2 ? parts[parts.count - 2] : last)
        }.sorted()
    }
}

extension ReadMessages {
    /// Whether its messages have no ids of their own, so that rows are counted.
    fileprivate var isCounted: Bool { taken.isCounted || columnNames.isEmpty && taken[.id].isEmpty }
}
