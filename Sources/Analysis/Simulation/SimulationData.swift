import Annotation
import Messages

/// Messages of which every label is known: what a simulated annotator answers from.
public struct SimulationData: Sendable {
    /// What messages can be labelled as.
    public let scheme: LabelScheme
    /// Messages and label indices, in the order of the file.
    public let labelled: LabelledSet
    /// Messages that were left out because their label is not known.
    public let unlabelledCount: Int
    /// For each message the first one with the same text.
    let firstWithSameText: [Int]

    /// - Parameters:
    ///   - messages: with their own labels, where `gold` is nil.
    ///   - gold: labels by the ids of the messages.
    /// - Throws: `ReadingError.noLabels` when no message has a label.
    /// - Complexity: O(bytes of the texts).
    public init(scheme: LabelScheme, messages: ReadMessages, gold: ReadMessages? = nil) throws(ReadingError) {
        self.scheme = scheme
        labelled = try LabelledSet(gold.map { messages.labelled(by: $0) } ?? messages, option: "simulate")
        unlabelledCount = messages.pool.count - labelled.pool.count
        var first: [UInt64: Int] = [:]
        let pool = labelled.pool
        firstWithSameText = pool.indices.map { index in
            let hash = pool.textHash(at: index)
            let known = first[hash] ?? index
            first[hash] = known
            return known
        }
    }

    /// Tells one set of messages and labels from another.
    public var digest: String {
        var pool = MessagePool()
        for index in labelled.pool.indices {
            pool.append(
                id: "\(index) \(scheme.names(of: labelled.answers[index]).text)", text: labelled.pool.text(at: index))
        }
        return pool.digest
    }

    /// Names of the labels where a message can have several; none where it has one.
    public var severalNames: [String] { scheme.isSeveral ? scheme.names : [] }

    /// The label of the fewest messages: of several the one that a simulation is rarest in.
    ///
    /// - Complexity: O(messages).
    var rarest: Int {
        let counts = scheme.labels.indices.map { label in
            labelled.answers.count { $0.has(label) }
        }
        return counts.indices.filter { counts[$0] > 0 }.min { (counts[$0], $0) < (counts[$1], $1) }
            ?? scheme.positiveIndex
    }

    /// The name of the label that the fewest messages have, of those that any has.
    public var rarestName: String { scheme.names[rarest] }

    func isPositive(_ message: Int) -> Bool { labelled.answers[message].has(scheme.positiveIndex) }

    /// What a random part of messages has its share of: their labels. Of several labels the one that is rarest among the messages
    /// counts, and where none holds, that.
    ///
    /// - Complexity: O(messages); of the function that it gives O(labels that hold).
    func strata(among messages: [Int]) -> (Int) -> Int {
        var counts = scheme.labels.map { _ in 0 }
        for message in messages { for label in labelled.answers[message].labels { counts[label] += 1 } }
        return { [labelled] message in
            labelled.answers[message].labels.min { (counts[$0], $0) < (counts[$1], $1) } ?? counts.count
        }
    }
}
