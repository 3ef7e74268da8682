import Notation
import Testing

@Test(
    "lines that were broken for want of room become one paragraph; headings, items and short lines stay what they are")
func paragraphs() {
    let text = """
        THE QUESTION
        Is this message about a real disaster: one that threatens, is happening, or is
        being recovered from? Label what it says.

        - Floods, earthquakes, tsunamis, cyclones, tornadoes, severe storms, wildfires
          and large fires.
        - War.
        """
    let paragraphs = Paragraphs(text).paragraphs
    #expect(
        paragraphs.map(\.text) == [
            "THE QUESTION",
            "Is this message about a real disaster: one that threatens, is happening, or is being recovered from? "
                + "Label what it says.", "",
            "- Floods, earthquakes, tsunamis, cyclones, tornadoes, severe storms, wildfires and large fires.", "- War.",
        ])
    #expect(paragraphs.map(\.indent) == [0, 0, 0, 2, 2])
    let short = "one\ntwo\nthree"
    #expect(Paragraphs(short).paragraphs.map(\.text) == ["one", "two", "three"])
    #expect(Paragraphs("").paragraphs.map(\.text) == [""])
    #expect(Paragraphs("10. ten\n  * deep").paragraphs.map(\.indent) == [4, 4])
    // A line that nobody broke says nothing of the others.
    let long = String(repeating: "long ", count: 60)
    #expect(Paragraphs("short\n\(long)\nshort").paragraphs.count == 3)
}

@Test(
    "the first question is the first sentence that ends in a question mark",
    arguments: [
        ("Read first. Is it a flood? Or not?", "Is it a flood?"), ("No question here.", nil), ("", nil),
        ("THE QUESTION\nWhat is needed?", "What is needed?"), ("- Is it real? Yes.", "Is it real?"),
        ("まず読む。洪水ですか？はい。", "洪水ですか？"), ("¿Es un desastre? Sí.", "¿Es un desastre?"),
        ("See https://a.example/x?y=1 first. Is it one?", "Is it one?"),
    ] as [(String, String?)])
func firstQuestion(text: String, expected: String?) {
    #expect(Paragraphs(text).firstQuestion == expected)
}
