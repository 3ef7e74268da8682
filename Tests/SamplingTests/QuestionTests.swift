import Testing

@testable import Sampling

@Test("copies wait until every other question was asked, and of a question the best is asked first")
func copiesWait() {
    // Questions a a b b c, and one without a key.
    var questions = Questions([1, 1, 2, 2, 3, nil])
    let scores = [0.9, 0.95, 0.8, 0.8, 0.1, .nan]
    #expect(questions.choose(2, of: Array(0..<6), scores: scores) == [1, 2])
    #expect(questions.choose(4, of: [0, 3, 4, 5], scores: [0.9, 0.8, 0.1, .nan]) == [2, 3, 0, 1])
}

@Test("messages without a key are questions of their own, and no more are chosen than there are")
func keylessMessages() {
    var questions = Questions([nil, nil, nil])
    #expect(questions.choose(9, of: [0, 1, 2], scores: [0, 2, 1]) == [1, 2, 0])
    #expect(questions.choose(0, of: [0], scores: [1]) == [])
    #expect(questions.choose(3, of: [], scores: []) == [])
}
