import ArgumentParser
import Arithmetic
import Encoders
import Foundation
import Notation

/// `tocsin encoder check`: whether an encoder can be read, and whether it knows what is alike.
struct EncoderCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read all of an encoder, and compare a few sentences with it.",
        discussion: """
            Prints what the encoder is, how many messages a second it takes on this machine, and how near it finds two \
            sentences (1: the same; 0: nothing in common). The pairs that say the same should be nearer than those that \
            do not; where an encoder knows one language alone, that holds for this language. Where something of an \
            encoder cannot be read, the status is 1, and the error names file and place.
            """)

    @Argument(
        help: ArgumentHelp("A folder, or the name of an installed one.", valueName: "name"), completion: .directory)
    var encoder: String

    func validate() throws {
        if encoder.isEmpty { throw ValidationError("name an installed encoder (tocsin encoder list), or a folder") }
    }

    /// Two sentences, and whether they say the same.
    private static let pairs: [(first: String, second: String, saysTheSame: Bool)] = [
        ("A forest fire is spreading", "The woods are burning", true),
        ("A forest fire is spreading", "Un feu de forêt se propage", true),
        ("We have no drinking water", "No tenemos agua potable", true),
        ("A forest fire is spreading", "I have bought new shoes", false),
        ("We have no drinking water", "Le concert commence à huit heures", false),
    ]

    func run() throws {
        let encoder = try SentenceEncoder(folder: InstalledEncoders.ofUser.folder(named: self.encoder))
        let threads = ProcessInfo.processInfo.activeProcessorCount
        let vectors = try encoder.vectors(of: Self.pairs.flatMap { [$0.first, $0.second] }, threads: threads)
        let facts = [
            ("name", encoder.identity.name), ("family", encoder.family), ("network", encoder.layers),
            ("vector", CountText.text(encoder.width, "number")),
            ("text", "at most \(CountText.text(encoder.maximumTokenCount, "token"))"),
            ("prompt", encoder.prompt.isEmpty ? "none" : "'\(encoder.prompt)'"),
            ("size", encoder.identity.sizeInWords), ("digest", encoder.identity.digest),
            ("kernels", "\(KernelLevel.current.rawValue) (\(encoder.identity.arithmetic))"),
            ("speed", try Self.speed(of: encoder, threads: threads)),
        ]
        for (name, fact) in facts {
            Output.write(name + String(repeating: " ", count: 12 - name.count) + TerminalText.onOneLine(fact) + "\n")
        }
        for saysTheSame in [true, false] {
            Output.write(saysTheSame ? "these say the same:\n" : "these do not:\n")
            for (index, pair) in Self.pairs.enumerated() where pair.saysTheSame == saysTheSame {
                let start = 2 * index * encoder.width
                let (first, second) = (start..<start + encoder.width, start + encoder.width..<start + 2 * encoder.width)
                let cosine = zip(vectors[first], vectors[second]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
                Output.write("  \(FigureText.text(cosine))  \(pair.first) - \(pair.second)\n")
            }
        }
    }

    /// Short messages a second, measured for about a second.
    private static func speed(of encoder: SentenceEncoder, threads: Int) throws -> String {
        let texts = (0..<64 * threads).map { "\(pairs[$0 % pairs.count].first), \(pairs[$0 % pairs.count].second)" }
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        repeat {
            _ = try encoder.vectors(of: texts, threads: threads)
            count += texts.count
        } while clock.now - start < .seconds(1)
        let rate = Double(count) / ((clock.now - start) / .seconds(1))
        return "about \(FewDigits.text(rate)) short messages a second with \(CountText.text(threads, "thread")); "
            + "10,000 take \(FewDigits.text(10_000 / rate)) s"
    }
}
