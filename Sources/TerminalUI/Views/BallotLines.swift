/// What annotators say of a message, in lines: what has to be seen first stands first.
struct BallotLines {
    let ballot: ScreenContent.Ballot
    let content: ScreenContent
    let keyMap: KeyMap
    let glyphs: Glyphs
    let showsNames: Bool

    var lines: [String] {
        ["votes  " + counts] + (ballot.earlier.map { ["before " + $0] } ?? [])
            + (ballot.isOvertaken ? ["others say otherwise by now: \(keyMap.name(of: .close)) shows it"] : [])
            + (showsNames ? names : []) + [reason, source].filter { !$0.isEmpty }
    }

    private var counts: String {
        let of = content.isSeveral ? " of \(ballot.votes.count)" : ""
        let labels = ballot.counts.map { "\(content.title(ofLabel: $0.label)) \($0.count)\(of)" }
        let none = ballot.votes.count { $0.answer.isEmpty }
        let counts = (labels + (none > 0 ? ["none \(none)\(of)"] : [])).joined(separator: ", ")
        let notes = ballot.votes.count { !$0.note.isEmpty }
        let more = notes == 0 || showsNames ? "" : ", \(notes) with a note (\(keyMap.name(of: .toggleNames)))"
        return (counts.isEmpty ? "none any more" : counts) + more
    }

    /// A line an annotator.
    private var names: [String] {
        let widest = ballot.votes.map { DisplayText($0.annotator).width }.max() ?? 0
        return ballot.votes.map { vote in
            let parts = [
                content.title(of: vote.answer), vote.seconds.isEmpty ? "" : "\(vote.seconds) s",
                vote.note.isEmpty ? "" : "note: \(vote.note)",
            ]
            return "  \(DisplayText(vote.annotator).padded(to: min(widest, 24)))  "
                + parts.filter { !$0.isEmpty }.joined(separator: " \(glyphs.dot) ")
        }
    }

    private var reason: String {
        if let reason = ballot.reason { return "reason " + reason.words }
        let keys = DisputeReason.allCases.map { "\(keyMap.name(of: .reason($0))) \($0.words)" }
        return "reason none (\(keys.joined(separator: ", ")))"
    }

    private var source: String {
        guard let card = content.card else { return "" }
        return (["\(card.id)", card.why] + card.sources + (card.note.isEmpty ? [] : ["your note: \(card.note)"]))
            .filter { !$0.isEmpty }.joined(separator: " \(glyphs.dot) ")
    }
}
