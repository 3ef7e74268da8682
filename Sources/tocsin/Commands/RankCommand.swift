import Annotation
import ArgumentParser
import Foundation
import Journal
import Learning
import Messages
import Notation
import Sampling

/// `tocsin rank`: the next messages without a screen.
struct RankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank",
        abstract: "Print the messages to label next as JSON Lines.",
        discussion: """
            The same messages in the same order as the screen would show them: the queue that the journal says is in \
            use; where a round is due, the message at hand and then what that round would choose. A number larger \
            than the round asks for a round of that size. Without a journal there are no labels yet but those of --training. With --strategy \
            the evaluation and seed stages are passed over.
            """)

    @OptionGroup var messages: MessageOptions
    @OptionGroup var session: SessionOptions

    @Option(name: [.customShort("n"), .long], help: "How many messages to print.")
    var count = 20

    func validate() throws {
        guard (1...1_000_000_000).contains(count) else {
            throw ValidationError("-n takes a number from 1 to 1000000000, not \(count)")
        }
    }

    func run() throws {
        try TeamFolder.refuse(messages.path, by: "tocsin rank")
        var source = try SessionSource(messages, session, annotator: "")
        Output.complain(of: source.account, columns: source.takenColumns)
        var contents: JournalContents?
        if let path = source.journalPath, session.journal != nil || FileManager.default.fileExists(atPath: path) {
            contents = try JournalFile.read(path)
        }
        source = try source.goingOn(contents)
        if let read = contents {
            contents = try source.accepting(read)
        } else {
            source.measuringOnly.map(Output.complain)
            if let known = source.known() { Output.complain("no journal yet; \(known.notice)") }
        }
        var settings = try source.settings(for: contents)
        if session.strategy != nil {
            settings.evaluationItems = 0
            settings.seedItems = 0
            settings.mostSeedItems = 0
        }
        var state = try SessionState(corpus: source.corpus, settings: settings, lines: contents?.lines ?? [])
        if let event = try source.switchOfRecipe(in: state, since: contents) {
            try state.apply(
                JournalLine(sequence: state.lastSequence + 1, at: Timestamp(milliseconds: 0), event: event))
        }
        let choice = try source.encoder(for: contents)
        for notice in source.notices(choice) { Output.complain(notice) }
        let vectors = try source.vectors(choice, for: contents)
        if let vectors {
            try vectors.makeWithProgress()
            state.complete(vectors: vectors.identity)
        }
        let modelSettings = try source.modelSettings(for: contents)
        let forecast = QueueForecast(
            state: state,
            ranker: Ranker(
                corpus: source.corpus, settings: settings, modelSettings: modelSettings,
                transfer: source.transfer(with: vectors), vectors: vectors, features: source.features(modelSettings),
                threads: source.threads))
        for entry in try forecast.next(count, passesOverFirstItems: session.strategy != nil) {
            Output.write(line(entry, source.corpus))
        }
    }

    private func line(_ entry: QueueForecast.Entry, _ corpus: Corpus) -> String {
        let probabilities = entry.probabilities.map { values in
            "{"
                + zip(corpus.scheme.names, values).map { "\(JSONText.quoted($0)):\(JSONText.number($1))" }.joined(
                    separator: ",") + "}"
        }
        let fields = [
            "\"id\":" + JSONText.quoted(corpus.pool.id(at: entry.item.row)),
            "\"text\":" + JSONText.quoted(corpus.pool.text(at: entry.item.row)),
            "\"score\":" + JSONText.number(entry.item.score),
            "\"strategy\":" + JSONText.quoted(entry.item.strategy),
            "\"reason\":" + JSONText.quoted(entry.item.reason.words(labels: corpus.scheme.labels.map(\.title))),
            "\"probabilities\":" + (probabilities ?? "null"),
        ]
        return "{" + fields.joined(separator: ",") + "}\n"
    }
}
