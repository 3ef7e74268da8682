import ArgumentParser
import Encoders
import Learning
import Messages

/// Labelled messages as rows that models learn from.
struct LabelledRows {
    let rows: FeatureRows
    /// One for each row.
    let labels: [Int]
    let labelCount: Int

    /// - Parameter encoder: folder of an encoder; nil for words alone.
    init(path: String, task: String?, encoder: String?, threads: Int) throws {
        let scheme = try task.map { try LabelScheme(contentsOf: $0) } ?? .disaster
        let known = try LabelledSet(try MessageReader(scheme: scheme).read(path: path), option: "messages")
        let texts = known.pool.indices.map { known.pool.text(at: $0) }
        let sparse = try FeatureExtractor().extract(
            fromTexts: texts.count, text: { texts[$0] }, threads: threads
        ).rows
        let dense = try encoder.map {
            try SentenceEncoder(folder: $0).denseRows(of: texts, threads: threads)
        }
        rows = FeatureRows(sparse, dense: dense)
        labels = known.answers.compactMap(\.label)
        labelCount = scheme.labels.count
    }

    func examples(_ rows: some Sequence<Int>) -> [Example] {
        rows.sorted().map { Example(row: $0, label: labels[$0]) }
    }
}

/// Which labelled messages a benchmark learns from, and how.
struct LabelledMessages: ParsableArguments {
    @Argument(help: "Labelled messages.")
    var path: String

    @Option(help: "Label scheme (YAML); default: the disaster task.")
    var task: String?

    @Option(help: "Folder of an encoder; default: words alone.")
    var encoder: String?

    @Option(help: "Threads.")
    var threads = 2

    func rows() throws -> LabelledRows {
        try LabelledRows(path: path, task: task, encoder: encoder, threads: threads)
    }
}
