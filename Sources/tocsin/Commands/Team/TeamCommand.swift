import Annotation
import ArgumentParser
import Journal

/// `tocsin team`: who labels together in a folder.
struct TeamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team",
        abstract: "Say who labels together in a folder, and how they share its messages.",
        discussion: """
            A team is a folder with messages.csv (or files of any name in messages/), a task.yaml, and a journal for each who \
            labels there: tocsin label DIR. Each message belongs to one of them, or to as many as --each says, and nobody has \
            to be asked; a share gets a second opinion. Without tocsin team create the first tocsin label DIR begins a team, \
            and who runs it next joins.
            """,
        subcommands: [TeamCreateCommand.self, TeamJoinCommand.self, TeamLeaveCommand.self, TeamStatusCommand.self])
}

/// `tocsin team create`.
struct TeamCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Begin a team in a folder with messages.")

    @Argument(help: ArgumentHelp("The folder.", valueName: "folder"), completion: .directory)
    var path: String

    @Option(
        help: ArgumentHelp(
            "Who leads it, whether they label or not: their decisions go before those of others. Default: the user's name.",
            valueName: "name"))
    var lead: String?

    @Option(
        help: ArgumentHelp(
            "Who labels, with commas between; who leads does not, unless they are among them. Default: the lead.",
            valueName: "names"))
    var people: String?

    @Option(help: ArgumentHelp("People who label each message.", valueName: "n"))
    var each = 1

    @Option(
        help: ArgumentHelp(
            "Share of the messages that get one more opinion, unmarked, once the first is there; from 0 to 1.",
            valueName: "share"))
    var overlap = 0.1

    @Option(
        help: ArgumentHelp(
            "Messages, drawn at random, that measure; two people label each. Default: 50 (a fifth of a small pool).",
            valueName: "n"))
    var evaluationItems: Int?

    @Option(help: ArgumentHelp("What the shares are drawn from.", valueName: "n"))
    var seed: UInt64 = 42

    @Option(
        help: ArgumentHelp(
            "Group of this machine whose members label: the folder gets mode 2770, and files that are made there can be read by the group. Default: modes stay as they are.",
            valueName: "name"))
    var group: String?

    func validate() throws {
        if each < 1 { throw ValidationError("--each takes a number from 1 up, not \(each)") }
        if !(0...1).contains(overlap) { throw ValidationError("--overlap takes a share from 0 to 1, not \(overlap)") }
        if let evaluationItems, evaluationItems < 0 {
            throw ValidationError("--evaluation-items takes a number from 0 up, not \(evaluationItems)")
        }
    }

    func run() throws {
        let folder = try TeamFolder(path)
        if let plan = TeamFolder.plan(of: try folder.journals().map(\.contents)) {
            throw TeamFolderError.exists(path: path, people: plan.people)
        }
        let lead = try TeamFolder.checked(lead ?? AccountName.current)
        let people = try TeamNames.parsed(people ?? lead)
        if let group { try TeamGroup.share(folder, with: group) }
        let event = try TeamLine.write(in: folder, as: lead, seed: seed) { poolCount in
            TeamEvent(
                revision: 1, lead: lead, people: people, joined: people, each: each, overlap: overlap,
                evaluationItems: evaluationItems ?? SessionSettings.defaultEvaluationItems(poolCount: poolCount),
                seed: seed)
        }
        Output.write(TeamLine.words(event, folder))
        if each > people.count {
            Output.complain(
                "--each \(each): there are only \(people.count) people yet; until more join, all of them label each message"
            )
        }
    }
}

/// `tocsin team join`.
struct TeamJoinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "join", abstract: "Become one of a team.")

    @Argument(help: ArgumentHelp("The folder.", valueName: "folder"), completion: .directory)
    var path: String

    @Option(help: ArgumentHelp("Who joins; default: the user's name.", valueName: "name"))
    var annotator: String?

    func run() throws {
        let folder = try TeamFolder(path)
        let name = try TeamFolder.checked(annotator ?? AccountName.current)
        guard let plan = TeamFolder.plan(of: try folder.journals().map(\.contents)) else {
            throw TeamFolderError.noTeam(path: path)
        }
        guard !plan.people.contains(name) else {
            return Output.write("\(name) is of the team already: \(plan.people.joined(separator: ", "))\n")
        }
        let event = plan.joining(name)
        try TeamNames.check(event.people)
        try TeamLine.write(event, in: folder, as: name)
        Output.write(TeamLine.words(event, folder))
    }
}

/// `tocsin team leave`.
struct TeamLeaveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave",
        abstract: "Leave a team, or take out somebody who has left: their share goes to the others.",
        discussion: "Labels stay as they are, and count. Messages that they had claimed are open again.")

    @Argument(help: ArgumentHelp("The folder.", valueName: "folder"), completion: .directory)
    var path: String

    @Argument(help: ArgumentHelp("Who leaves; default: the annotator.", valueName: "name"))
    var leaver: String?

    @Option(help: ArgumentHelp("Who says so, for the journal; default: the user's name.", valueName: "name"))
    var annotator: String?

    func run() throws {
        let folder = try TeamFolder(path)
        let own = try TeamFolder.checked(annotator ?? AccountName.current)
        let name = leaver ?? own
        guard let plan = TeamFolder.plan(of: try folder.journals().map(\.contents)) else {
            throw TeamFolderError.noTeam(path: path)
        }
        guard plan.people.contains(name) else {
            throw TeamFolderError.notMember(name: name, path: path, people: plan.people)
        }
        guard let event = plan.leaving(name) else { throw TeamFolderError.last(name: name) }
        try TeamLine.write(event, in: folder, as: own, otherWay: "have somebody else say so, with --annotator")
        Output.write(TeamLine.words(event, folder))
    }
}
