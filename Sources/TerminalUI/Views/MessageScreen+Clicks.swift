/// What a click does.
extension MessageScreen {
    func target(atColumn column: Int, row: Int) -> Screen.Target? {
        guard state.open == .message else { return nil }
        if let action = action(atColumn: column, row: row) { return .action(action) }
        let first = listStart(plan)
        if plan.listRows > 0, row == first - 2, let words = viewWords, column >= state.columns - 2 - words.width {
            return .action(.nextFilter)
        }
        guard plan.listRows > 0, (first..<first + plan.listRows).contains(row) else { return nil }
        let pane = panes.last { $0.column <= column }
        guard let pane, pane.rows.indices.contains(row - first) else { return nil }
        return pane.rows[row - first].message.map { .message($0) }
    }

    /// What a click on a cell does: a label, a skip, a key of the footer.
    func action(atColumn column: Int, row: Int) -> Action? {
        let plan = plan
        if plan.hasFooter, row == state.rows - 1 {
            if notice != nil {
                return helpRoom > 0 && column >= state.columns - 1 - help.width ? .openHelp : nil
            }
            return footer.items(columns: state.columns).last { $0.column <= column }?.binding.action
        }
        let first =
            1 + (plan.hasRules ? 1 : 0) + plan.messageRows + plan.detailRows + (plan.hasGap ? 1 : 0)
            + (plan.hasQuestion ? 1 : 0)
        guard labelLines.indices.contains(row - first) else { return nil }
        var start = indent
        for item in labelLines[row - first] {
            let end = start + item.width
            if (start..<end).contains(column) { return item.action }
            start = end + 3
        }
        return nil
    }
}
