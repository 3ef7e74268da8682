/// Draws from groups in turn, each in an order shuffled anew whenever it is used up.
struct ShuffledTurns {
    private var groups: [[Int]]
    private var positions: [Int]
    private var turn = 0

    /// - Parameter groups: none of them empty.
    init(_ groups: [[Int]]) {
        self.groups = groups
        positions = groups.map(\.count)
    }

    /// How many groups there are.
    var count: Int { groups.count }

    /// The next of the group whose turn it is; only where there are groups.
    mutating func next(_ random: inout SeededRandom) -> Int {
        let group = turn
        turn = (turn + 1) % groups.count
        if positions[group] == groups[group].count {
            random.shuffle(&groups[group])
            positions[group] = 0
        }
        defer { positions[group] += 1 }
        return groups[group][positions[group]]
    }
}
