import Foundation
import Journal
import Testing

@testable import Synchronisation

/// A folder and a server, and lines of journals for both.
private final class Exchange {
    let server = ServerInMemory()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("exchange-\(UUID())").path
    private var exchange: TeamExchange

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        exchange = TeamExchange(folder: folder, team: try TeamName("team"))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { "\(folder)/\(name).journal.jsonl" }

    func bytes(_ name: String) -> [UInt8] { Array(FileManager.default.contents(atPath: path(name)) ?? Data()) }

    func put(_ bytes: some Sequence<UInt8>, _ name: String = "a") throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    }

    func give(_ lines: some Sequence<[UInt8]>, from number: Int = 0, _ name: String = "a") {
        for (number, line) in zip(number..., lines) { server.held[name, default: [:]][number] = line.dropLast() }
    }

    @discardableResult
    func run(changed: Bool = false) throws -> ExchangeReport {
        var report = ExchangeReport()
        if changed { try exchange.exchangeChanged(server, &report) } else { try exchange.exchangeAll(server, &report) }
        return report
    }

    /// As a program that is started anew.
    func forget() throws { exchange = TeamExchange(folder: folder, team: try TeamName("team")) }
}

/// Lines of a journal, with their ends.
private func lines(_ count: Int, seed: UInt64 = 1) throws -> [[UInt8]] {
    var random = Steps(state: seed)
    var chain = LineChain(identity: JournalIdentity(using: &random))
    return try (0..<count).map { number in
        let event: JournalEvent =
            if number > 0 { .skip(id: "m\(number)", round: 0) } else { .lost(LostEvent(reason: "none")) }
        let line = chain.encoded(JournalLine(sequence: number, at: Timestamp(milliseconds: 0), event: event))
        return try #require(line.last == 0x0A ? line : nil)
    }
}

private struct Steps: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}

@Test("whichever side has more lines gives them to the other, and neither side's are written anew")
func longerSideGives() throws {
    let all = try lines(9)
    for here in 0...9 {
        for there in 0...9 {
            let exchange = try Exchange()
            if here > 0 { try exchange.put(all[..<here].joined()) }
            exchange.give(all[..<there])
            let report = try exchange.run()
            let longer = Array(all[..<max(here, there)].joined())
            #expect(exchange.bytes("a") == longer && exchange.server.bytes(of: "a") == longer, "\(here) \(there)")
            let count = abs(here - there)
            let words = (here > there ? "sent " : "got ") + (count == 1 ? "1 line of a" : "\(count) lines of a")
            #expect(report.words == (count == 0 ? nil : words))
            #expect(report.faults.isEmpty)
            #expect(try exchange.run().words == nil)
        }
    }
}

@Test("where two lines of the same number differ nothing is written, and the line is named with both places")
func differingLine() throws {
    let all = try lines(9)
    let other = try lines(9, seed: 2)
    for place in 0..<7 {
        for there in place + 1...9 {
            let exchange = try Exchange()
            try exchange.put(all[..<7].joined())
            exchange.give(all[..<there])
            exchange.server.held["a"]?[place] = other[place].dropLast()
            let before = exchange.server.held
            let fault = try #require(try exchange.run().finalFault)
            for words in ["line \(place + 1) of a", exchange.path("a"), "the server", "seq \(place)", "move the file"] {
                #expect(fault.description.contains(words), "\(fault)")
            }
            #expect(exchange.bytes("a") == Array(all[..<7].joined()) && exchange.server.held == before)
        }
    }
}

@Test("a conflict of one annotator keeps no line of another")
func conflictOfOne() throws {
    let exchange = try Exchange()
    try exchange.put(try lines(3).joined(), "b")
    exchange.give(try lines(3, seed: 2), "b")
    try exchange.put(try lines(4).joined(), "a")
    exchange.give(try lines(5, seed: 3), "c")
    let report = try exchange.run()
    #expect(report.faults.count == 1 && report.finalFault != nil)
    #expect(report.words == "sent 4 lines of a; got 5 lines of c")
}

@Test("a server that fails at any call has lines up to one, and the next exchange gives the rest")
func failingServer() throws {
    let all = try lines(10)
    let mine = try lines(8, seed: 2)
    for patience in 0..<14 {
        let exchange = try Exchange()
        try exchange.put(mine.joined(), "mine")
        exchange.give(all)
        exchange.server.patience = patience
        #expect(throws: ServerError.self, "\(patience)") { while true { try exchange.run() } }
        #expect(all.joined().starts(with: exchange.bytes("a")))
        if patience % 2 == 0 { try exchange.forget() }
        exchange.server.patience = nil
        #expect(try exchange.run().faults == [], "\(patience)")
        #expect(exchange.bytes("a") == Array(all.joined()) && exchange.server.bytes(of: "mine") == Array(mine.joined()))
    }
}

@Test("lines that another machine sends at the same time are compared, not doubled")
func sentAtOnce() throws {
    let all = try lines(9)
    for count in 1...9 {
        let exchange = try Exchange()
        try exchange.put(all.joined())
        exchange.server.beforeAdding = { exchange.give(all[..<count]) }
        let report = try exchange.run()
        #expect(report.faults.isEmpty && exchange.server.bytes(of: "a") == Array(all.joined()))
        let other = try Exchange()
        try other.put(all.joined())
        let foreign = try lines(9, seed: 2)
        other.server.beforeAdding = { other.give(foreign[..<count]) }
        #expect(try other.run().finalFault?.description.contains("line 1 of a") == true)
        #expect(other.server.bytes(of: "a") == Array(foreign[..<count].joined()))
    }
}

@Test("a gap on the server is filled from here, and where it cannot be, the lines behind it wait")
func gaps() throws {
    let all = try lines(9)
    let exchange = try Exchange()
    try exchange.put(all[..<5].joined())
    exchange.give(all[..<2])
    exchange.give(all[4...], from: 4)
    #expect(try exchange.run().faults.isEmpty)
    #expect(exchange.bytes("a") == Array(all.joined()) && exchange.server.bytes(of: "a") == Array(all.joined()))

    let other = try Exchange()
    other.give(all[..<2])
    other.give(all[4...], from: 4)
    let fault = try other.run().faults.first
    #expect(fault?.description.contains("line 3 of a (seq 2) is missing on the server, which has seq 4") == true)
    #expect(other.bytes("a") == Array(all[..<2].joined()))
    // A transaction that began before and ends only now.
    other.give(all[2..<4], from: 2)
    #expect(try other.run().words == "got 7 lines of a")
    #expect(other.bytes("a") == Array(all.joined()))
}

@Test("a server that has gone back to an older state, and a file that has, are filled up again")
func goingBack() throws {
    let all = try lines(9)
    for left in 0...9 {
        let exchange = try Exchange()
        try exchange.put(all.joined())
        try exchange.run()
        exchange.server.held["a"] = exchange.server.held["a"]?.filter { $0.key < left }
        #expect(try exchange.run().faults.isEmpty)
        #expect(exchange.server.bytes(of: "a") == Array(all.joined()))
        try exchange.put(all[..<left].joined())
        #expect(try exchange.run().faults.isEmpty)
        #expect(exchange.bytes("a") == Array(all.joined()))
    }
}

@Test("of journals that grow only those are looked at between two rounds, and what is not whole yet stays")
func growingJournals() throws {
    let all = try lines(5)
    let exchange = try Exchange()
    try exchange.put(all[..<2].joined())
    exchange.give(all, "b")
    try exchange.run()
    exchange.server.patience = 0
    #expect(try exchange.run(changed: true).words == nil)
    exchange.server.patience = nil
    try exchange.put(all[..<3].joined() + all[3].dropLast())
    #expect(try exchange.run(changed: true).words == "sent 1 line of a")
    #expect(exchange.server.held["a"]?.count == 3)
    try exchange.put(all.joined())
    #expect(try exchange.run(changed: true).words == "sent 2 lines of a")
    // One that is new.
    try exchange.put(all.joined(), "c")
    #expect(try exchange.run(changed: true).words == "sent 5 lines of c")
}

@Test("a line that is too long goes neither way", .tooSlowForThreadSanitizer)
func longLine() throws {
    let exchange = try Exchange()
    var random = Steps(state: 1)
    var chain = LineChain(identity: JournalIdentity(using: &random))
    let long = String(repeating: "x", count: LineLimits.mostBytes)
    let bytes = chain.encoded(
        JournalLine(sequence: 0, at: Timestamp(milliseconds: 0), event: .lost(LostEvent(reason: long))))
    try exchange.put(bytes)
    #expect(try exchange.run().faults.first?.description.contains("line 1: the line has more than 16 MiB") == true)
    #expect(exchange.server.held["a"] == nil)
}
