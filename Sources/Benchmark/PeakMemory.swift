import Foundation

/// The most memory that the process has held so far.
enum PeakMemory {
    /// In units of 10⁶ bytes; 0 where the system does not say.
    static var megabytes: Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
        return (kibibytes ?? 0) * 1_024 / 1_000_000
    }
}
