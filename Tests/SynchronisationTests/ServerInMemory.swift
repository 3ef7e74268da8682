@testable import Synchronisation

/// A server of the test's own: what it holds is seen, and it fails when told to.
final class ServerInMemory: LineServer {
    var held: [String: [Int: [UInt8]]] = [:]
    /// Calls until one fails; nil for never.
    var patience: Int?
    /// Done before the next lines are added: what another machine does meanwhile.
    var beforeAdding: () -> Void = {}
    /// Lines that come at once.
    var most = 3

    let place = "the server"

    private func call() throws(ServerError) {
        guard let left = patience else { return }
        guard left > 0 else { throw ServerError("gone") }
        patience = left - 1
    }

    func annotators() throws(ServerError) -> [String] {
        try call()
        return held.keys.sorted()
    }

    func lines(of annotator: String, from number: Int) throws(ServerError) -> [ServerLine] {
        try call()
        let lines = (held[annotator] ?? [:]).filter { $0.key >= number }.sorted { $0.key < $1.key }
        return lines.prefix(most).map { ServerLine(number: $0.key, bytes: $0.value) }
    }

    func add(_ lines: [ArraySlice<UInt8>], of annotator: String, from number: Int) throws(ServerError) -> Bool {
        try call()
        beforeAdding()
        beforeAdding = {}
        let new = Dictionary(uniqueKeysWithValues: zip(number..., lines.map(Array.init)))
        guard new.keys.allSatisfy({ held[annotator]?[$0] == nil }) else { return false }
        held[annotator, default: [:]].merge(new) { $1 }
        return true
    }

    /// Its lines of an annotator as a file has them.
    func bytes(of annotator: String) -> [UInt8] {
        (held[annotator] ?? [:]).sorted { $0.key < $1.key }.flatMap { $0.value + [0x0A] }
    }
}
