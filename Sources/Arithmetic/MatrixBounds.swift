/// Whether rows lie inside of a buffer.
enum MatrixBounds {
    /// - Precondition: `rows` rows of `width` numbers, `stride` apart, end within `count` numbers.
    static func check(_ count: Int, rows: Int, stride: Int, width: Int) {
        precondition(rows >= 0 && width >= 0, "a negative size")
        guard rows > 0, width > 0 else { return }
        let (last, tooLarge) = (rows - 1).multipliedReportingOverflow(by: stride)
        precondition(
            stride >= width && !tooLarge && count >= width && last <= count - width, "a row outside its matrix")
    }
}
