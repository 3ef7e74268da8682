/// Which messages are one question: copies of a text are asked one of them at a time.
///
/// A copy of what was chosen tells the model nothing more. It comes after every message that was asked less often, and is chosen
/// once nothing else is left. Messages without a known word are each a question of their own.
struct Questions {
    /// For each message its question, from 0 on, and how often each question has been chosen.
    private let places: [Int]
    private var asked: [Int]

    /// - Parameter keys: one for each message; equal keys are one question, and nil is a question of its own.
    init(_ keys: [UInt64?]) {
        var known: [UInt64: Int] = [:]
        var count = 0
        places = keys.map { key in
            if let key, let place = known[key] { return place }
            if let key { known[key] = count }
            count += 1
            return count - 1
        }
        asked = Array(repeating: 0, count: count)
    }

    /// Chooses the best of some messages: first those whose question was asked least, among them the highest scores, and of equal
    /// scores the earlier.
    ///
    /// - Parameters:
    ///   - count: at most so many.
    ///   - messages: positions among the keys, distinct.
    ///   - scores: of each of `messages`.
    /// - Returns: positions in `messages`, in the order chosen.
    /// - Complexity: O(*n* log `count`) for *n* messages, once for each time that all questions are asked anew.
    mutating func choose(_ count: Int, of messages: [Int], scores: [Double]) -> [Int] {
        var chosen: [Int] = []
        var isTaken = [Bool](repeating: false, count: messages.count)
        while chosen.count < min(count, messages.count) {
            var best = [Int](repeating: -1, count: asked.count)
            for (position, message) in messages.enumerated() where !isTaken[position] {
                let known = best[places[message]]
                if known >= 0, !(scores[position] > scores[known]), !scores[known].isNaN { continue }
                best[places[message]] = position
            }
            let left = messages.indices.filter { best[places[messages[$0]]] == $0 }
            let taken = HighestScores.positions(
                count - chosen.count, of: left.map { -Double(asked[places[messages[$0]]]) },
                then: left.map { scores[$0] }
            ).map { left[$0] }
            for position in taken {
                isTaken[position] = true
                asked[places[messages[position]]] += 1
            }
            chosen += taken
        }
        return chosen
    }
}
