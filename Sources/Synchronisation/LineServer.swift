/// Where the lines of a team's journals are kept for all its machines: each under its annotator and its number.
///
/// Lines are only ever added; nothing is changed or taken away through it.
protocol LineServer: AnyObject {
    /// Where it is, in words, for errors.
    var place: String { get }

    /// All annotators of the team, each once.
    func annotators() throws(ServerError) -> [String]

    /// The lines from a number on in their order, as many as come at once; none behind the last.
    func lines(of annotator: String, from number: Int) throws(ServerError) -> [ServerLine]

    /// Adds lines with the numbers from one on: all of them, or none where one of the numbers is taken already. So lines of two
    /// machines that call different journals by one name never stand behind each other.
    ///
    /// - Returns: whether they were added.
    func add(_ lines: [ArraySlice<UInt8>], of annotator: String, from number: Int) throws(ServerError) -> Bool
}
