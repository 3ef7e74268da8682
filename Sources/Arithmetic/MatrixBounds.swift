/// Whether rows lie inside of a buffer.
enum MatrixBounds {
    /// - Parameter mayOverlap: whether rows may be windows on one sequence, less than their width apart.
    /// - Precondition: `rows` rows of `width` numbers, `stride` apart, end within `count` numbers.
    static func check(_ count: Int, rows: Int, stride: Int, width: Int, mayOverlap: Bool = false) {
        precondition(rows >= 0 && width >= 0, "a negative size")
        guard rows > 0, width > 0 else { return }
        let (last, tooLarge) = (rows - 1).multipliedReportingOverflow(by: stride)
        precondition(
            stride >= (mayOverlap ? 1 : width) && !tooLarge && count >= width && last <= count - width,
            "a row outside its matrix")
    }
}
