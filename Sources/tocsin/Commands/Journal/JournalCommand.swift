import ArgumentParser

/// `tocsin journal`: looks at journals, and mends them, without the messages.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Check, repair, print, count or join journals.",
        subcommands: [
            JournalVerifyCommand.self, JournalRepairCommand.self, JournalShowCommand.self, JournalStatsCommand.self,
            JournalMergeCommand.self,
        ])
}
