import Foundation

/// The most memory that the process has held so far, or since the last time that it was asked to forget.
enum PeakMemory {
    /// Forgets what was held before, where the system can.
    static func forget() {
        // "5" sets the peak to what is held now (proc(5), clear_refs).
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    }

    /// In units of 10⁶ bytes; 0 where the system does not say.
    static var megabytes: Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
        return (kibibytes ?? 0) * 1_024 / 1_000_000
    }
}
