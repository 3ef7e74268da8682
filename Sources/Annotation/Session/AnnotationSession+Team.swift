import Journal

extension AnnotationSession {
    /// Takes lines of others that have come. They count from the next round on, or where nothing is left to ask, at once.
    ///
    /// - Parameter isCurrent: whether all journals were looked at after the lines of this session were on the disk: claims hold
    ///   then.
    public func receive(_ lines: [String: [JournalLine]], isCurrentThrough own: Int? = nil) {
        guard let me = fresh?.me else { return }
        // In their places: to copy what is known of ten people for each line of one takes longer than to read it.
        for (name, lines) in lines where name != me { state.journals.take(lines, of: name) }
        let faults = fresh?.advance(asFarAsSoundIn: &state.journals) ?? [:]
        state.expect(fresh?.work)
        if let fault = faults.min(by: { $0.key < $1.key }) {
            notice = .othersUnsound(name: fault.key, reason: fault.value)
        }
        if let own, let claim = unconfirmedClaim, own >= claim { confirmClaim() }
        moveOn(waitingForAnnotator: true)
    }

    /// The team with all lines of others that have come, counted yet or not; nil for who labels alone.
    public var newestTeam: TeamView? { fresh }

    /// When each journal of another got its last line.
    public var lastSeen: [String: Timestamp] {
        state.journals.lines.compactMapValues { $0.last?.at }.merging([state.team?.me ?? "": now()]) { $1 }
    }

    /// Whether all journals have to be looked at again once the own lines are on the disk: something was claimed.
    public var waitsForOthers: Bool { unconfirmedClaim != nil }

    /// Reads what others have done where it matters before the next round: who is of the team, what measures, what others have
    /// claimed, and all of it where nothing is left to ask.
    func readOthers() {
        guard let fresh, let known = state.team, !hasNewRound else { return }
        if fresh.weight != known.weight {
            let isSeedingOver = !state.hasQueue && state.isSeeding && !state.isSeeding(readingOthers: fresh)
            if state.current == nil || isSeedingOver || fresh.plan != known.plan || fresh.claims(differFrom: known) {
                record(.seen(SeenEvent(seen: fresh.seen)))
                self.fresh?.noteOwn(state.history)
            }
        }
        claimWhereNothingIsLeft()
    }

    private func claimWhereNothingIsLeft() {
        guard unconfirmedClaim == nil, let team = state.team, team.isMember, case .finished = state.stage else {
            return
        }
        let count = max(state.roundSize, 1)
        let rows = team.claimable(count, state.history) { state.isUnanswered($0) }
        guard !rows.isEmpty else { return }
        unconfirmedClaim = record(.claim(ClaimEvent(ids: rows.map { state.corpus.pool.id(at: $0) })))
        notice = .claimed(count: rows.count)
    }

    /// What was claimed is asked from here on, without what somebody else has claimed as well and keeps.
    private func confirmClaim() {
        guard let fresh else { return }
        unconfirmedClaim = nil
        // A round stands on what it has read of others, and on the claims of then: this line is behind that.
        let wasAwaited = dropNewRound()
        defer { if wasAwaited { learnNow() } }
        let lost = fresh.lostClaims(state.history)
        if !lost.isEmpty { record(.release(ReleaseEvent(ids: lost))) }
        record(.seen(SeenEvent(seen: fresh.seen)))
        self.fresh?.noteOwn(state.history)
    }

    /// Gives back what was claimed and has no answer: at the end of a sitting.
    public func releaseClaims() {
        guard state.team != nil else { return }
        let open = TeamView.openClaims(state.history)
        if !open.isEmpty { record(.release(ReleaseEvent(ids: open))) }
    }
}
