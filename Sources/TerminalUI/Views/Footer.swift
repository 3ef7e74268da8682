/// The last line: the keys that are used most, as many as there is room for; help and quit always. While labels are not
/// saved the way out comes first, and where something waits for a second look its key is there on narrow screens as well.
struct Footer {
    let keyMap: KeyMap
    var isUnsaved = false
    var hasSecondLooks = false

    /// What stands where in a line of so many columns.
    func items(columns: Int) -> [(column: Int, binding: KeyMap.Binding, short: String)] {
        let usual = items(columns: columns, first: nil)
        guard hasSecondLooks, !usual.contains(where: { $0.binding.action == .openSecondLook }) else { return usual }
        return items(columns: columns, first: .openSecondLook)
    }

    /// - Parameter first: what comes first, behind the way out.
    private func items(
        columns: Int, first: Action?
    ) -> [(column: Int, binding: KeyMap.Binding, short: String)] {
        let known = keyMap.bindings.compactMap { binding in
            binding.action == .skip ? nil : binding.short.map { (binding: binding, short: $0) }
        }
        let wayOut = isUnsaved ? known.filter { $0.binding.action == .saveElsewhere } : []
        let rest = known.filter { $0.binding.action != .saveElsewhere }
        let shown = wayOut + rest.filter { $0.binding.action == first } + rest.filter { $0.binding.action != first }
        func width(_ item: (binding: KeyMap.Binding, short: String)) -> Int {
            DisplayText("\(item.binding.name) \(item.short)").width + 2
        }
        let last = shown.filter { $0.binding.action == .openHelp || $0.binding.action == .quit }
        // Behind the last one no gap is needed.
        var left = columns + 1 - last.reduce(0) { $0 + width($1) }
        var chosen: [(binding: KeyMap.Binding, short: String)] = []
        for item in shown where !last.contains(where: { $0.binding == item.binding }) {
            guard left >= width(item) else { break }
            left -= width(item)
            chosen.append(item)
        }
        var column = 1
        return (chosen + last).compactMap { item in
            defer { column += width(item) }
            return column + width(item) - 2 <= columns ? (column, item.binding, item.short) : nil
        }
    }

    func draw(on canvas: inout Canvas, row: Int) {
        for item in items(columns: canvas.columns) {
            let end = canvas.draw(item.binding.name, row: row, column: item.column, style: .bold)
            canvas.draw(item.short, row: row, column: end + 1, style: .dim)
        }
    }
}
