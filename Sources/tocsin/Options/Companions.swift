import Foundation

/// Files that belong to `messages.*` by their names: `task.yaml`, `training.*` and `evaluation.*` beside it.
struct Companions {
    private(set) var task: String?
    private(set) var training: String?
    private(set) var evaluation: String?
    private(set) var used: [String] = []

    init(of options: MessageOptions) {
        let isWanted = !options.alone
        self.init(
            path: options.path, task: isWanted && options.task == nil, training: isWanted && options.training == nil,
            evaluation: isWanted && options.evaluation == nil)
    }

    /// - Parameters:
    ///   - path: the messages.
    ///   - wantsTask: whether to look for the scheme; likewise for the two sets.
    init(path: String, task wantsTask: Bool, training wantsTraining: Bool, evaluation wantsEvaluation: Bool) {
        let url = URL(fileURLWithPath: path)
        guard path != "-", MessageFileName.stem(of: path).lastPathComponent == "messages" else { return }
        let folder = url.deletingLastPathComponent()
        func existing(_ names: [String]) -> String? {
            names.map { folder.appendingPathComponent($0).path }.first { FileManager.default.fileExists(atPath: $0) }
        }
        let plain = [MessageFileName.ending(of: path), "csv", "tsv", "jsonl", "json"]
        let endings = plain + plain.map { "\($0).gz" }
        if wantsTask { task = existing(["task.yaml", "task.yml"]) }
        if wantsTraining { training = existing(endings.map { "training.\($0)" }) }
        if wantsEvaluation { evaluation = existing(endings.map { "evaluation.\($0)" }) }
        used = [task, training, evaluation].compactMap { $0 }
    }
}
