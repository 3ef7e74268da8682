import Notation

/// How long this run of the program has lasted, and how fast labels come.
struct Pace {
    private let start: ContinuousClock.Instant
    /// When labels were given, those of the last five minutes only.
    private var times: [ContinuousClock.Instant] = []
    private(set) var labels = 0
    /// Time at work since the last pause, and when a key came last.
    private var work = Duration.zero
    /// All pauses before the last key.
    private var rested = Duration.zero
    private var lastKey: ContinuousClock.Instant

    /// Who does nothing for so long has rested.
    static let pauseMinutes = 5.0

    init(start: ContinuousClock.Instant) {
        self.start = start
        lastKey = start
    }

    /// Notes that somebody is at work.
    mutating func press(at now: ContinuousClock.Instant) {
        let gap = now - lastKey
        if Self.isPause(gap) {
            (work, rested) = (.zero, rested + gap)
        } else {
            work += gap
        }
        lastKey = now
    }

    private static func isPause(_ gap: Duration) -> Bool { gap >= .seconds(60 * pauseMinutes) }

    /// Whole minutes at work since the last pause.
    var minutesAtWork: Int { Int(work / .seconds(60)) }

    /// Notes that a label was given.
    mutating func count(at now: ContinuousClock.Instant) {
        labels += 1
        times.append(now)
        times.removeAll { $0 < now - .seconds(300) }
    }

    /// Labels a minute over the run, pauses left out as in ``EarlierWork``; nil in its first half minute.
    func labelsAMinute(at now: ContinuousClock.Instant) -> Double? {
        let gap = now - lastKey
        return rate(labels, over: now - start - rested - (Self.isPause(gap) ? gap : .zero))
    }

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

    private func clock(at now: ContinuousClock.Instant) -> String {
        let minutes = Int((now - start) / .seconds(60))
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// `42 min, 14 labels a minute`, of the whole run; nil in its first half minute.
    func summary(at now: ContinuousClock.Instant) -> String? {
        labelsAMinute(at: now).map { "\(clock(at: now)), \(FewDigits.text($0)) labels a minute" }
    }

    /// `42 min, 14/min`, of the last minutes.
    func text(at now: ContinuousClock.Instant) -> String {
        let clock = clock(at: now)
        return recentLabelsAMinute(at: now).map { "\(clock), \(Int($0.rounded()))/min" } ?? clock
    }
}
