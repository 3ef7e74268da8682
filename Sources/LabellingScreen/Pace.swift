/// How long this run of the program has lasted, and how fast labels come.
struct Pace {
    private let start: ContinuousClock.Instant
    /// When labels were given, those of the last five minutes only.
    private var times: [ContinuousClock.Instant] = []
    private(set) var labels = 0

    init(start: ContinuousClock.Instant) { self.start = start }

    /// Notes that a label was given.
    mutating func count(at now: ContinuousClock.Instant) {
        labels += 1
        times.append(now)
        times.removeAll { $0 < now - .seconds(300) }
    }

    /// Labels a minute over the run; nil in its first half minute.
    func labelsAMinute(at now: ContinuousClock.Instant) -> Double? { rate(labels, over: now - start) }

    /// Labels of the last five minutes.
    func recentLabels(at now: ContinuousClock.Instant) -> Int { times.count { $0 >= now - .seconds(300) } }

    /// Labels a minute over the last five minutes; nil in the first half minute.
    func recentLabelsAMinute(at now: ContinuousClock.Instant) -> Double? {
        rate(recentLabels(at: now), over: min(now - start, .seconds(300)))
    }

    private func rate(_ count: Int, over duration: Duration) -> Double? {
        let minutes = duration / .seconds(60)
        return minutes >= 0.5 ? Double(count) / minutes : nil
    }

    /// `42 min  14 a minute`.
    func text(at now: ContinuousClock.Instant) -> String {
        let minutes = Int((now - start) / .seconds(60))
        let clock = minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
        return recentLabelsAMinute(at: now).map { "\(clock), \(Int($0.rounded()))/min" } ?? clock
    }
}
