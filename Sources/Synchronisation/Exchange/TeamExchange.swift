import Foundation
import Journal

/// All journals of a team's folder, and all that a server has of the team.
struct TeamExchange {
    let folder: String
    let team: TeamName
    private var journals: [AnnotatorName: JournalExchange] = [:]

    init(folder: String, team: TeamName) {
        self.folder = folder
        self.team = team
    }

    /// Annotators that the server has lines of, as far as the last exchange got.
    private(set) var namesThere = 0
    /// Annotators that the folder has journals of.
    private(set) var namesHere = 0

    /// Exchanges all lines of all annotators, here and there.
    ///
    /// - Parameter report: told what went, also where the server fails in the middle.
    mutating func exchangeAll(_ server: some LineServer, _ report: inout ExchangeReport) throws(ServerError) {
        let here = namesHere(&report)
        let there = Self.names(try server.annotators(), server.place, &report)
        (namesHere, namesThere) = (here.count, there.count)
        for name in here.union(there).sorted() { try exchange(name, server, &report) }
    }

    /// Exchanges the lines of journals whose files have changed here since, without asking the server for others.
    mutating func exchangeChanged(_ server: some LineServer, _ report: inout ExchangeReport) throws(ServerError) {
        // What is wrong with a file's name was said by the exchange of all.
        var unsaid = ExchangeReport()
        for name in namesHere(&unsaid).sorted() where journal(name).hasChanged { try exchange(name, server, &report) }
    }

    private func journal(_ name: AnnotatorName) -> JournalExchange {
        journals[name] ?? JournalExchange(name, path: "\(folder)/\(name.journal)")
    }

    /// How often a file is looked at again that was written to while it was compared.
    private static let tries = 3

    private mutating func exchange(
        _ name: AnnotatorName, _ server: some LineServer, _ report: inout ExchangeReport
    ) throws(ServerError) {
        var journal = journal(name)
        defer { journals[name] = journal }
        for number in 1...Self.tries {
            var one = ExchangeReport()
            do throws(ServerError) {
                try journal.run(server, team: team, &one)
            } catch {
                report.merge(one)
                throw error
            }
            var isOver = true
            if case .journal(.changed)? = one.faults.first, number < Self.tries { (isOver, one.faults) = (false, []) }
            report.merge(one)
            if isOver { return }
        }
    }

    private func namesHere(_ report: inout ExchangeReport) -> Set<AnnotatorName> {
        do {
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            return Self.names(files.compactMap(AnnotatorName.text(ofJournal:)).sorted(), folder, &report)
        } catch {
            report.faults.append(.journal(.refused(path: folder, reason: "the folder cannot be read")))
            return []
        }
    }

    private static func names(
        _ texts: [String], _ place: String, _ report: inout ExchangeReport
    ) -> Set<AnnotatorName> {
        var names: Set<AnnotatorName> = []
        for text in texts {
            do throws(NameFault) {
                names.insert(try AnnotatorName(text))
            } catch {
                report.faults.append(.refusedName(text, place: place, reason: error.description))
            }
        }
        return names
    }
}
