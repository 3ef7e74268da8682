import Annotation
import Foundation
import Journal
import Messages

/// Which task file of a folder a journal goes on with.
enum FolderTask: Equatable {
    /// None has to be named.
    case unnamed
    case file(String)
    /// Its labels need one, and none here has any of them.
    case missing

    /// The file to be named; nil where none is.
    var file: String? { if case .file(let name) = self { name } else { nil } }

    /// Files that are looked at, by their names.
    private static let most = 100

    /// - Parameters:
    ///   - scheme: the labels of the journal.
    ///   - messages: the file that it goes on with; a task file that belongs to it by its name needs none.
    /// - Complexity: O(bytes of the folder's task files).
    init(of scheme: RecordedScheme?, messages: String, in folder: String, among files: Set<String>) {
        let companions = Companions(
            path: "\(folder)/\(messages)", task: true, training: false, evaluation: false)
        guard let scheme, companions.task == nil else {
            self = .unnamed
            return
        }
        let names = files.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().prefix(Self.most)
        let tasks = names.compactMap { name in
            (try? LabelScheme(contentsOf: "\(folder)/\(name)")).map { (name: name, scheme: $0) }
        }
        if let own = tasks.first(where: { $0.scheme.task == scheme.task && $0.scheme.names == scheme.names }) {
            self = .file(own.name)
        } else if !SchemeDifference(from: scheme, to: .disaster).leavesNothing {
            self = .unnamed
        } else if let near = tasks.first(where: { !SchemeDifference(from: scheme, to: $0.scheme).leavesNothing }) {
            self = .file(near.name)
        } else {
            self = .missing
        }
    }
}
