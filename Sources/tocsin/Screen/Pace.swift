/// How long this run of the program has lasted, and how fast labels come.
struct Pace {
    private let start = ContinuousClock.now
    /// When labels were given, those of the last five minutes only.
    private var times: [ContinuousClock.Instant] = []
    private(set) var labels = 0

    /// Notes that a label was given.
    mutating func count() {
        labels += 1
        times.append(.now)
        times.removeAll { $0 < .now - .seconds(300) }
    }

    private var elapsed: Duration { .now - start }

    /// Labels a minute over the run; nil in its first half minute.
    var labelsAMinute: Double? { rate(labels, over: elapsed) }

    /// Labels of the last five minutes.
    var recentLabels: Int { times.count { $0 >= .now - .seconds(300) } }

    /// Labels a minute over the last five minutes; nil in the first half minute.
    var recentLabelsAMinute: Double? { rate(recentLabels, over: min(elapsed, .seconds(300))) }

    private func rate(_ count: Int, over duration: Duration) -> Double? {
        let minutes = duration / .seconds(60)
        return minutes >= 0.5 ? Double(count) / minutes : nil
    }

    /// `42 min  14 a minute`.
    var text: String {
        let minutes = Int(elapsed / .seconds(60))
        let clock = minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
        return recentLabelsAMinute.map { "\(clock), \(Int($0.rounded()))/min" } ?? clock
    }
}
