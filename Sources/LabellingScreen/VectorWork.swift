/// How far the vectors of the messages have come.
struct VectorWork: Equatable {
    let done: Int
    let of: Int
    let since: ContinuousClock.Instant

    /// Such as `reading for meaning 34 %, 12 s left`; without the time where that is not known yet.
    func text(at now: ContinuousClock.Instant) -> String {
        guard of > 0 else { return "" }
        let share = "reading for meaning \(done * 100 / of) %"
        let spent = Double((now - since) / .milliseconds(1)) / 1_000
        guard done > 0, spent > 1 else { return share }
        let left = spent * Double(of - done) / Double(done)
        switch left {
        case ..<1: return share
        case ..<100: return "\(share), \(Int(left.rounded(.up))) s left"
        case ..<6_000: return "\(share), \(Int((left / 60).rounded(.up))) min left"
        default: return "\(share), \(Int((left / 3_600).rounded(.up))) h left"
        }
    }
}
