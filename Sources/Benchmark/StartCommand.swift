import ArgumentParser
import Encoders
import Foundation
import Learning
import Messages

/// Makes the model that the disaster task starts from, as a file of the program's source.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract:
            "Learn what the disaster task starts from, and print it as Sources/tocsin/Start/BuiltInStart+Numbers.swift.",
        discussion: """
            The labels of sample-data and the vectors of an encoder are all that it is learnt from: a logistic regression, \
            512 weights for the encoder that the install brings. The same messages and encoder give the same numbers up to \
            the last bits, which depend on the processor.
            """)

    @Argument(help: "Messages with a label column: sample-data/gold.csv.")
    var path: String

    @Option(help: "The folder of the encoder.")
    var encoder: String

    @Option(help: "Threads.")
    var threads = 2

    func run() throws {
        let scheme = LabelScheme.disaster
        let known = try LabelledSet(try MessageReader(scheme: scheme).read(path: path), option: "messages")
        let texts = known.pool.indices.map { known.pool.text(at: $0) }
        let encoder = try SentenceEncoder(folder: encoder)
        let positive = scheme.positiveIndex
        guard
            let model = VectorModel(
                learning: try encoder.denseRows(of: texts, threads: threads),
                isPositive: known.answers.map { $0.has(positive) }, hashes: known.pool.indices.map(known.pool.textHash),
                task: scheme.task, positive: scheme.names[positive], negative: scheme.names[1 - positive],
                encoder: encoder.identity.digest)
        else { throw ValidationError("\(path): both labels are needed to learn from") }
        print(Self.source(of: model))
    }

    private static func source(of model: VectorModel) -> String {
        """
        // Made by `swift run -c release Benchmark start sample-data/gold.csv --encoder FOLDER`, of the labels of sample-data
        // (CC0) and the encoder that the install brings.
        extension BuiltInStart {
            static let encoder = "\(model.encoder)"
            static let labelCount = \(model.labelCount)
            /// 32-bit floating-point numbers, low byte first: the weights, then the bias.
            static let numbers = \"""
        \(base64((model.weights + [model.bias]).map(\.bitPattern)))
                \"""
            /// Hashes of the texts, 40 bits each, low byte first.
            static let texts = \"""
        \(base64(model.texts, bytes: 5))
                \"""
        }
        """
    }

    private static func base64(_ numbers: [some FixedWidthInteger], bytes count: Int? = nil) -> String {
        let bytes = numbers.flatMap { number in
            withUnsafeBytes(of: number.littleEndian) { Array($0.prefix(count ?? $0.count)) }
        }
        let text = Array(Data(bytes).base64EncodedString())
        return stride(from: 0, to: text.count, by: 100).map { start in
            "        " + String(text[start..<min(text.count, start + 100)])
        }.joined(separator: "\n")
    }
}
