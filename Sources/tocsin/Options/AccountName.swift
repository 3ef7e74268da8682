import Foundation

/// Names of the account that the program runs under, without asking the machine's name service: that may open a socket.
enum AccountName {
    /// As `/etc/passwd` has it, else as the environment has it.
    static var current: String {
        let environment = ProcessInfo.processInfo.environment
        let accounts = FileManager.default.contents(atPath: "/etc/passwd").map { String(decoding: $0, as: UTF8.self) }
        let names = [listed(geteuid(), in: accounts ?? ""), environment["LOGNAME"], environment["USER"]]
        return names.compactMap { $0 }.first { !$0.isEmpty } ?? "user \(geteuid())"
    }

    /// The name with a number in lines like `ana:x:1000:1000:Ana:/home/ana:/bin/sh`.
    private static func listed(_ number: uid_t, in accounts: String) -> String? {
        for line in accounts.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, fields[2] == "\(number)" { return String(fields[0]) }
        }
        return nil
    }
}
