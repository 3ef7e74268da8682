import Messages
import Testing

@Test(
    "what is wrong with a task file is said with its line",
    arguments: [
        ("task: t\nlabls: [a, b]\n", 2, "unknown field 'labls' (did you mean 'labels'?)"),
        ("labels:\n  - name: a\n  - nme: b\n", 3, "unknown field 'nme' (did you mean 'name'?)"),
        ("labels:\n  - name: a\n  - {title: b}\n", 3, "no 'name of label 2'"),
        ("labels:\n  - a\n  - b\n  - {name: A, key: x}\n", 4, "two labels named or spelt 'A'"),
        ("labels:\n  - {name: a, key: x}\n  - {name: b, key: x}\n", 3, "the key 'x' is that of both"),
        ("labels:\n  - {name: a, key: xy}\n  - b\n", 2, "the key 'xy' of label 'a'"),
        ("labels:\n  - {name: a, color: rad}\n  - b\n", 2, "(did you mean 'red'?)"),
        ("labels:\n  - a\n  - b\npositive: c\n", 4, "'c' is not a label"),
        ("labels:\n  - a\n  - b\nquestion: [x]\n", 4, "'question' in the label scheme should be a text"),
        ("\nlabels: x\n", 2, "'labels' in the label scheme should be a list"),
    ])
func schemePlaces(yaml: String, line: Int, words: String) throws {
    let error = try #require(throws: LabelSchemeError.self) { try LabelScheme(yaml: yaml, path: "t.yaml") }
    #expect("\(error)".hasPrefix("t.yaml, line \(line): ") && "\(error)".contains(words), "\(error)")
}
