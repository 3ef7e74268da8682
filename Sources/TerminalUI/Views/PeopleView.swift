import Notation

/// How the work of a team stands, a row a person in the order of their names: it ranks nobody.
struct PeopleView: ScreenView {
    let state: ScreenState
    let glyphs: Glyphs

    private var people: [ScreenContent.Person] { state.content.people }
    private var width: Int { max(1, state.columns - 2) }
    private var room: Int { max(1, state.rows - 2) }

    var scrollLimit: Int { max(0, page.rows - room) }

    func draw(on canvas: inout Canvas) {
        let title = "who labels here: \(people.count)"
        canvas.draw(DisplayText(title).truncated(to: width, mark: glyphs.ellipsis), row: 0, column: 1, style: .bold)
        let page = page
        let first = min(state.scroll, max(0, page.rows - room))
        canvas.draw(page, rows: first..<min(page.rows, first + room), row: 1, column: 1)
        let position = "lines \(first + 1)-\(min(page.rows, first + room)) of \(page.rows)"
        canvas.draw(
            HintLine(.text, keyMap: state.keyMap).line(state.content.notice ?? position, columns: width, glyphs),
            row: state.rows - 1, column: 1, style: .dim)
    }

    private var page: Canvas {
        guard !people.isEmpty else { return Canvas("counting", style: .dim, width: width) }
        let sentences = [
            "Done is what has got all the labels that are asked of the person, or was decided or skipped; left is the rest of the "
                + "share, which others can claim.",
            "Agrees is how often a person and another say the same of one message, with the interval in which the share lies in 19 of "
                + "20 cases and the number of messages. What strategies choose is harder than what is drawn at random: agreement "
                + "is lower there, whoever labels.",
            "Alpha is Krippendorff's: agreement beyond chance, 1 for all and 0 for what chance would bring.",
        ]
        return Canvas(
            below: [table] + sentences.map { Canvas($0, style: .dim, width: min(width, 100)) }, gap: 1)
    }

    /// All in one table; where that is too wide work and agreement apart, and where that is, too, a sentence for each person.
    private var table: Canvas {
        let all = table(columns)
        if all.width <= width { return all.canvas(limit: width) }
        let work = columns.filter { !Self.ofAgreement.contains($0.title) }
        let agreement = columns.filter { $0.title.isEmpty || Self.ofAgreement.contains($0.title) }
        return Canvas(below: [work, agreement].map { table($0).canvas(limit: width) }, gap: 1)
    }

    private static let ofAgreement: Set = ["agrees", "alpha"]

    private func table(_ columns: [Column]) -> TextTable {
        var table = TextTable(
            header: columns.map(\.title), rows: people.map { person in columns.map { $0.text(person) } })
        if table.width > width { table.gap = 2 }
        return table
    }

    private typealias Column = (title: String, text: (ScreenContent.Person) -> String)

    private var columns: [Column] {
        [
            ("", name), ("today", { "\($0.today)" }), ("labels", { "\($0.labels)" }),
            ("seconds", { $0.medianSeconds.map(FewDigits.text) ?? "-" }), ("skips", { "\($0.skips)" }),
            ("agrees", agreement), ("alpha", alpha), ("done/left", share),
            ("last seen", { $0.lastSeen.isEmpty ? "never" : $0.lastSeen }),
        ]
    }

    private func name(_ person: ScreenContent.Person) -> String {
        let marks = [person.isOneself ? "you" : "", person.isLead ? "leads" : ""].filter { !$0.isEmpty }
        return person.name + (marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))")
    }

    private func agreement(_ person: ScreenContent.Person) -> String {
        guard person.compared > 0 else { return "-" }
        guard let share = person.agreement else { return "\(person.agreeing)/\(person.compared)" }
        return "\(percent(share.value)) % (\(percent(share.low))-\(percent(share.high)), n=\(person.sharedCount))"
    }

    private func alpha(_ person: ScreenContent.Person) -> String {
        person.alpha.map {
            "\(ShareText.signed($0.value)) (\(ShareText.signed($0.low)) to \(ShareText.signed($0.high)), n=\(person.sharedCount))"
        } ?? "-"
    }

    private func share(_ person: ScreenContent.Person) -> String {
        person.done + person.left > 0 ? "\(person.done)/\(person.left)" : "-"
    }

    private func percent(_ share: Double) -> String { "\(Int((max(0, min(1, share)) * 100).rounded()))" }
}
