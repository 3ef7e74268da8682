import Foundation

/// The program's two streams.
enum Output {
    static func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Names the rows that could not be taken, at most ten of them.
    static func complain(of problems: [String], count: Int) {
        guard count > 0 else { return }
        complain(
            "\(count) row\(count == 1 ? "" : "s") could not be taken as \(count == 1 ? "it stands" : "they stand"):")
        for problem in problems.prefix(10) { complain("  \(problem)") }
        if count > 10 { complain("  and \(count - min(10, problems.count)) more") }
    }
}
